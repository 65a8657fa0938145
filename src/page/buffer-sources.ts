import type { Entry, Ledger } from './ledger';
import { add, apply, method, now, protoOf, reader, weakMap } from './natives';
import { afterwards, wrapMethod } from './wrap';

/** One scheduled sound, in the context's own seconds. */
export interface Piece {
  from: number;
  to: number;
  owner: Player;
}

/** A context, as what plays the pieces. */
export interface Player {
  entry: Entry;
  /** Those that wait or play. */
  pieces: Piece[];
}

/** A `start` that has not been looked at yet. */
interface Start {
  node: object;
  args: unknown[];
  at: number;
}

const { min } = Math;

/** Pieces kept per context: an hour of 100 ms chunks is 36,000; past this what comes counts as played. */
const PIECES = 4096;
/** Starts that are gathered before they are looked at. */
const STARTS = 64;

/**
 * What AudioBufferSourceNodes have scheduled ahead, with their playback rate. `settle` takes out what has
 * been played. Gives back what brings the players' pieces up to date.
 */
export const watchBufferSources = <T extends Player>(
  ledger: Ledger,
  playerOf: (context: object) => T | undefined,
  settle: (player: T, time: number) => void,
): (() => void) => {
  const timeOf = reader<number>('BaseAudioContext', 'currentTime');
  const contextOf = reader<object>('AudioNode', 'context');
  const bufferOf = reader<object | null>('AudioBufferSourceNode', 'buffer');
  const loopOf = reader<boolean>('AudioBufferSourceNode', 'loop');
  const rateOf = reader<object>('AudioBufferSourceNode', 'playbackRate');
  const levelOf = reader<number>('AudioParam', 'value');
  const lengthOf = reader<number>('AudioBuffer', 'duration');
  const pieceOf = weakMap<Piece>();
  const starts: Start[] = [];
  /** An argument that is a number; a list that is shorter is not asked for more, for the page would see it. */
  const num = (args: unknown[], i: number, otherwise: number): number => {
    const value = i < args.length ? args[i] : undefined;
    return typeof value === 'number' && value >= 0 ? value : otherwise;
  };

  const schedule = ({ node, args, at }: Start): void => {
    const context = contextOf(node);
    const one = context && playerOf(context);
    const buffer = bufferOf(node);
    if (!one || !buffer) return;
    // What the context's clock said at the call: it has gone on since, if it runs.
    const passed = one.entry.state === 'running' ? (now() - at) / 1000 : 0;
    const time = (timeOf(context) ?? 0) - passed;
    const from = num(args, 0, 0) > time ? (args[0] as number) : time;
    const whole = loopOf(node)
      ? Number.POSITIVE_INFINITY
      : (lengthOf(buffer) ?? 0) - num(args, 1, 0);
    const part = num(args, 2, whole);
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
    const at = num(args, 0, 0) > time ? (args[0] as number) : time;
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

  return drain;
};
