import type { Observation } from '../protocol/messages';
import type { TabState, World } from './state';

const UNSEEN: Partial<Record<Observation, string>> = {
  reload: 'it was open before the extension was installed or updated. Reload it.',
  forbidden: 'the browser lets no extension observe this page.',
  'no-permission': 'the extension is not allowed on this site.',
};

/** What a report of this tab cannot know, as sentences, and what a limit made it drop. */
export const limitsOf = (
  tab: TabState,
  engine: World['engine'],
  observation: Observation = 'observed',
): string[] => {
  const limits = [
    'Messages of sockets inside workers, and of those that a page opens in a frame before its document has loaded, are not observable: of those only the handshakes are counted, as "unattributed".',
    engine === 'chromium'
      ? 'Sockets of shared workers and service workers are not observable in Chromium.'
      : 'Sockets of shared workers and service workers cannot be put to a tab in Firefox.',
    'Audio that a page keeps in its own queue or feeds to an AudioWorklet is not observable, except where its messages tell (Open-LLM-VTuber).',
    'Text messages over 1,024 characters are counted by their length in characters: exact for ASCII.',
    'EventSource messages with a name of their own are not counted.',
    'Blocked main thread, turns and audio underruns are not measured by this version.',
  ];
  const unseen = UNSEEN[observation];
  if (unseen)
    limits.unshift(`Nothing in this tab was counted, and every 0 means unknown: ${unseen}`);
  if (engine === 'firefox') limits.push('Firefox does not tell how much memory a page uses.');
  if (tab.workers.length === 0)
    limits.push('Service workers are listed only where the page may ask for them (secure pages).');
  const dropped = tab.dropped + tab.loads.reduce((sum, load) => sum + load.dropped, 0);
  if (dropped > 0)
    limits.push(
      `Truncated: ${dropped} rows (single tries, creation sites, endpoints or frames) were over a limit and dropped. Totals are exact, details are not complete.`,
    );
  return limits;
};
