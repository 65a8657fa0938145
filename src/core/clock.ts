import type { Batch, MainFact } from '../protocol/facts';
import { GAP_MS } from './gaps';
import type { LoadState, TabState, World } from './state';

/*
 * All times are the machine's clock, and that may be set, or go on without anybody while the machine sleeps. A
 * page's own times, the network's and ours jump together. After a jump nobody could tell a pause from it, so
 * what is known is brought to where it would be had the clock always been as it is now:
 * - set back, or ahead by little, all that has happened moves with it: else it would lie in the future;
 * - gone ahead by more, which in most cases is sleep, only what goes on moves: nothing has waited for that
 *   long. What is over keeps its time, so that the timeline has the gap that there was.
 */

/** Smaller steps are those that time servers make, and no rule here is as fine as that. */
export const JUMP_MS = 1000;

/** The clock showed `at` after it had gone ahead `by` more than the time that passed, or back where that is negative. */
export interface ClockJump {
  at: number;
  by: number;
}

/** Every time in the state has such a name; see `clock.test.ts`. */
const isTime = (key: string): boolean => key === 'at' || /(At|Since)$/.test(key);
/** A list of bare times; `since` is none, being a conversation's number, but for a finding's. */
const TIMES = 'recent';

const moveIn = (value: unknown, move: (at: number) => number): void => {
  if (typeof value !== 'object' || value === null) return;
  const table = value as Record<string, unknown>;
  for (const [key, one] of Object.entries(table)) {
    const times = isTime(key) || key === TIMES;
    if (times && typeof one === 'number') table[key] = move(one);
    else if (times && Array.isArray(one)) table[key] = one.map(move);
    else moveIn(one, move);
  }
};

const moveAll = (tab: TabState, by: number): void => {
  moveIn(tab, (at) => at + by);
  for (const finding of tab.findings) {
    finding.since += by;
    if (finding.until !== null) finding.until += by;
  }
};

const goesOn = ({ endedAt }: { endedAt: number | null }): boolean => endedAt === null;

const carryOver = (load: LoadState, { at, by }: ClockJump): void => {
  const { tries } = load;
  load.tries = [];
  moveIn(load, (time) => time + by);
  load.tries = tries;
  moveIn(tries.filter(goesOn), (time) => time + by);
  // Nobody has waited for a page meanwhile, nor heard what it plays: as if it had been hidden.
  if (load.main?.hidden) return;
  load.hiddenAt = at - by;
  load.shownAt = at;
};

/** Brings all that is known to the clock as it is now; whether what is over has moved, too. */
export const clockJumped = (world: World, jump: ClockJump): boolean => {
  const { by } = jump;
  const isGap = by > GAP_MS;
  if (!isGap) {
    if (world.offlineAt !== undefined) world.offlineAt += by;
    for (const state of Object.values(world.origins)) {
      // Its keys are addresses.
      const { handshakes: _, ...rest } = state;
      moveIn(rest, (at) => at + by);
      Object.assign(state, rest);
    }
  }
  for (const tab of Object.values(world.tabs)) {
    if (!isGap) {
      moveAll(tab, by);
      continue;
    }
    for (const load of tab.loads) if (!load.gone) carryOver(load, jump);
    for (const { addresses, tries } of Object.values(tab.network))
      moveIn([addresses, tries.filter(goesOn)], (time) => time + by);
  }
  return !isGap;
};

/**
 * What a page tells, with the times that it took before the jump brought to the clock as it is `now`: it goes on
 * telling what has begun before. Changes what it is given.
 */
export const onThisClock = <T extends Batch | MainFact>(
  told: T,
  jump: ClockJump | null,
  now: number,
): T => {
  if (!jump && !('at' in told && told.at > now + JUMP_MS)) return told;
  const { at, by } = jump ?? { at: now, by: 0 };
  moveIn(told, (time) => {
    if (by > 0 && time <= at - by) return time + by;
    return time > now + JUMP_MS ? Math.min(now, time + Math.min(0, by)) : time;
  });
  return told;
};
