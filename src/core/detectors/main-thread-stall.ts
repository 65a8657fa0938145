import { formatDuration } from '../format';
import type { Severity } from '../report';
import { commonMoment, type Degree, degreeOf, type Stall, stallsOf } from '../stalls';
import type { Detector } from './detector';

/*
 * What is a stall stands in `stalls.ts`. A page tells of it when it is over, and who felt it looks then: so
 * long it is told as something of now. Stalls that come more often than that are one finding.
 */
const SHOWN_MS = 30_000;

const SEVERITY: Record<Degree, Severity> = {
  mild: 'warning',
  obvious: 'warning',
  severe: 'critical',
};

/** A moment of the report as a part of a sentence. */
const DURING: Record<string, string> = {
  'page load': 'while the page loaded',
  reply: 'during a reply',
  'character switch': 'after a switch of the character',
  'tab switch': 'when the tab was shown again',
};

const where = (stalls: readonly Stall[], moment: string): string => {
  if (stalls.length === 1) return DURING[moment] ? ` ${DURING[moment]}` : ', at no special moment';
  const common = DURING[moment];
  return common
    ? `; most of its ${stalls.length} stalls came ${common}`
    : `; its ${stalls.length} stalls have nothing in common`;
};

/** The script that blocked the most, as the browser names it. */
const worstScript = (stalls: readonly Stall[]): string | null => {
  const sums = new Map<string, number>();
  for (const { script, durationMs } of stalls.flatMap(({ blocks }) => blocks))
    if (script !== null) sums.set(script, (sums.get(script) ?? 0) + durationMs);
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
};

/** The page's main thread was blocked long enough to be felt. */
export const mainThreadStall: Detector = {
  id: 'main-thread-stall',
  detect({ tab, now }) {
    if (!tab.open) return null;
    const all = stallsOf(tab);
    const recent = all.filter(({ endedAt }) => now - endedAt <= SHOWN_MS);
    if (recent.length === 0) return null;
    const worst = recent.reduce((most, one) => (one.blockedMs > most.blockedMs ? one : most));
    const degree = degreeOf(worst.blockedMs);
    const moment = commonMoment(all);
    const single = worst.blocks.length === 1;
    const script = worstScript(recent);
    return {
      // While a page loads a person expects to wait: told, and no alarm before it is obvious.
      severity: degree === 'mild' && moment === 'page load' ? 'info' : SEVERITY[degree],
      title: 'The page stood still',
      summary: `This page did not react for ${formatDuration(worst.blockedMs)}${single ? ' at once' : ` of ${formatDuration(worst.endedAt - worst.at)}, in ${worst.blocks.length} blocks`} (${degree})${where(all, moment)}.`,
      evidence: {
        degree,
        blockedMs: Math.round(worst.blockedMs),
        stallAt: Math.round(worst.at),
        during: worst.blocks[0]?.during ?? 'no pattern',
        ...(all.length > 1 ? { stalls: all.length, common: moment } : {}),
        ...(script === null ? {} : { script }),
      },
      sites: [],
      advice: [
        script === null
          ? 'Record the moment in the browser’s own profiler: the long task names the function that holds the thread. Here the browser names none, and an open dialog (`alert()`) looks the same.'
          : `Look at ${script} first: it took most of the blocked time.`,
        'Move the work off the main thread (a Worker for decoding, models and large JSON), or cut it into pieces with `scheduler.yield()` or a timer between them.',
        'Never wait synchronously: no synchronous XMLHttpRequest, no loop that waits for a time.',
      ],
    };
  },
};
