import type { AudioFact, Batch, TypeRun } from '../../src/protocol/facts';
import { aBatch, aKind, anEndpoint, aSite, aTry, someAudio, T0 } from './facts';
import type { Tape } from './jump';
import { type Attempt, batches } from './page';

/* What pages say, for `watchTape`. */

/** A page that makes these tries to connect. */
export const connecting = (attempts: readonly Attempt[]): Tape => {
  const tell = batches(attempts);
  return (at) => ({ batch: tell(at) });
};

const TURN_MS = 9000;
const WORDS: readonly [after: number, out: boolean, type: string, bytes: number][] = [
  [0, true, 'text-input', 90],
  [60, false, 'control', 60],
  [100, false, 'full-text', 80],
  [900, false, 'audio', 60_000],
  [1500, false, 'audio', 60_000],
  [2100, false, 'audio', 60_000],
  [2200, false, 'backend-synth-complete', 40],
  [6500, true, 'frontend-playback-complete', 50],
  [6550, false, 'force-new-message', 40],
  [6600, false, 'control', 60],
];

/** What is said in the part of a turn that ends `at`. */
const runsUntil = (at: number): TypeRun[] =>
  WORDS.flatMap(([after, out, type, bytes]) => {
    const turn = Math.floor((at - 1 - after) / TURN_MS);
    const when = turn * TURN_MS + after;
    if (turn < 0 || when <= at - 250) return [];
    return [{ endpoint: 0, out, type, count: 1, bytes, firstAt: T0 + when, lastAt: T0 + when }];
  }).sort((a, b) => a.firstAt - b.firstAt);

/**
 * A healthy talk: a turn each nine seconds, whose clips are asked for and begin 200 ms later; a heap that fills and is
 * collected; an audio context each turn that is closed again; blocks that are no stalls. Everything in it
 * is short, and none of it may become long because the clock does.
 */
export const talking = (): Tape => {
  let seq = 0;
  const sound = (at: number): AudioFact => {
    const inTurn = at % TURN_MS;
    const isAsked = inTurn >= 1000 && inTurn < 1500;
    const playing = inTurn >= 1250 && inTurn < 6500 ? 1 : 0;
    const waiting = inTurn >= 1500 && inTurn < 4000 ? 2 : 0;
    return someAudio({
      scheduled: { held: isAsked ? 1 : 0, heldSince: isAsked ? T0 + at - inTurn + 1000 : null },
      elements: {
        asked: isAsked ? 1 : 0,
        askedSince: isAsked ? T0 + at - inTurn + 1000 : null,
        playing,
        pending: waiting,
        pendingMs: waiting * 1500,
        played: 3 * Math.floor(at / TURN_MS),
      },
      meanClipMs: 1500,
    });
  };
  const batch = (at: number): Batch => {
    const turns = Math.floor(at / TURN_MS);
    const inTurn = at % TURN_MS;
    // Three contexts, one after the other, and all of them are closed at the turn's end.
    const contexts = [500, 1800, 3100].filter((after) => inTurn >= after && inTurn < 7000).length;
    const made = 3 * turns + [500, 1800, 3100].filter((after) => inTurn >= after).length;
    return aBatch({
      seq: ++seq,
      at: T0 + at,
      kinds: [
        aKind('webSocket', { open: 1 }),
        aKind('audioContext', { running: contexts, closed: made - contexts }),
      ],
      endpoints: [anEndpoint({ messagesIn: made, messagesOut: turns })],
      tries: seq === 1 ? [aTry({ at: T0 + 40, openedAt: T0 + 60 })] : [],
      sites: [aSite({ kind: 'audioContext', endpoint: null, count: made })],
      types: runsUntil(at),
      audio: sound(at),
      usedBytes: 30_000_000 + ((at * 4000) % 40_000_000),
    });
  };
  const blocks = (at: number) =>
    Array.from({ length: Math.min(30, Math.floor(at / 2000)) }, (_, i) => {
      const n = Math.floor(at / 2000) - i;
      return { n, at: T0 + n * 2000 - 600, durationMs: 550, script: 'draw (app.js)' };
    }).reverse();
  return (at) => ({
    batch: batch(at),
    main: {
      byFrames: true,
      hidden: false,
      loadedAt: T0 + 300,
      blockedMs: 550 * Math.floor(at / 2000),
      longestMs: 550,
      blocks: blocks(at),
    },
  });
};

/** A page that connects once; its socket is slow to open and closes at the end. */
export const connectingOnce = (openedAt: number, endedAt: number): Tape => {
  let seq = 0;
  return (at) => {
    const [open, over] = [at >= openedAt, at >= endedAt];
    return {
      batch: aBatch({
        seq: ++seq,
        at: T0 + at,
        endpoints: [anEndpoint({ opened: open ? 1 : 0, live: over ? 0 : 1 })],
        kinds: [aKind('webSocket', { [over ? 'closed' : open ? 'open' : 'connecting']: 1 })],
        tries: [
          aTry({
            at: T0 + 100,
            openedAt: open ? T0 + openedAt : null,
            endedAt: over ? T0 + endedAt : null,
            code: over ? 1000 : null,
            own: over,
          }),
        ],
      }),
    };
  };
};
