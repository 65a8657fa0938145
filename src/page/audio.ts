import type { AudioFact } from '../protocol/facts';
import type { Entry, Ledger } from './ledger';
import {
  add,
  apply,
  collected,
  derefOf,
  drop,
  method,
  now,
  on,
  protoOf,
  reader,
  WeakRefCtor,
  weakMap,
} from './natives';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

/** One scheduled sound, in the context's own seconds. */
interface Piece {
  from: number;
  to: number;
  owner: KnownContext;
}

interface KnownContext {
  entry: Entry;
  ref: WeakRef<AudioContext>;
  pieces: Piece[];
  /** What waits on this context waits for it to run: since when, 0 where it runs or nothing waits. */
  heldSince: number;
  underruns: number;
  underrunMs: number;
}

/** A `start` that has not been looked at yet. */
interface Start {
  node: object;
  args: unknown[];
  at: number;
}

export interface ContextWatch {
  /** Calls `gone` when the context is closed. */
  whenClosed(context: object, gone: () => void): void;
  /** Whether the page made this context itself for sound (an `OfflineAudioContext` is none). */
  isWatched(context: object): boolean;
  /** What is scheduled now, and what the audio thread missed so far. */
  measure(): Pick<AudioFact, 'scheduled' | 'underruns'>;
  /**
   * Whether time alone changes what is measured: something is scheduled, or a context runs. Says so to
   * the ledger where it has changed by now.
   */
  busy(): boolean;
}

const { min } = Math;

/** Pieces kept per context: an hour of 100 ms chunks is 36,000; past this what comes counts as played. */
const PIECES = 4096;
/** Starts that are gathered before they are looked at. */
const STARTS = 64;

/** AudioContext by state, what its buffer sources have scheduled ahead, and its underruns. */
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

  /** Reads a context's statistics; whether they may change without a word. */
  const look = (one: KnownContext): boolean => {
    const context = hasStats && one.entry.state === 'running' ? derefOf(one.ref) : undefined;
    const stats = context && statsOf(context);
    if (!stats) return false;
    one.underruns = eventsOf(stats) ?? 0;
    one.underrunMs = (durationOf(stats) ?? 0) * 1000;
    return true;
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

  const contextOf = reader<object>('AudioNode', 'context');
  const bufferOf = reader<object | null>('AudioBufferSourceNode', 'buffer');
  const loopOf = reader<boolean>('AudioBufferSourceNode', 'loop');
  const rateOf = reader<object>('AudioBufferSourceNode', 'playbackRate');
  const levelOf = reader<number>('AudioParam', 'value');
  const lengthOf = reader<number>('AudioBuffer', 'duration');
  const pieceOf = weakMap<Piece>();
  const starts: Start[] = [];
  const num = (value: unknown, otherwise: number): number =>
    typeof value === 'number' && value >= 0 ? value : otherwise;

  const schedule = ({ node, args, at }: Start): void => {
    const context = contextOf(node);
    const one = context && known.get(context);
    const buffer = bufferOf(node);
    if (!one || !buffer) return;
    // What the context's clock said at the call: it has gone on since, if it runs.
    const passed = one.entry.state === 'running' ? (now() - at) / 1000 : 0;
    const time = (timeOf(context) ?? 0) - passed;
    const from = num(args[0], 0) > time ? (args[0] as number) : time;
    const whole = loopOf(node)
      ? Number.POSITIVE_INFINITY
      : (lengthOf(buffer) ?? 0) - num(args[1], 0);
    const part = num(args[2], whole);
    const rate = levelOf(rateOf(node)) ?? 1;
    const length = min(part, whole) / (rate > 0 ? rate : 1);
    if (!(length > 0)) return;
    if (one.pieces.length >= PIECES) settle(one, time);
    if (one.pieces.length >= PIECES) return;
    const piece = { from, to: from + length, owner: one };
    pieceOf.set(node, piece);
    // A loop has no end: it is music in the background, not something that waits to be heard. One that
    // is stopped at a time to come has.
    if (length < Number.POSITIVE_INFINITY) add(one.pieces, piece);
  };
  /*
   * A page may start hundreds of sources in a row: the call itself is only noted, and looked at
   * a little later, together with others.
   */
  const drain = (): void => {
    for (let i = 0; i < starts.length; i++) schedule(starts[i] as Start);
    starts.length = 0;
  };

  wrapMethod('AudioBufferSourceNode', 'start', (target, self, args) => {
    const result = apply(target, self, args);
    try {
      add(starts, { node: self as object, args, at: now() });
      if (starts.length >= STARTS) drain();
      ledger.audioChanged();
    } catch {
      // An error of ours never reaches the page.
    }
    return result;
  });
  const stopped = afterwards((self, _result, args) => {
    drain();
    const piece = pieceOf.get(self);
    if (!piece) return;
    const time = timeOf(contextOf(self)) ?? 0;
    const at = num(args[0], 0) > time ? (args[0] as number) : time;
    if (piece.to === Number.POSITIVE_INFINITY) add(piece.owner.pieces, piece);
    if (at < piece.to) piece.to = at;
    ledger.audioChanged();
  });
  // `stop` lives on the parent in today's browsers; each prototype that has its own is watched.
  wrapMethod(
    method(protoOf('AudioBufferSourceNode'), 'stop')
      ? 'AudioBufferSourceNode'
      : 'AudioScheduledSourceNode',
    'stop',
    stopped,
  );

  return {
    whenClosed(context, gone) {
      const waiting = onClose.get(context);
      if (waiting) add(waiting, gone);
      else onClose.set(context, [gone]);
    },
    isWatched: (context) => known.get(context) !== undefined,
    busy() {
      let any = starts.length > 0;
      for (let i = 0; i < contexts.length; i++) {
        const one = contexts[i] as KnownContext;
        const before = one.underruns;
        const runs = look(one);
        if (one.pieces.length || one.underruns !== before) ledger.audioChanged();
        any ||= runs || one.pieces.length > 0;
      }
      return any;
    },
    measure() {
      drain();
      let pending = 0;
      let playing = 0;
      let ahead = 0;
      let held = 0;
      let heldSince: number | null = null;
      let events = pastUnderruns;
      let ms = pastUnderrunMs;
      for (let i = 0; i < contexts.length; i++) {
        const one = contexts[i] as KnownContext;
        const context = derefOf(one.ref);
        if (!context) continue;
        look(one);
        events += one.underruns;
        ms += one.underrunMs;
        const time = timeOf(context) ?? 0;
        settle(one, time);
        let waits = 0;
        let plays = 0;
        let end = time;
        for (let k = 0; k < one.pieces.length; k++) {
          const { from, to } = one.pieces[k] as Piece;
          if (from > time || one.entry.state !== 'running') waits++;
          else plays++;
          if (to > end) end = to;
        }
        pending += waits;
        playing += plays;
        // What plays already waits for nothing: a long piece scheduled once is no queue.
        if (waits && end - time > ahead) ahead = end - time;
        if (one.entry.state === 'running' || !one.pieces.length) one.heldSince = 0;
        else {
          held += one.pieces.length;
          one.heldSince ||= now();
          if (heldSince === null || one.heldSince < heldSince) heldSince = one.heldSince;
        }
      }
      return {
        scheduled: { pending, playing, played, aheadMs: ahead * 1000, held, heldSince },
        underruns: hasStats ? { events, ms } : null,
      };
    },
  };
};
