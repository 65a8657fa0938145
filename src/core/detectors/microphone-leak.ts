import { formatDuration, plural } from '../format';
import { blamedDetectors, worstLeak } from '../leaks';
import type { Detector } from './detector';

/** Every track keeps the microphone, its indicator and its processing on; a VAD, a recorder and a call need three. */
const CRITICAL = 8;

/** Microphone tracks are acquired and never stopped. */
export const microphoneLeak: Detector = {
  id: 'microphone-leak',
  detect({ tab }) {
    const leak = worstLeak(tab.loads, 'microphoneTrack');
    if (!leak) return null;
    const { live, stayed, occasions, from, to, sites, load } = leak;
    return {
      severity: stayed >= CRITICAL ? 'critical' : 'warning',
      title: 'Microphone tracks are never stopped',
      summary: `This page holds ${plural(live, 'microphone track')}, and ${stayed} of them came one after another in ${formatDuration(to - from)} without one being stopped${blamedDetectors(load)}.`,
      evidence: {
        liveTracks: live,
        neverStopped: stayed,
        createdTracks: load.kinds.microphoneTrack?.created ?? live,
        occasions,
        grewForMs: Math.round(to - from),
        startedAt: Math.round(from),
      },
      sites,
      advice: [
        'Stop every track when what needed it is over: `stream.getTracks().forEach((track) => track.stop())`, in a `finally` or in the clean-up of the effect. Dropping the stream, disconnecting its node or disabling the track does not stop it.',
        'A clone is a track of its own: stop the copy as well as the original.',
        'Ask for the microphone once, keep that stream, and hand it to whatever needs it.',
        'If what asked is gone when `getUserMedia()` answers, stop the new stream at once: otherwise nobody holds it.',
      ],
    };
  },
};
