import { formatDuration, plural } from './format';
import type { Report, Turn } from './report';
import type { TabState } from './state';
import { turnsOf } from './turns';
import { trendOf, type WaitTrend } from './wait-trend';

/** A pace that a person waits for in every turn: from here on "stable" is not "fast" (Nielsen: 10 s, half of it). */
const SLOW_MS = 5000;

export interface Conversation {
  /** All of its turns, oldest first. */
  turns: Turn[];
  /** The waits for the first response, without what the page itself was blocked for. */
  waits: number[];
  profile: string;
  /** Of all those waits, how long the page was blocked. */
  blockedMs: number;
  /** `null` with fewer than four waits. */
  trend: WaitTrend | null;
}

/** A page that is blocked hears its answer late: that is not the agent's time. */
const blockedIn = (tab: TabState, { startedAt, firstResponseMs }: Turn): number => {
  const end = startedAt + (firstResponseMs ?? 0);
  let sum = 0;
  for (const { at, durationMs } of tab.blocks)
    sum += Math.max(0, Math.min(end, at + durationMs) - Math.max(startedAt, at));
  return Math.min(sum, firstResponseMs ?? 0);
};

/**
 * The newest conversation of a tab: the turns on one socket address in one page load that one protocol told.
 * A reload begins another one, because most agents begin with an empty history then, and a wait that grew
 * with the history is short again. `null` where no turn was seen.
 */
export const conversationOf = (
  tab: TabState,
  belongs: (turn: Turn) => boolean = () => true,
): Conversation | null => {
  const all = turnsOf(tab).filter(belongs);
  const newest = all.at(-1);
  if (!newest) return null;
  const { conversation, profile } = newest;
  const turns = all.filter((one) => one.conversation === conversation && one.profile === profile);
  const answered = turns.filter((one) => one.firstResponseMs !== null);
  const blocked = answered.map((one) => blockedIn(tab, one));
  const waits = answered.map((one, i) => (one.firstResponseMs ?? 0) - (blocked[i] ?? 0));
  const blockedMs = blocked.reduce((sum, ms) => sum + ms, 0);
  return { turns, waits, profile, blockedMs, trend: trendOf(waits) };
};

const sentenceOf = ({ waits, trend, blockedMs }: Conversation): string => {
  if (!trend) {
    const seen =
      waits.length === 0
        ? 'No turn has'
        : `Only ${plural(waits.length, 'turn')} ha${waits.length === 1 ? 's' : 've'}`;
    return `${seen} been answered so far: four are needed to tell a rise from chance.`;
  }
  const ends = `from ${formatDuration(trend.fromMs)} to ${formatDuration(trend.toMs)} over ${plural(trend.last - trend.first + 1, 'turn')}`;
  const net = blockedMs >= 1000 ? ', without the time that the page itself was blocked' : '';
  if (trend.trend === 'grows')
    return `The wait for an answer grows ${ends}${net}: it is the agent or its model, not the page.`;
  if (trend.trend === 'unclear')
    return `The wait for an answer went ${ends}${net}: that may be a rise or chance, a few more turns will tell.`;
  const usual = [...waits].sort((a, b) => a - b)[waits.length >> 1] ?? 0;
  return usual >= SLOW_MS
    ? `The wait for an answer is stable at about ${formatDuration(usual)}${net}: slow, but it does not grow. A lag that grows is not the agent’s.`
    : `The wait for an answer is stable at about ${formatDuration(usual)}${net}: it is not the agent.`;
};

/** What the guide's table of turns says, which is filled by `turns` of the report. */
export const turnsSummaryOf = (tab: TabState): Pick<Report, 'turnsTrend' | 'turnsSummary'> => {
  const conversation = conversationOf(tab);
  return {
    turnsTrend: conversation?.trend?.trend ?? null,
    turnsSummary: conversation && sentenceOf(conversation),
  };
};
