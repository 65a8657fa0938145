import type { Observation, Verdict } from '../protocol/messages';
import { formatDuration, plural } from './format';
import type { Finding, FindingId, Report } from './report';

const UNSEEN: Partial<Record<Observation, Verdict>> = {
  quiet: {
    tone: 'unknown',
    text: 'Nothing to observe yet: this page has opened no connection and used no audio or microphone.',
  },
  reload: {
    tone: 'unknown',
    text: 'This tab was open before Whylag was installed or updated, or while it was paused. Reload it to see what it does.',
  },
  forbidden: { tone: 'unknown', text: 'The browser lets no extension observe this page.' },
  paused: {
    tone: 'unknown',
    text: 'Paused on this site: nothing of its pages is counted or stored.',
  },
  unchosen: {
    tone: 'unknown',
    text: 'Only sites that you have chosen are observed, and this is none of them.',
  },
  'no-permission': {
    tone: 'unknown',
    text: 'Whylag is not allowed to observe this site yet.',
  },
  discarded: {
    tone: 'unknown',
    text: 'The browser has unloaded this tab to save memory: nothing in it runs until it is shown again.',
  },
  crashed: { tone: 'critical', text: 'This page has crashed: its process has ended.' },
};

/** What lives, as "2 connections, 1 voice detector"; empty for nothing. */
const livingOf = ({ resources }: Report): string =>
  [
    plural(resources.webSocket.live + resources.eventSource.live, 'connection'),
    plural(resources.vad.live, 'voice detector'),
    plural(resources.audioContext.live, 'audio context'),
    plural(resources.microphoneTrack.live, 'microphone track'),
  ]
    .filter((text) => !text.startsWith('0 '))
    .join(', ');

const earlierOf = ({ findings }: Report): string =>
  [...new Set(findings.map(({ title }) => `“${title}”`))].join(', ');

/** What is over is no clearance: it may come back when the page does the same again. */
const quiet = (report: Report): Verdict => {
  const living = livingOf(report);
  const count = report.findings.length;
  if (count === 0)
    return {
      tone: 'ok',
      text: `Nothing wrong found${living ? `: ${living}, none growing, no reconnect loop` : ''}.`,
    };
  return {
    tone: 'info',
    text: `Nothing is wrong at this moment, but ${plural(count, 'earlier finding')} ${count === 1 ? 'is' : 'are'} over: ${earlierOf(report)}.${living ? ` Live now: ${living}.` : ''}`,
  };
};

const closed = (report: Report): Verdict =>
  report.findings.length === 0
    ? { tone: 'ok', text: 'This tab is closed. Nothing wrong was found while it was open.' }
    : {
        tone: 'info',
        text: `This tab is closed. While it was open this was found: ${earlierOf(report)}.`,
      };

/** Nobody waits that long without being sure that something is broken. */
const SEVERE_MS = 30_000;

const TONES = ['critical', 'warning', 'info'] as const;

/** The main finding, which is the cause where there is one, with what it probably explains. */
const wrong = (main: Finding, active: readonly Finding[]): Verdict => {
  const causes = new Map(active.map(({ id, because }) => [id, because]));
  const leadsBack = (id: FindingId | null | undefined): boolean =>
    id === main.id || (!!id && leadsBack(causes.get(id)));
  const explained = active.filter((one) => one !== main && leadsBack(one.because));
  const also = explained.map(({ title }) => `“${title}”`).join(', ');
  return {
    tone: TONES.find((tone) => [main, ...explained].some((one) => one.severity === tone)) ?? 'info',
    text: also ? `${main.summary} It is probably the cause of: ${also}.` : main.summary,
  };
};

/** The one sentence for a tab: its main active finding, or that nothing is wrong, or why nobody knows. */
export const verdictOf = (
  report: Report,
  observation: Observation,
  /** For how long the page has not answered, if it is blocked. */
  silentForMs: number | null = null,
): Verdict => {
  const active = report.findings.filter((finding) => finding.until === null);
  const main = active[0];
  if (main) return wrong(main, active);
  if (silentForMs !== null)
    return {
      tone: silentForMs < SEVERE_MS ? 'warning' : 'critical',
      text: `This page has not answered for ${formatDuration(silentForMs)}: its main thread is blocked, or it waits in a dialog.`,
    };
  const unseen = UNSEEN[observation];
  if (unseen) return unseen;
  return observation === 'closed' ? closed(report) : quiet(report);
};
