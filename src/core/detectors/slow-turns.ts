import { conversationOf } from '../conversation';
import { formatDuration } from '../format';
import { theilSen } from '../statistics';
import type { Detector } from './detector';

/*
 * What counts as a rise, and at which level, stands in `wait-trend.ts`; which turns belong together in
 * `conversation.ts`. A person stays with a task for ten seconds at most without a sign (Nielsen).
 */
const CRITICAL_MS = 10_000;

/** The wait for the first real response grows from turn to turn: the agent, not the page. */
export const slowTurns: Detector = {
  id: 'slow-turns',
  detect({ tab }) {
    const alive = new Set(
      tab.loads.flatMap(({ gone, wires }) =>
        gone ? [] : Object.values(wires).map(({ since }) => since),
      ),
    );
    const talk = conversationOf(tab, (turn) => alive.has(turn.conversation));
    if (talk?.trend?.trend !== 'grows') return null;
    const { fromMs, toMs, first, last, chance } = talk.trend;
    const points = talk.waits.slice(first).map((value, at) => ({ at, value }));
    const guess = talk.profile === 'generic';
    return {
      severity: toMs >= CRITICAL_MS ? 'critical' : 'warning',
      title: 'Answers take longer from turn to turn',
      summary: `The first response took ${formatDuration(fromMs)} at first and takes ${formatDuration(toMs)} now, after ${last - first + 1} turns: the agent gets slower, not the page.`,
      evidence: {
        turns: last - first + 1,
        firstWaitMs: Math.round(fromMs),
        lastWaitMs: Math.round(toMs),
        risePerTurnMs: Math.round(theilSen(points) ?? 0),
        byChancePercent: Math.round(chance * 10_000) / 100,
        toldBy: guess ? 'times and sizes of messages alone' : `messages of ${talk.profile}`,
        ...(talk.blockedMs >= 1000 ? { withoutPageBlockedMs: Math.round(talk.blockedMs) } : {}),
      },
      sites: [],
      advice: [
        'Measure how the prompt grows: what is sent to the model with each turn (history, memory, tool results, images). Cut or summarise the history, and keep the part that never changes in front, so that the model’s prompt cache holds.',
        'Look for work in the backend that is left over from turn to turn: tasks that were never cancelled, clients and files that are not closed, a list that is searched and only ever grows.',
        'Begin a new conversation without reloading the page: if its first turn is fast again, it is the history; if it stays slow, it is the backend’s process.',
        'Send the first sentence as soon as it is there, so that speech begins before the answer is complete.',
      ],
    };
  },
};
