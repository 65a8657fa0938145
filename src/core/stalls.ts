import { KEPT, type KeptBlock, type TabState } from './state';
import { median } from './statistics';

/* Which blocks of the main thread are stalls, and what several of them have in common. */

/** "2 s at once, or more than half of 10 s in blocks that stand out from the page's own level" (contract). */
export const STALL_MS = 2000;
const WINDOW_MS = 10_000;
const SHARE = 0.5;
/** What the computer slept through is no block; nobody waits ten minutes for a page. */
const ASLEEP_MS = 600_000;
/** How far back a page's own level is looked for, and the share of it that makes long blocks a habit. */
const LEVEL_MS = 120_000;
const HABIT = 0.1;
/** A block stands out of such a habit when it is twice as long as is usual. */
const STANDS_OUT = 2;
/**
 * While a page loads a person expects to wait, and a busy machine makes it longer: it takes a script that holds
 * the thread for three seconds, or five of them where the browser names none (Firefox).
 */
const LOADING_MS = { script: 3000, unknown: 5000 };
/** A page sets itself up for so long (a model, a character): before that nobody knows its level. */
const SET_UP_MS = 15_000;

export interface Stall {
  at: number;
  endedAt: number;
  /** What of it was blocked. */
  blockedMs: number;
  blocks: KeptBlock[];
}

/** The usual long block where a page has them all the time (a character drawn by software), else 0. */
const levelBefore = (blocks: readonly KeptBlock[], at: number, since: number): number => {
  const before = blocks.filter((one) => one.at < at && one.at >= at - LEVEL_MS);
  const span = Math.min(LEVEL_MS, Math.max(1, at - since));
  const share = before.reduce((sum, { durationMs }) => sum + durationMs, 0) / span;
  return share >= HABIT && before.length >= 4 ? median(before.map((one) => one.durationMs)) : 0;
};

/** From when on all blocks of the tab's page are known: its level is that of this page. */
const knownSince = ({ loads, blocks }: TabState): number => {
  const page = loads.findLast((load) => load.frameId === 0 && !load.gone);
  const oldest = blocks.length >= KEPT.blocks ? (blocks[0]?.at ?? 0) : 0;
  return Math.max(oldest, page?.firstAt ?? 0, page?.main?.loadedAt ?? 0);
};

const isStall = ({ durationMs, during, script }: KeptBlock): boolean => {
  if (during !== 'page load') return durationMs >= STALL_MS;
  return durationMs >= (script === null ? LOADING_MS.unknown : LOADING_MS.script);
};

const crowdFrom = (all: readonly KeptBlock[], first: KeptBlock, since: number): Stall | null => {
  const least = STANDS_OUT * levelBefore(all, first.at, since);
  const end = first.at + WINDOW_MS;
  const blocks = all.filter(
    ({ at, durationMs }) => at >= first.at && at < end && durationMs > least,
  );
  const sum = blocks.reduce((ms, one) => ms + Math.min(one.durationMs, end - one.at), 0);
  if (blocks.length < 2 || sum <= SHARE * WINDOW_MS) return null;
  const last = blocks.at(-1) as KeptBlock;
  return { at: first.at, endedAt: last.at + last.durationMs, blockedMs: sum, blocks };
};

/**
 * The stalls of a tab, oldest first; blocks of one crowd are one stall. Where the browser names scripts (Chromium)
 * a block without one is none of the page's: it waits in a dialog (`alert()`), shares its process with a page
 * that is blocked, or has only just got its process; healthy pages were seen to wait five seconds for that.
 */
export const stallsOf = (tab: TabState): Stall[] => {
  const named = tab.loads.some(({ main }) => main?.byFrames === true);
  const blocks = tab.blocks.filter(
    ({ durationMs, script }) => durationMs < ASLEEP_MS && (script !== null || !named),
  );
  const since = knownSince(tab);
  const stalls: Stall[] = [];
  for (const block of blocks) {
    const last = stalls.at(-1);
    if (last?.blocks.includes(block)) continue;
    const endedAt = block.at + block.durationMs;
    if (isStall(block)) {
      stalls.push({ at: block.at, endedAt, blockedMs: block.durationMs, blocks: [block] });
      continue;
    }
    if (block.at < since + SET_UP_MS || block.durationMs >= STALL_MS) continue;
    const crowd = crowdFrom(blocks, block, since);
    if (crowd) stalls.push(crowd);
  }
  return stalls;
};

/** The guide's words; what lies between two of them is the milder one. */
const DEGREES = [
  { fromMs: 30_000, word: 'severe' },
  { fromMs: 5000, word: 'obvious' },
  { fromMs: 0, word: 'mild' },
] as const;
export type Degree = (typeof DEGREES)[number]['word'];

export const degreeOf = (ms: number): Degree =>
  (DEGREES.find(({ fromMs }) => ms >= fromMs) ?? DEGREES[2]).word;

/** Two in three make a habit. */
const COMMON = 2 / 3;

/** What was going on during most of the stalls; `no pattern` where that is nothing, or each time another thing. */
export const commonMoment = (stalls: readonly Stall[]): string => {
  const counts = new Map<string, number>();
  for (const { blocks } of stalls) {
    const during = blocks[0]?.during ?? 'no pattern';
    counts.set(during, (counts.get(during) ?? 0) + 1);
  }
  const [top] = [...counts].sort((a, b) => b[1] - a[1]);
  return top && top[1] >= COMMON * stalls.length ? top[0] : 'no pattern';
};
