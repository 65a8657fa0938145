import { formatDuration, plural } from '../format';
import { blamedDetectors, worstLeak } from '../leaks';
import type { Detector } from './detector';

/** Chrome once allowed six in all; each has an audio thread of its own while it runs. */
const CRITICAL = 12;

/** Audio contexts are created and never closed. */
export const audioContextLeak: Detector = {
  id: 'audio-context-leak',
  detect({ tab }) {
    const leak = worstLeak(tab.loads, 'audioContext');
    if (!leak) return null;
    const { live, stayed, occasions, from, to, sites, load } = leak;
    return {
      severity: stayed >= CRITICAL ? 'critical' : 'warning',
      title: 'Audio contexts are never closed',
      summary: `This page holds ${plural(live, 'audio context')}, and ${stayed} of them came one after another in ${formatDuration(to - from)} without one being closed${blamedDetectors(load)}.`,
      evidence: {
        liveContexts: live,
        neverClosed: stayed,
        createdContexts: load.kinds.audioContext?.created ?? live,
        runningContexts: load.kinds.audioContext?.byState.running ?? 0,
        occasions,
        grewForMs: Math.round(to - from),
        startedAt: Math.round(from),
      },
      sites,
      advice: [
        'Close the context when what needed it is over: `await context.close()` in a `finally`, or in the clean-up of the effect that made it. Dropping it or suspending it does not close it.',
        'Keep one context for the page and make all nodes on it: players, level meters and recorders share it without disturbing each other.',
        'To decode only, use an `OfflineAudioContext`, or `decodeAudioData` of the one context that is there.',
      ],
    };
  },
};
