import { type Entry, entryOf, touchSound } from './ledger';
import { add, bareList, max, min, now, reader, recall, remember, sift } from './natives';
import { sound } from './sound';
import { watchMethod } from './wrap';

/** One scheduled sound, in the context's own seconds. */
export interface Piece {
  from: number;
  to: number;
  owner: Player;
}

/** A context, as what plays the pieces. */
export interface Player extends Entry {
  /** Those that wait or play. */
  pieces: Piece[];
}

/** A `start` that has not been looked at yet. */
interface Start {
  node: object;
  args: unknown[];
  at: number;
}

/** Pieces kept per context: an hour of 100 ms chunks is 36,000; past this what comes counts as played. */
const PIECES = 4096;
/** Starts that are gathered before they are looked at. */
const STARTS = 64;

const SOURCE = 'AudioBufferSourceNode';
export const timeOf = reader<number>('BaseAudioContext', 'currentTime');
const contextOf = reader<object>('AudioNode', 'context');
const bufferOf = reader<object | null>(SOURCE, 'buffer');
const loopOf = reader<boolean>(SOURCE, 'loop');
const rateOf = reader<object>(SOURCE, 'playbackRate');
const levelOf = reader<number>('AudioParam', 'value');
const lengthOf = reader<number>('AudioBuffer', 'duration');
const pieces = new WeakMap<object, Piece>();
const starts: Start[] = bareList();

/** Takes out of a context's pieces what has been played. */
export const settle = (context: Player, time: number): void =>
  sift(context.pieces, ({ to }) => to > time || !++sound.played);

/** An argument that is a number; a list that is shorter is not asked for more, for the page would see it. */
const num = (args: unknown[], i: number, otherwise: number): number => {
  const value = i < args.length ? args[i] : undefined;
  return typeof value === 'number' && value >= 0 ? value : otherwise;
};

const schedule = ({ node, args, at }: Start): void => {
  const context = contextOf(node);
  const one = entryOf<Player>(context);
  const buffer = bufferOf(node);
  if (!one || !buffer) return;
  // What the context's clock said at the call: it has gone on since, if it runs.
  const passed = one.state === 'running' ? (now() - at) / 1000 : 0;
  const time = (timeOf(context) ?? 0) - passed;
  const from = max(time, num(args, 0, 0));
  const whole = loopOf(node) ? Number.POSITIVE_INFINITY : (lengthOf(buffer) ?? 0) - num(args, 1, 0);
  const rate = levelOf(rateOf(node)) ?? 1;
  const length = min(num(args, 2, whole), whole) / (rate > 0 ? rate : 1);
  if (!(length > 0)) return;
  if (one.pieces.length >= PIECES) settle(one, time);
  if (one.pieces.length >= PIECES) return;
  const piece = { from, to: from + length, owner: one };
  remember(pieces, node, piece);
  // A loop has no end: it is music in the background, not something that waits to be heard. One that
  // is stopped at a time to come has.
  if (length < Number.POSITIVE_INFINITY) add(one.pieces, piece);
};
/**
 * A page may start hundreds of sources in a row: the call itself is only noted, and looked at
 * a little later, together with others.
 */
export const takeStarts = (): void => sift(starts, schedule);

/** What AudioBufferSourceNodes have scheduled ahead, with their playback rate. */
export const watchBufferSources = (): void => {
  watchMethod(SOURCE, 'start', (_result, node: object, args: unknown[]) => {
    const at = now();
    add(starts, { node, args, at });
    if (starts.length >= STARTS) takeStarts();
    touchSound(at);
  });
  watchMethod('AudioScheduledSourceNode', 'stop', (_result, node: object, args: unknown[]) => {
    takeStarts();
    const piece = recall(pieces, node);
    if (!piece) return;
    const time = timeOf(contextOf(node)) ?? 0;
    if (piece.to === Number.POSITIVE_INFINITY) add(piece.owner.pieces, piece);
    piece.to = min(piece.to, max(time, num(args, 0, 0)));
    touchSound();
  });
};
