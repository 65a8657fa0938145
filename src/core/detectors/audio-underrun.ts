import { formatDuration, formatPercent } from '../format';
import type { LoadState } from '../state';
import { certainIn } from '../voice-detectors';
import type { Detector } from './detector';

/**
 * Each underrun is a click or a dropout. One is an accident (a start, another program); a page whose audio
 * graph is too much loses some of every second. The browser updates its numbers once a second.
 */
const WINDOW_MS = 10_000;
const SECOND_MS = 1000;
const BAD_SECONDS = 6;
/**
 * Of the window. A graph that needs a tenth more than it has loses a tenth. Healthy pages lost up to 4 % on a
 * two-core machine with twenty processes waiting for it (Chromium 156): that is the machine, not the page.
 */
const LOST_SHARE = 0.1;
/** From here on words are lost. */
const CRITICAL_SHARE = 0.3;

/** A context that only a voice detector listens on is heard by nobody. */
const isHeard = (load: LoadState): boolean => {
  const { scheduled } = load.audio ?? {};
  const played = scheduled ? scheduled.played + scheduled.playing + scheduled.pending : 0;
  return played > 0 || (load.kinds.audioContext?.byState.running ?? 0) > certainIn(load);
};

/** The audio thread misses its deadline often enough to be heard. */
export const audioUnderrun: Detector = {
  id: 'audio-underrun',
  detect({ tab, now }) {
    for (const load of tab.loads) {
      if (load.gone || !isHeard(load)) continue;
      const recent = load.voice.underruns.filter(({ at }) => at > now - WINDOW_MS && at <= now);
      const seconds = new Set(recent.map(({ at }) => Math.floor((now - at) / SECOND_MS))).size;
      const events = recent.reduce((sum, one) => sum + one.events, 0);
      const lostMs = recent.reduce((sum, one) => sum + one.ms, 0);
      if (seconds < BAD_SECONDS || lostMs < LOST_SHARE * WINDOW_MS) continue;
      const share = Math.min(1, lostMs / WINDOW_MS);
      return {
        severity: share >= CRITICAL_SHARE ? 'critical' : 'warning',
        title: 'Sound drops out',
        summary: `The audio thread is late again and again: in the last ${formatDuration(WINDOW_MS)} the speakers got nothing for ${formatDuration(lostMs)} (${formatPercent(share)}), in ${events} gaps.`,
        evidence: {
          gapsPerSecond: Math.round((events / WINDOW_MS) * 10_000) / 10,
          lostMs: Math.round(lostMs),
          lostShare: Math.round(share * 1000) / 1000,
          secondsWithGaps: seconds,
          gapsSinceLoad: load.audio?.underruns?.events ?? events,
          runningContexts: load.kinds.audioContext?.byState.running ?? 0,
        },
        sites: load.sites
          .filter(({ kind }) => kind === 'audioContext')
          .map(({ stack, count }) => ({ stack, count })),
        advice: [
          'Do less in `AudioWorkletProcessor.process()`: it has 2.7 ms for 128 frames at 48 kHz. Allocate nothing there, and leave models, resampling of long buffers and encoding to a worker.',
          'Replace a ScriptProcessor by an AudioWorklet: it waits for the main thread, so that each long task is heard.',
          'Ask for a larger buffer where a little delay does not matter: `new AudioContext({ latencyHint: "playback" })`.',
          'Close contexts and stop nodes that are not needed: each running context has its share of the same time.',
        ],
      };
    }
    return null;
  },
};
