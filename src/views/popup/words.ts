import type { Severity } from '../../core/report';
import type { PopupSnapshot, Verdict } from '../../protocol/messages';

/** The word that stands beside each colour and shape: no tone is told by colour alone. */
export const TONE_WORDS: Record<Verdict['tone'] | Severity, string> = {
  critical: 'Critical',
  warning: 'Warning',
  info: 'Note',
  ok: 'All clear',
  unknown: 'No verdict',
};

const DEGREES = [
  { from: 30_000, word: 'severe' },
  { from: 5_000, word: 'obvious' },
  { from: 2_000, word: 'mild' },
] as const;

/** Takes how long a page was blocked and returns how bad a person finds that; empty for what is hardly noticed. */
export function degreeOf(ms: number): string {
  return DEGREES.find(({ from }) => ms >= from)?.word ?? '';
}

/** Where no hook is in the page, a table of zeros, or a report of them, would claim what nobody measured. */
export function isMeasured({ observation, report }: PopupSnapshot): boolean {
  switch (observation) {
    case 'observed':
    case 'quiet':
    case 'closed':
      return true;
    case 'discarded':
    case 'crashed':
      return report.tab.observedSince !== null;
    default:
      return false;
  }
}

/** Whether a person has decided that nothing is observed here: there is nothing that could be missing. */
export function isSilent(observation: PopupSnapshot['observation']): boolean {
  return observation === 'paused' || observation === 'unchosen';
}

/** Takes a verdict and returns what makes it another one: a rate that flickers is not announced each second. */
export function announcementKey({ tone, text }: Verdict): string {
  return `${tone} ${text.replace(/\d[\d.,]*/g, '#')}`;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** Takes a Unix time in milliseconds and returns the person's own time of day. */
export function timeOfDay(time: number): string {
  return clock.format(time);
}

/** Takes a sentence and returns it with each number and its unit on one line: "8.4" and "s" apart are no duration. */
export function keepTogether(text: string): string {
  return text.replace(/(\d) (?=(?:ms|s|min|h|d|B|kB|MB|GB)\b)/g, '$1\u00a0');
}
