import { backlogOf } from './audio-queue';
import { resourceOf } from './live';
import { KEPT, type TabState } from './state';

/** Samples are a second apart; a tick that comes early by this little is the same second. */
const PERIOD_MS = 900;

/** Whether anything lives in the tab that a sample would show. */
export const isActive = (tab: TabState): boolean =>
  tab.open && tab.loads.some((load) => !load.gone);

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
  tab.timeline.push({
    at: now,
    openSockets: sockets.byState.open ?? 0,
    attempts,
    audioBacklogMs: audio.backlogMs === null ? null : Math.round(audio.backlogMs),
    audioPlaying: audio.playing,
    liveVads: resourceOf(tab, 'vad').live,
    runningAudioContexts: resourceOf(tab, 'audioContext').byState.running ?? 0,
    microphoneTracks: resourceOf(tab, 'microphoneTrack').live,
    blockedMs: null,
    usedBytes: top?.usedBytes ?? null,
  });
  if (tab.timeline.length > KEPT.timeline) tab.timeline.shift();
};
