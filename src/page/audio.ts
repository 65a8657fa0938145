import {
  type Piece,
  type Player,
  settle,
  takeStarts,
  timeOf,
  watchBufferSources,
} from './buffer-sources';
import { beginEntry, know, move, touchSound, untilCollected } from './ledger';
import { add, bareList, deref, max, min, now, on, reader, sift, WeakRefCtor } from './natives';
import { sound } from './sound';
import { watchConstructor } from './wrap';

export interface KnownContext extends Player {
  ref: WeakRef<AudioContext>;
  /** What waits on this context waits for it to run: since when, 0 where it runs or nothing waits. */
  heldSince: number;
  underruns: number;
  underrunMs: number;
}

export const stateOf = reader<AudioContextState>('BaseAudioContext', 'state');
const statsOf = reader<object>('AudioContext', 'playbackStats');
const underrunsOf = reader<number>('AudioPlaybackStats', 'underrunEvents');
const underrunSecondsOf = reader<number>('AudioPlaybackStats', 'underrunDuration');
const contexts: KnownContext[] = bareList();

/** Reads what a running context's audio thread has missed. */
const measureUnderruns = (one: KnownContext, stats: object): void => {
  const underruns = underrunsOf(stats) ?? 0;
  const ms = (underrunSecondsOf(stats) ?? 0) * 1000;
  if (underruns !== one.underruns) touchSound();
  sound.underruns += underruns - one.underruns;
  sound.underrunMs += ms - one.underrunMs;
  one.underruns = underruns;
  one.underrunMs = ms;
};

/** Brings up to date what waits to be heard and what was missed; whether time alone changes that. */
export const measureContexts = (): boolean => {
  let busy = false;
  takeStarts();
  sound.pending = sound.playing = sound.aheadMs = sound.held = 0;
  sound.heldSince = Number.POSITIVE_INFINITY;
  sift(contexts, (one) => {
    const { pieces, state } = one;
    if (!state || state === 'closed') return false;
    const context = deref(one.ref);
    const runs = state === 'running';
    const stats = runs && statsOf(context);
    const time = timeOf(context) ?? 0;
    if (stats) {
      measureUnderruns(one, stats);
      busy = true;
    }
    if (pieces.length) {
      busy = true;
      touchSound();
      settle(one, time);
    }
    let waits = 0;
    let end = time;
    let length = 0;
    sift(pieces, ({ from, to }) => {
      if (from > time || !runs) waits++;
      end = max(end, to);
      length += to - max(from, time);
      return true;
    });
    sound.pending += waits;
    sound.playing += pieces.length - waits;
    // What plays already waits for nothing: a long piece scheduled once is no queue. Silence between
    // notes that a sequencer has put ahead is no wait, and chords are as long as one of their notes.
    if (waits) sound.aheadMs = max(sound.aheadMs, min(end - time, length) * 1000);
    if (runs || !pieces.length) one.heldSince = 0;
    else {
      one.heldSince ||= now();
      sound.held += waits;
      sound.heldSince = min(sound.heldSince, one.heldSince);
    }
    return true;
  });
  return busy;
};

/** AudioContext by state, what waits to be heard on it, and its underruns. */
export const watchAudioContexts = (): void => {
  watchConstructor(
    'AudioContext',
    (context: AudioContext) => {
      const one = know(context, {
        ...beginEntry('audioContext', stateOf(context) as string),
        ref: new WeakRefCtor(context),
        pieces: bareList<Piece>(),
        heldSince: 0,
        underruns: 0,
        underrunMs: 0,
      });
      add(contexts, one);
      untilCollected(context, one);
      on(context, 'statechange', () => {
        takeStarts();
        settle(one, timeOf(context) ?? 0);
        move(one, stateOf(context) as string);
        touchSound();
      });
    },
    'webkitAudioContext',
  );
  watchBufferSources();
};
