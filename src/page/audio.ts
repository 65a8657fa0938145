import type { AudioFact } from '../protocol/facts';
import type { Entry, Ledger } from './ledger';
import { add, collected, derefOf, method, min, on, reader, WeakRefCtor, weakMap } from './natives';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

/** One scheduled sound, in the context's own seconds. */
interface Piece {
  from: number;
  to: number;
}

interface KnownContext {
  entry: Entry;
  ref: WeakRef<AudioContext>;
  pieces: Piece[];
}

export interface ContextWatch {
  /** Calls `gone` when the context is closed; at once where it is closed or not watched. */
  whenClosed(context: object, gone: () => void): void;
  /** Whether the page made this context itself for sound (an `OfflineAudioContext` is none). */
  isWatched(context: object): boolean;
  scheduled(): AudioFact['scheduled'];
  /** Something is scheduled whose time has not passed. */
  busy(): boolean;
}

/** Pieces kept per context: an hour of 100 ms chunks is 36,000; past this the oldest are counted as played. */
const PIECES = 4096;

/** AudioContext by state, and what its buffer sources have scheduled ahead. */
export const watchAudioContexts = (ledger: Ledger): ContextWatch => {
  const contexts: KnownContext[] = [];
  const known = weakMap<object, KnownContext>();
  const onClose = weakMap<object, (() => void)[]>();
  let played = 0;

  const proto = globalThis.BaseAudioContext?.prototype;
  const stateOf = reader<string>(proto, 'state');
  const timeOf = reader<number>(proto, 'currentTime');

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
    context.pieces.length = 0;
    for (let i = 0; i < contexts.length; i++) {
      if (contexts[i] !== context) continue;
      contexts[i] = contexts[contexts.length - 1] as KnownContext;
      contexts.length--;
      return;
    }
  };

  const lost = collected<KnownContext>((context) => {
    if (context.entry.state === 'closed') return;
    ledger.move(context.entry, null);
    forget(context);
  });

  wrapConstructor<AudioContext>(
    globalThis,
    'AudioContext',
    (context) => {
      const one: KnownContext = {
        entry: ledger.add('audioContext', stateOf(context) ?? 'suspended'),
        ref: new WeakRefCtor(context),
        pieces: [],
      };
      add(contexts, one);
      known.set(context, one);
      lost(context, one);
      ledger.site('audioContext', null);
      on(context, 'statechange', (e) => {
        if (!e.isTrusted) return;
        const state = stateOf(context) ?? 'closed';
        const time = timeOf(context);
        if (time !== undefined) settle(one, time);
        ledger.move(one.entry, state);
        if (state !== 'closed') {
          if (one.pieces.length) ledger.audioChanged();
          return;
        }
        if (one.pieces.length) ledger.audioChanged();
        forget(one);
        const waiting = onClose.get(context);
        for (let i = 0; waiting && i < waiting.length; i++) (waiting[i] as () => void)();
      });
    },
    ['webkitAudioContext'],
  );

  const contextOf = reader<object>(globalThis.AudioNode?.prototype, 'context');
  const bufferOf = reader<object | null>(globalThis.AudioBufferSourceNode?.prototype, 'buffer');
  const loopOf = reader<boolean>(globalThis.AudioBufferSourceNode?.prototype, 'loop');
  const rateOf = reader<object>(globalThis.AudioBufferSourceNode?.prototype, 'playbackRate');
  const levelOf = reader<number>(globalThis.AudioParam?.prototype, 'value');
  const lengthOf = reader<number>(globalThis.AudioBuffer?.prototype, 'duration');
  const pieceOf = weakMap<object, Piece>();
  const num = (value: unknown, otherwise: number): number =>
    typeof value === 'number' && value >= 0 ? value : otherwise;

  wrapMethod(
    globalThis.AudioBufferSourceNode?.prototype,
    'start',
    afterwards((self, _result, args) => {
      const context = contextOf(self);
      const one = context && known.get(context);
      const buffer = bufferOf(self);
      // A loop has no end: it is music in the background, not something that waits to be heard.
      if (!one || !buffer || loopOf(self)) return;
      const time = timeOf(context) ?? 0;
      const from = num(args[0], 0) > time ? (args[0] as number) : time;
      const whole = (lengthOf(buffer) ?? 0) - num(args[1], 0);
      const part = num(args[2], whole);
      const rate = levelOf(rateOf(self)) ?? 1;
      const length = min(part, whole) / (rate > 0 ? rate : 1);
      if (!(length > 0)) return;
      if (one.pieces.length >= PIECES) settle(one, time);
      if (one.pieces.length >= PIECES) return;
      const piece = { from, to: from + length };
      add(one.pieces, piece);
      pieceOf.set(self as object, piece);
      ledger.audioChanged();
    }),
  );

  const stopped = afterwards((self, _result, args) => {
    const piece = pieceOf.get(self as object);
    const context = piece && contextOf(self);
    if (!piece || !context) return;
    const time = timeOf(context) ?? 0;
    const at = num(args[0], 0) > time ? (args[0] as number) : time;
    if (at < piece.to) piece.to = at;
    ledger.audioChanged();
  });
  // `stop` lives on the parent in today's browsers; each prototype that has its own is watched.
  if (method(globalThis.AudioBufferSourceNode?.prototype, 'stop')) {
    wrapMethod(globalThis.AudioBufferSourceNode.prototype, 'stop', stopped);
  } else wrapMethod(globalThis.AudioScheduledSourceNode?.prototype, 'stop', stopped);

  return {
    whenClosed(context, gone) {
      const waiting = onClose.get(context);
      if (waiting) add(waiting, gone);
      else onClose.set(context, [gone]);
    },
    isWatched: (context) => known.get(context) !== undefined,
    busy() {
      for (let i = 0; i < contexts.length; i++) {
        if ((contexts[i] as KnownContext).pieces.length) return true;
      }
      return false;
    },
    scheduled() {
      let pending = 0;
      let playing = 0;
      let ahead = 0;
      for (let i = 0; i < contexts.length; i++) {
        const one = contexts[i] as KnownContext;
        const context = derefOf(one.ref);
        if (!context || !one.pieces.length) continue;
        const time = timeOf(context) ?? 0;
        settle(one, time);
        let waits = 0;
        let end = time;
        for (let k = 0; k < one.pieces.length; k++) {
          const piece = one.pieces[k] as Piece;
          if (piece.from > time) waits++;
          if (piece.to > end) end = piece.to;
        }
        pending += waits;
        playing += one.pieces.length - waits;
        // What plays already waits for nothing: a long piece scheduled once is no queue.
        if (waits && end - time > ahead) ahead = end - time;
      }
      return { pending, playing, played, aheadMs: ahead * 1000 };
    },
  };
};
