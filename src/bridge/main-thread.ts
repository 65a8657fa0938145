/*
 * What blocks the page's main thread, seen from beside it: in Chromium by its long animation frames, which
 * name the script; elsewhere by a timer that comes late. A hidden tab is not measured: its timers are held
 * back by the browser, and nobody waits for it.
 */
import type { MainFact } from '../protocol/facts';
import { LIMITS } from '../protocol/facts';

interface ScriptTiming {
  duration: number;
  invoker: string;
  sourceURL: string;
  sourceFunctionName: string;
}
interface LongFrame extends PerformanceEntry {
  blockingDuration: number;
  scripts?: ScriptTiming[];
}

const FRAMES = 'long-animation-frame';
/** A task up to this long is none that blocks (RAIL, and the Long Tasks specification). */
const TASK_MS = 50;
/** Shorter blocks are only summed up. */
const TOLD_MS = 500;
/** How often the timer looks, where there are no long animation frames: a shorter block may hide between. */
const DRIFT_MS = 100;
/** The computer slept: no page is blocked for that long. */
const ASLEEP_MS = 600_000;
/** What is new is told once a second. */
const TELL_MS = 1000;

/** The address without what may be secret in it, cut to a bound. */
const bare = (url: string): string => (url.split(/[?#]/, 1)[0] ?? '').slice(0, LIMITS.script);

const scriptOf = ({ scripts }: LongFrame): string | null => {
  let main: ScriptTiming | undefined;
  for (const one of scripts ?? []) if (!main || one.duration > main.duration) main = one;
  if (!main) return null;
  const { invoker, sourceURL, sourceFunctionName } = main;
  const name = sourceFunctionName || invoker;
  return `${bare(name)}${sourceURL && name !== sourceURL ? ` (${bare(sourceURL)})` : ''}`;
};

const later = (ms: number, run: () => void): void =>
  // Not `setTimeout`, whose ids the page would see missing from its own.
  AbortSignal.timeout(ms).addEventListener('abort', run);

/**
 * When the page began, by the clock as it is now: that may have been set since, and `performance.timeOrigin` is of
 * then. While the machine sleeps the page's own time stands still.
 */
const began = (): number => Date.now() - performance.now();

/** When the document and all it asked for was there, `null` before. */
const loadedAt = (): number | null => {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return navigation?.loadEventEnd ? began() + navigation.loadEventEnd : null;
};

/**
 * Starts to watch; `tell` gets the sums and the latest blocks since the page began, at most once a second.
 * Gives back what ends it.
 */
export const watchMainThread = (tell: (fact: MainFact) => void): (() => void) => {
  const byFrames = PerformanceObserver.supportedEntryTypes.includes(FRAMES);
  const hidden = (): boolean => document.visibilityState === 'hidden';
  const fact: MainFact = {
    byFrames,
    hidden: hidden(),
    loadedAt: null,
    blockedMs: 0,
    longestMs: 0,
    blocks: [],
  };
  let count = 0;
  let telling = false;
  let over = false;

  const changed = (): void => {
    if (telling) return;
    telling = true;
    later(TELL_MS, () => {
      telling = false;
      if (over) return;
      fact.loadedAt = loadedAt();
      tell(fact);
    });
  };
  const blocked = (ms: number, at: number, script: string | null): void => {
    fact.blockedMs += ms;
    fact.longestMs = Math.max(fact.longestMs, ms);
    if (ms >= TOLD_MS) {
      fact.blocks.push({ n: ++count, at, durationMs: ms, script });
      if (fact.blocks.length > LIMITS.blocks) fact.blocks.shift();
    }
    changed();
  };

  let seen = 0;
  let clock = 0;
  /** Which of the chains of timers is the one that counts: each change of visibility begins another. */
  let chain = 0;
  const look = (mine: number): void => {
    if (mine !== chain) return;
    const now = performance.now();
    const late = now - seen - DRIFT_MS;
    const slept = late > ASLEEP_MS || Math.abs(began() - clock) > TELL_MS;
    if (seen && late > TASK_MS && !slept) blocked(late, Date.now() - late, null);
    seen = performance.now();
    clock = began();
    later(DRIFT_MS, () => look(mine));
  };

  const begin = (): void => {
    fact.hidden = hidden();
    changed();
    seen = 0;
    chain++;
    if (!byFrames && !fact.hidden) look(chain);
  };
  document.addEventListener('visibilitychange', begin);
  addEventListener('pageshow', begin);
  begin();

  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LongFrame[]) {
      const { blockingDuration, duration, startTime } = entry;
      if (blockingDuration > 0)
        blocked(
          Math.min(duration, blockingDuration + TASK_MS),
          began() + startTime,
          scriptOf(entry),
        );
    }
  });
  if (byFrames) observer.observe({ type: FRAMES, buffered: true });

  return () => {
    over = true;
    chain++;
    observer.disconnect();
    document.removeEventListener('visibilitychange', begin);
    removeEventListener('pageshow', begin);
  };
};
