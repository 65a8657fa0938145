import { formatDuration, plural } from '../format';
import { sitesOfRises } from '../leaks';
import type { LoadState } from '../state';
import { voiceDetectorsIn } from '../voice-detectors';
import type { Detector } from './detector';

/**
 * "More than one live voice-activity detector in a page" (contract). Two overlap for a moment in healthy
 * pages: React mounts twice in development, and settings change by a new one before the old one is
 * destroyed. A detector shows its node when it is nearly ready, so the moment is short.
 */
const LIVE = 2;
const OVERLAP_MS = 2500;
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
      const rises = load.voice.rises.vad;
      const live = rises.at(-1)?.to ?? 0;
      const since = rises.find(({ to }) => to >= LIVE)?.at;
      if (load.gone || since === undefined || now - since < OVERLAP_MS) continue;
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
