import { formatDuration, plural } from '../format';
import { sitesOfRises } from '../leaks';
import type { LoadState } from '../state';
import { voiceDetectorsIn } from '../voice-detectors';
import type { Detector } from './detector';

/**
 * "More than one live voice-activity detector in a page" (contract). Two overlap for a moment in healthy
 * pages: React mounts twice in development, and settings change by a new one before the old one is
 * destroyed. Once both listen the moment is short. vad-web up to 0.0.22 makes its node before it loads the
 * model, and nobody can destroy it until then: on a slow network that takes a while.
 */
const LIVE = 2;
const OVERLAP_MS = 1800;
const LOADING_MS = 20_000;
/** Each runs its model on every 32 to 96 ms of sound: four are felt on any machine. */
const CRITICAL = 4;

interface Doubled {
  load: LoadState;
  live: number;
  since: number;
}

/** More than one live voice detector in a page, or detectors created and never destroyed. */
export const vadLeak: Detector = {
  id: 'vad-leak',
  detect({ tab, now }) {
    let worst: Doubled | null = null;
    for (const load of tab.loads) {
      const { vad, listeningVad } = load.voice.rises;
      const live = vad.at(-1)?.to ?? 0;
      const listening = listeningVad.find(({ to }) => to >= LIVE)?.at ?? now;
      const since = vad.find(({ to }) => to >= LIVE)?.at ?? now;
      if (load.gone || (now - listening < OVERLAP_MS && now - since < LOADING_MS)) continue;
      if (!worst || live > worst.live) worst = { load, live, since };
    }
    if (!worst) return null;
    const { load, live, since } = worst;
    const certain = voiceDetectorsIn(load).filter(({ confidence }) => confidence === 'certain');
    const created = certain.reduce((sum, one) => sum + one.created, 0);
    return {
      severity: live >= CRITICAL ? 'critical' : 'warning',
      title: 'Several voice detectors listen in one page',
      summary: `${plural(live, 'voice detector')} are live in this page at once, for ${formatDuration(now - since)} so far: each runs its own model on all that the microphone hears, and each reports the same speech.`,
      evidence: {
        liveDetectors: live,
        createdDetectors: created,
        moreThanOneForMs: Math.round(now - since),
        libraries: [...new Set(certain.map(({ library }) => library))].join(', '),
      },
      sites: sitesOfRises(load, load.voice.rises.vad),
      advice: [
        'Destroy the old detector before you make a new one, and in the clean-up of what made it (in React, the function that the effect returns): pausing it is not enough.',
        'Guard the wait: count a generation up before `await MicVAD.new()`, and destroy the new detector at once if the number has changed when it is there. Otherwise two starts in a row leave one that nobody holds.',
        'Keep one detector for the page, and let what needs it subscribe to it.',
      ],
    };
  },
};
