import type { AudioFact, KindFact } from '../protocol/facts';
import { liveOf } from './live';
import type { ResourceKind } from './report';
import { foldLevel, type Rise } from './rises';
import type { LoadState } from './state';
import { certainIn, listeningIn } from './voice-detectors';

/** What is watched for growth: kinds, and what media elements are doing. */
export type Rising =
  | 'audioContext'
  | 'microphoneTrack'
  | 'vad'
  | 'listeningVad'
  | 'mediaElement'
  | 'playingElement'
  | 'askedElement';

/** What an audio thread missed between two looks. */
export interface Underrun {
  at: number;
  events: number;
  ms: number;
}

/** What has become of a page load's sound and microphone so far, as its findings need it. */
export interface VoiceHistory {
  rises: Record<Rising, Rise[]>;
  /** How many each site had made when it was last looked at, by its number in `sites`. */
  counted: number[];
  underruns: Underrun[];
  /** Sound that lay on a context when that was suspended: the page, or its user, has paused it. */
  paused: number;
  /** Sound has been asked for on contexts that do not run, since. */
  waitsSince: number | null;
}

export const createVoiceHistory = (): VoiceHistory => ({
  rises: {
    audioContext: [],
    microphoneTrack: [],
    vad: [],
    listeningVad: [],
    mediaElement: [],
    playingElement: [],
    askedElement: [],
  },
  counted: [],
  underruns: [],
  paused: 0,
  waitsSince: null,
});

/** Underruns are judged by the latest seconds; a page tells them once a second. */
const UNDERRUNS = 60;

/** Whose places tell where a rising thing was made: a voice detector is made with its audio node. */
const MADE_AS: Record<Rising, ResourceKind> = {
  audioContext: 'audioContext',
  microphoneTrack: 'microphoneTrack',
  vad: 'audioWorkletNode',
  listeningVad: 'audioWorkletNode',
  mediaElement: 'mediaElement',
  playingElement: 'mediaElement',
  askedElement: 'mediaElement',
};

/** What a load said before the batch that is being taken. */
export interface Before {
  audio: AudioFact | null;
  contexts: KindFact | undefined;
}
export const beforeOf = ({ audio, kinds }: LoadState): Before => ({
  audio,
  contexts: kinds.audioContext,
});

/** A context was suspended; one that the system interrupts is in a state of its own. */
const hasPaused = (now: KindFact | undefined, before: KindFact | undefined): boolean =>
  (now?.byState.running ?? 0) < (before?.byState.running ?? 0) &&
  (now?.byState.suspended ?? 0) > (before?.byState.suspended ?? 0);

const foldWaiting = (load: LoadState, before: Before, at: number): void => {
  const { voice, audio, kinds } = load;
  const held = audio?.scheduled.held ?? 0;
  const heldBefore = before.audio?.scheduled.held ?? 0;
  if (held > heldBefore && hasPaused(kinds.audioContext, before.contexts))
    voice.paused += held - heldBefore;
  voice.paused = Math.min(voice.paused, held);
  voice.waitsSince = held > voice.paused ? (voice.waitsSince ?? at) : null;
};

const foldUnderruns = ({ voice, audio, main }: LoadState, before: Before, at: number): void => {
  const now = audio?.underruns;
  // Browsers give a tab in the background less of the processor, and nobody waits for it.
  if (!now || main?.hidden) return;
  const { events, ms } = before.audio?.underruns ?? { events: 0, ms: 0 };
  if (now.events <= events) return;
  voice.underruns.push({ at, events: now.events - events, ms: Math.max(0, now.ms - ms) });
  if (voice.underruns.length > UNDERRUNS) voice.underruns.shift();
};

/** Brings the history up to date with the batch that the load has just taken. */
export const foldVoice = (load: LoadState, before: Before, at: number): void => {
  const { voice, kinds, audio, sites } = load;
  const made = sites.map(({ count }, site): [number, number] => {
    const more = count - (voice.counted[site] ?? 0);
    voice.counted[site] = count;
    return [site, more];
  });
  const levels: Record<Rising, number> = {
    audioContext: liveOf(kinds.audioContext),
    microphoneTrack: liveOf(kinds.microphoneTrack),
    vad: certainIn(load),
    listeningVad: listeningIn(load),
    mediaElement: liveOf(kinds.mediaElement),
    playingElement: audio?.elements.playing ?? 0,
    askedElement: audio?.elements.asked ?? 0,
  };
  for (const [name, level] of Object.entries(levels) as [Rising, number][])
    foldLevel(
      voice.rises[name],
      at,
      level,
      made.filter(([site, more]) => more > 0 && sites[site]?.kind === MADE_AS[name]),
    );
  foldWaiting(load, before, at);
  foldUnderruns(load, before, at);
};
