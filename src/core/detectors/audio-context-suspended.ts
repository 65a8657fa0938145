import { formatDuration, plural } from '../format';
import type { LoadState } from '../state';
import type { Detector } from './detector';

/**
 * A context takes a moment to start, and a page that asks for sound in a click resumes it in the same click.
 * The page itself must have said again, after most of that time, that the sound still waits.
 */
const WAITED_MS = 2500;
const CONFIRMED_MS = 1500;
/** Libraries start a silent sample to unlock a context, and a click of a button is not missed. */
const SOUND_MS = 200;

/** How much sound waits on contexts that do not run; `null` where a running one's queue hides it. */
const heldMs = ({ audio }: LoadState): number | null =>
  audio && audio.scheduled.pending <= audio.scheduled.held ? audio.scheduled.aheadMs : null;

/** Sound is waiting on a context that does not run: the autoplay policy, or an interruption. */
export const audioContextSuspended: Detector = {
  id: 'audio-context-suspended',
  detect({ tab, now }) {
    for (const load of tab.loads) {
      const { waitsSince, paused } = load.voice;
      if (load.gone || waitsSince === null || now - waitsSince < WAITED_MS) continue;
      const soundMs = heldMs(load);
      if (load.audioAt - waitsSince < CONFIRMED_MS || soundMs === null || soundMs < SOUND_MS)
        continue;
      const { suspended = 0, interrupted = 0 } = load.kinds.audioContext?.byState ?? {};
      const pieces = (load.audio?.scheduled.held ?? 0) - paused;
      return {
        severity: 'warning',
        title: 'Sound waits on a context that does not run',
        summary: `${plural(pieces, 'piece')} of sound (${formatDuration(soundMs)}) cannot be heard: ${interrupted ? 'the system has interrupted' : 'nothing has started'} the audio context that ${pieces === 1 ? 'it is' : 'they are'} scheduled on, for ${formatDuration(now - waitsSince)} so far.`,
        evidence: {
          waitingPieces: pieces,
          waitingSoundMs: Math.round(soundMs),
          waitingForMs: Math.round(now - waitsSince),
          suspendedContexts: suspended,
          interruptedContexts: interrupted,
        },
        sites: load.sites
          .filter(({ kind }) => kind === 'audioContext')
          .map(({ stack, count }) => ({ stack, count })),
        advice: [
          'Call `context.resume()` in a click or a key press, and again before each sound that is to be played: browsers let no page sound before the first gesture, and its promise stays open until they do.',
          'Make the context in that first gesture: one that is made earlier starts suspended.',
          'Listen to "statechange": where the state is not "running", show a button that asks for sound, and do not schedule what would be late when it runs.',
          'If the page suspends the context itself, resume it before the next reply.',
        ],
      };
    }
    return null;
  },
};
