import type { MainThread } from './report';
import { blockedOf } from './sample';
import type { TabState } from './state';

/** A shorter one is counted, and is no stall that a person would ask about (RAIL: after a second the thread is lost). */
const STALL_MS = 1000;

/** The report's main thread of a tab. */
export const mainThreadOf = (tab: TabState): MainThread => {
  const blocked = blockedOf(tab);
  return {
    blockedMs: blocked && Math.round(blocked.sumMs),
    longestMs: blocked && Math.round(blocked.longestMs),
    stalls: tab.blocks
      .filter(({ durationMs }) => durationMs >= STALL_MS)
      .map(({ at, durationMs, during, script }) => ({
        at: Math.round(at),
        durationMs: Math.round(durationMs),
        during,
        script,
      })),
  };
};
