import { backlogOf } from './audio-queue';
import { resourceOf } from './live';
import { KEPT, type TabState } from './state';

/** Samples are a second apart; a tick that comes early by this little is the same second. */
const PERIOD_MS = 900;

/** Whether anything lives in the tab that a sample would show. */
export const isActive = (tab: TabState): boolean =>
  tab.open && tab.loads.some((load) => !load.gone);

/**
 * The tab's blocked time so far, since it was first observed; `null` where none was watched. Frames share
 * the thread of their page: its own account counts, and another frame's only where the page has none.
 */
export const blockedOf = (tab: TabState): { sumMs: number; longestMs: number } | null => {
  const watched = tab.loads.filter(({ main }) => main !== null);
  const own = watched.filter(({ frameId }) => frameId === 0);
  let { blockedMs: sumMs, longestMs } = tab.past;
  if (watched.length === 0 && sumMs === 0) return null;
  for (const { main } of own) sumMs += main?.blockedMs ?? 0;
  if (own.length === 0) sumMs += Math.max(0, ...watched.map(({ main }) => main?.blockedMs ?? 0));
  for (const { main } of watched) longestMs = Math.max(longestMs, main?.longestMs ?? 0);
  return { sumMs, longestMs };
};

/**
 * Adds one moment to the tab's timeline, at most one a second. A tab that is closed, frozen or has
 * never reported gets none: a gap says "not seen", zeros would say "nothing there".
 */
export const takeSample = (tab: TabState, now: number): void => {
  const last = tab.timeline.at(-1);
  if (!isActive(tab) || (last && now - last.at < PERIOD_MS && now >= last.at)) return;
  const sockets = resourceOf(tab, 'webSocket');
  const audio = backlogOf(tab, now);
  const top = tab.loads.find((load) => !load.gone && load.frameId === 0);
  let attempts = 0;
  for (const fact of tab.past.endpoints) attempts += fact.attempts;
  for (const load of tab.loads)
    for (const fact of Object.values(load.endpoints)) attempts += fact.attempts;
  const blocked = blockedOf(tab)?.sumMs ?? null;
  const hidden = tab.loads.some(({ gone, main }) => !gone && main?.hidden === true);
  const blockedMs = blocked === null || hidden ? null : Math.max(0, blocked - tab.blockedSeenMs);
  tab.blockedSeenMs = blocked ?? 0;
  tab.timeline.push({
    at: now,
    openSockets: sockets.byState.open ?? 0,
    attempts,
    audioBacklogMs: audio.backlogMs === null ? null : Math.round(audio.backlogMs),
    audioPlaying: audio.playing,
    liveVads: resourceOf(tab, 'vad').live,
    runningAudioContexts: resourceOf(tab, 'audioContext').byState.running ?? 0,
    microphoneTracks: resourceOf(tab, 'microphoneTrack').live,
    blockedMs: blockedMs === null ? null : Math.round(blockedMs),
    usedBytes: top?.usedBytes ?? null,
  });
  if (tab.timeline.length > KEPT.timeline) tab.timeline.shift();
};
