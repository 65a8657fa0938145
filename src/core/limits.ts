import type { Observation } from '../protocol/messages';
import { formatDuration } from './format';
import type { TabState, World } from './state';
import { truncatedLimits, truncatedOf } from './truncated';

const UNSEEN: Partial<Record<Observation, string>> = {
  reload:
    'it was open before the extension was installed or updated, or while it was paused. Reload it.',
  forbidden: 'the browser lets no extension observe this page.',
  'no-permission': 'the extension is not allowed on this site.',
  paused: 'you have paused the extension on this site.',
  unchosen: 'only sites that you have chosen are observed.',
};

/** What stands in the report of a page that does not answer. */
export const silentLimit = (silentForMs: number): string =>
  `The page had not answered for ${formatDuration(silentForMs)} when this was written: its main thread is blocked, or it waits in a dialog. What it did since then is missing.`;

/** How the main thread is watched, in the engine's own way. */
const MAIN_THREAD: Record<World['engine'], string> = {
  chromium:
    'The main thread is measured from the first use of a connection or of audio on, while the tab is visible.',
  firefox:
    'The main thread is measured by a timer that comes late, from the first use of a connection or of audio on, while the tab is visible: a block under 150 ms is not seen, and no script is named.',
};

const WITHOUT_TAB =
  'What the service workers do when no tab of the site is open is watched for a minute and a half after the last one is closed, and as long as they go on: known are requests, and handshakes where the browser shows them. A page in a side bar counts as no tab.';

/** What a report of this tab cannot know, as sentences, and what a limit made it drop. */
export const limitsOf = (
  tab: TabState,
  engine: World['engine'],
  observation: Observation = 'observed',
  /** Service workers of its origin that are known. */
  workers = 0,
): string[] => {
  const limits = [
    'Messages of sockets inside workers, and of those that a page opens in a frame before its document has loaded, are not observable: of those only the handshakes are counted, as "unattributed".',
    engine === 'chromium'
      ? 'Sockets of shared workers and service workers are not observable in Chromium.'
      : 'Sockets of shared workers and service workers belong to no tab: in Firefox each of their handshakes stands in the reports of all open tabs of their origin, as "unattributed". Firefox spaces failed handshakes further and further by itself: a reconnect loop of a worker shows only where its own waits are longer.',
    'Audio that a page keeps in its own queue, or feeds to an AudioWorklet or a MediaSource, is not observable, except where its messages tell (Open-LLM-VTuber).',
    'Text messages over 1,024 characters are counted by their length in characters: exact for ASCII.',
    'EventSource messages with a name of their own are not counted.',
    MAIN_THREAD[engine],
    'Turns are read from the message types of known protocols, elsewhere from the times and sizes of messages alone (profile "generic"): those are a guess.',
    'Voice detectors are known by the traces of their libraries. One that is built into a page under neutral names is not seen; a "probable" one is an analyser that listens to a microphone, and is not counted.',
  ];
  const unseen = UNSEEN[observation];
  if (unseen)
    limits.unshift(`Nothing in this tab was counted, and every 0 means unknown: ${unseen}`);
  if (tab.pausedFrames)
    limits.push(
      'A frame of this page is of a site on which the extension is paused: nothing in it is counted.',
    );
  if (engine === 'firefox')
    limits.push(
      'Firefox tells neither how much memory a page uses nor what its audio thread missed.',
    );
  const sounding = tab.loads.filter(({ audio }) => audio !== null);
  if (engine === 'chromium' && sounding.length && sounding.every(({ audio }) => !audio?.underruns))
    limits.push(
      'This browser does not tell what its audio thread missed: Chrome does from 146 on.',
    );
  if (workers > 0) limits.push(WITHOUT_TAB);
  else
    limits.push('Service workers are listed only where the page may ask for them (secure pages).');
  return [...limits, ...truncatedLimits(truncatedOf(tab))];
};
