import type { AudioFact } from '../protocol/facts';
import { type Piece, type Player, watchBufferSources } from './buffer-sources';
import type { Ledger } from './ledger';
import {
  add,
  collected,
  derefOf,
  drop,
  now,
  on,
  protoOf,
  reader,
  WeakRefCtor,
  weakMap,
} from './natives';
import { wrapConstructor } from './wrap';

interface KnownContext extends Player {
  ref: WeakRef<AudioContext>;
  /** What waits on this context waits for it to run: since when, 0 where it runs or nothing waits. */
  heldSince: number;
  underruns: number;
  underrunMs: number;
}

export interface ContextWatch {
  /** Calls `gone` when the context is closed. */
  whenClosed(context: object, gone: () => void): void;
  /** Whether the page made this context itself for sound (an `OfflineAudioContext` is none). */
  isWatched(context: object): boolean;
  /**
   * What is scheduled now, and what the audio thread missed so far; `busy` where time alone changes that.
   * Says so to the ledger where it has changed.
   */
  measure(): Pick<AudioFact, 'scheduled' | 'underruns'> & { busy: boolean };
}

const { max, min } = Math;

/** AudioContext by state, what waits to be heard on it, and its underruns. */
export const watchAudioContexts = (ledger: Ledger): ContextWatch => {
  const contexts: KnownContext[] = [];
  const known = weakMap<KnownContext>();
  const onClose = weakMap<(() => void)[]>();
  let played = 0;
  /** Of contexts that are gone. */
  let pastUnderruns = 0;
  let pastUnderrunMs = 0;

  const stateOf = reader<AudioContextState>('BaseAudioContext', 'state');
  const timeOf = reader<number>('BaseAudioContext', 'currentTime');
  const statsOf = reader<object>('AudioContext', 'playbackStats');
  const eventsOf = reader<number>('AudioPlaybackStats', 'underrunEvents');
  const durationOf = reader<number>('AudioPlaybackStats', 'underrunDuration');
  const hasStats = protoOf('AudioPlaybackStats') !== undefined;

  const settle = (context: KnownContext, time: number): void => {
    const { pieces } = context;
    let kept = 0;
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i] as Piece;
      if (piece.to > time) pieces[kept++] = piece;
      else played++;
    }
    pieces.length = kept;
  };
  const forget = (context: KnownContext): void => {
    pastUnderruns += context.underruns;
    pastUnderrunMs += context.underrunMs;
    drop(contexts, context);
    if (context.pieces.length) ledger.audioChanged();
  };

  const lost = collected<KnownContext>((context) => {
    if (context.entry.state === 'closed') return;
    ledger.move(context.entry, '');
    forget(context);
  });

  wrapConstructor<AudioContext>(
    'AudioContext',
    (context) => {
      const one: KnownContext = {
        entry: ledger.add('audioContext', stateOf(context) ?? 'suspended'),
        ref: new WeakRefCtor(context),
        pieces: [],
        heldSince: 0,
        underruns: 0,
        underrunMs: 0,
      };
      add(contexts, one);
      known.set(context, one);
      lost(context, one);
      on(context, 'statechange', () => {
        const state = stateOf(context) ?? 'closed';
        drain();
        settle(one, timeOf(context) ?? 0);
        ledger.move(one.entry, state);
        ledger.audioChanged();
        if (state !== 'closed') return;
        forget(one);
        const waiting = onClose.get(context);
        for (let i = 0; waiting && i < waiting.length; i++) (waiting[i] as () => void)();
      });
    },
    'webkitAudioContext',
  );

  const drain = watchBufferSources(ledger, (context) => known.get(context), settle);

  return {
    whenClosed(context, gone) {
      const waiting = onClose.get(context);
      if (waiting) add(waiting, gone);
      else onClose.set(context, [gone]);
    },
    isWatched: (context) => known.get(context) !== undefined,
    measure() {
      drain();
      let busy = false;
      let pending = 0;
      let playing = 0;
      let aheadMs = 0;
      let held = 0;
      let heldSince: number | null = null;
      let events = pastUnderruns;
      let ms = pastUnderrunMs;
      for (let i = 0; i < contexts.length; i++) {
        const one = contexts[i] as KnownContext;
        const { pieces } = one;
        const context = derefOf(one.ref);
        const runs = one.entry.state === 'running';
        const stats = runs && context && statsOf(context);
        const time = timeOf(context) ?? 0;
        if (stats) {
          const before = one.underruns;
          one.underruns = eventsOf(stats) ?? 0;
          one.underrunMs = (durationOf(stats) ?? 0) * 1000;
          if (one.underruns !== before) ledger.audioChanged();
          busy = true;
        }
        events += one.underruns;
        ms += one.underrunMs;
        if (!pieces.length) {
          one.heldSince = 0;
          continue;
        }
        busy = true;
        ledger.audioChanged();
        settle(one, time);
        let waits = 0;
        let end = time;
        let sound = 0;
        for (let k = 0; k < pieces.length; k++) {
          const { from, to } = pieces[k] as Piece;
          if (from > time || !runs) waits++;
          if (to > end) end = to;
          sound += to - max(from, time);
        }
        pending += waits;
        playing += pieces.length - waits;
        // What plays already waits for nothing: a long piece scheduled once is no queue. Silence between
        // notes that a sequencer has put ahead is no wait, and chords are as long as one of their notes.
        if (waits) aheadMs = max(aheadMs, min(end - time, sound) * 1000);
        one.heldSince = runs ? 0 : one.heldSince || now();
        if (runs) continue;
        held += waits;
        if (heldSince === null || one.heldSince < heldSince) heldSince = one.heldSince;
      }
      return {
        busy,
        scheduled: { pending, playing, played, aheadMs, held, heldSince },
        underruns: hasStats ? { events, ms } : null,
      };
    },
  };
};
