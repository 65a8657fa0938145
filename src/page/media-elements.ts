import { beginEntry, type Entry, entryOf, know, move, touchSound, untilCollected } from './ledger';
import {
  add,
  bareList,
  max,
  min,
  now,
  on,
  protoOf,
  reader,
  recall,
  remember,
  safely,
  sift,
  uncurry,
} from './natives';
import { sound } from './sound';
import { watchConstructor, watchMethod } from './wrap';

interface KnownElement extends Entry {
  /** In the order of their making. */
  n: number;
  /**
   * Length of what it will play, -1 before the browser knows. Of a sound without an end it is the negative of
   * the time at which all that is there will have been played.
   */
  lengthMs: number;
  /** No piece of a queue: a loop, a muted one, a player of the document that somebody may start. */
  aside: unknown;
  /** When `play()` was called that has neither begun nor failed, 0 for none. */
  askedAt: number;
  /** It is in `going`. */
  listed: boolean;
}

const ELEMENT = 'HTMLMediaElement';
const durationOf = reader<number>(ELEMENT, 'duration');
const sourceOf = reader<string>(ELEMENT, 'currentSrc');
const addressOf = reader<string>(ELEMENT, 'src');
const streamOf = reader<object | null>(ELEMENT, 'srcObject');
const loopOf = reader<boolean>(ELEMENT, 'loop');
const mutedOf = reader<boolean>(ELEMENT, 'muted');
const pausedOf = reader<boolean>(ELEMENT, 'paused');
const placeOf = reader<number>(ELEMENT, 'currentTime') as (element: object) => number;
const rangesOf = reader<TimeRanges>(ELEMENT, 'buffered');
/** Of a range that there is not: none. */
const endOf = safely(uncurry((protoOf('TimeRanges') as TimeRanges).end)) as (
  ranges: unknown,
  i: number,
) => number;
const connectedOf = reader<boolean>('Node', 'isConnected');
const targetOf = reader<EventTarget>('Event', 'target');

/** Made by `new Audio()`. */
const made = new WeakMap<object, true>();
/** Those that wait or play, and some that did until lately. */
const going: KnownElement[] = bareList();

const goes = ({ state }: Entry): boolean => state === 'waiting' || state === 'playing';
const go = (one: KnownElement, state: string): void => {
  one.askedAt = 0;
  move(one, state);
  if (goes(one) && !one.listed) {
    one.listed = true;
    add(going, one);
  }
  touchSound();
};

const learn = (one: KnownElement, element: object): void => {
  const seconds = durationOf(element) as number;
  const loops = loopOf(element);
  // A loop has no end that one could wait for.
  one.lengthMs = loops
    ? -1
    : seconds < 86_400
      ? seconds * 1000
      : (placeOf(element) - endOf(rangesOf(element), 0)) * 1000 - now() || -1;
  one.aside = loops || mutedOf(element) || (!recall(made, element) && connectedOf(element));
  touchSound();
};

const follow = (element: object): KnownElement => {
  const before = entryOf<KnownElement>(element);
  if (before) return before;
  const entry = beginEntry('mediaElement', 'waiting');
  const one: KnownElement = know(element, {
    ...entry,
    n: entry.row.created,
    lengthMs: -1,
    aside: false,
    askedAt: 0,
    listed: false,
  });
  untilCollected(element, one);
  go(one, 'waiting');
  learn(one, element);
  const hear = (type: string, then?: () => void): void =>
    on(element, type, () => {
      learn(one, element);
      then?.();
    });
  hear('durationchange');
  hear('progress');
  hear('playing', () => {
    go(one, 'playing');
    // A queue plays in order: what was passed over is a stock that somebody chooses from.
    sift(going, (other) => {
      if (other.n < one.n && other.state === 'waiting' && !other.askedAt) go(other, 'paused');
      return true;
    });
  });
  hear('pause', () => {
    one.askedAt = 0;
    if (one.state === 'playing') go(one, 'paused');
  });
  hear('ended', () => {
    if (one.lengthMs >= 0) {
      sound.clipMs += one.lengthMs;
      sound.clips++;
    }
    sound.playedElements++;
    go(one, 'ended');
  });
  hear('error', () => go(one, 'failed'));
  // The element was given another source and waits for its turn again, or its source was taken away.
  hear('emptied', () => go(one, addressOf(element) || streamOf(element) ? 'waiting' : 'empty'));
  return one;
};
/** An element without any source ignores the call: nothing waits. */
const followIfSourced = (element: object): KnownElement | undefined =>
  addressOf(element) || sourceOf(element) || streamOf(element) ? follow(element) : entryOf(element);

/** Brings up to date what waits and plays. */
export const measureElements = (): void => {
  sound.waitingElements =
    sound.playingElements =
    sound.waitingMs =
    sound.bufferedMs =
    sound.unknown =
    sound.asked =
      0;
  sound.askedSince = Number.POSITIVE_INFINITY;
  sift(going, (one) => {
    const { askedAt, lengthMs } = one;
    one.listed = goes(one);
    if (!one.listed) return false;
    if (askedAt) {
      sound.asked++;
      sound.askedSince = min(sound.askedSince, askedAt);
    }
    const plays = one.state === 'playing';
    if (plays) sound.bufferedMs += max(0, -lengthMs - now());
    if (one.aside) return true;
    if (plays) sound.playingElements++;
    else {
      sound.waitingElements++;
      if (lengthMs < 0) sound.unknown++;
      else sound.waitingMs += lengthMs;
    }
    return true;
  });
};

/**
 * Media elements that were given a source and asked to play or load, detached ones (`new Audio()`)
 * included: waiting, playing, paused, ended, failed; and what `play()` was asked for and never began.
 */
export const watchMediaElements = (): void => {
  watchConstructor('Audio', (element: object, args: unknown[]) => {
    remember(made, element, true);
    if (args.length && args[0] !== undefined) follow(element);
  });
  watchMethod(ELEMENT, 'play', (_result, element: object) => {
    const one = followIfSourced(element);
    // What the browser refuses at once (autoplay) is paused still; what plays already has begun.
    if (one && !one.askedAt && one.state !== 'playing' && !pausedOf(element)) {
      go(one, 'waiting');
      one.askedAt = now();
    }
  });
  watchMethod(ELEMENT, 'load', (_result, element: object) => followIfSourced(element));
  // An element of the document with a source is a player that somebody may start some day; a detached
  // one is made to be played.
  watchMethod(ELEMENT, 'src', (_result, element: object) => {
    if (recall(made, element)) follow(element);
  });
  // Elements in the document that play without a call (`autoplay`, the browser's own controls).
  on(
    globalThis,
    'play',
    (e) => {
      const target = targetOf(e);
      if (target) learn(follow(target), target);
    },
    true,
  );
};
