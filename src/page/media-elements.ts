import type { AudioFact } from '../protocol/facts';
import type { Entry, Ledger } from './ledger';
import { add, collected, drop, listen, now, on, reader, weakMap } from './natives';
import { afterwards, wrapConstructor, wrapMethod, wrapSetter } from './wrap';

interface KnownElement {
  entry: Entry;
  /** Length of what it will play, `null` before the browser knows. */
  lengthMs: number | null;
  /** Plays for ever: music in the background, not a piece that others wait behind. */
  loops: boolean;
  /** When `play()` was called that has neither begun nor failed, 0 for none. */
  askedAt: number;
}

/**
 * Media elements that were given a source and asked to play or load, detached ones (`new Audio()`)
 * included: waiting, playing, paused, ended, failed; and what `play()` was asked for and never began.
 */
export const watchMediaElements = (
  ledger: Ledger,
): (() => Pick<AudioFact, 'elements' | 'meanClipMs'>) => {
  const known = weakMap<KnownElement>();
  /** Made by `new Audio()`. */
  const made = weakMap<true>();
  const asked: KnownElement[] = [];
  let pending = 0;
  let playing = 0;
  let played = 0;
  let pendingMs = 0;
  let unknown = 0;
  let clipSum = 0;
  let clips = 0;

  const of = 'HTMLMediaElement';
  const durationOf = reader<number>(of, 'duration');
  const sourceOf = reader<string>(of, 'currentSrc');
  const addressOf = reader<string>(of, 'src');
  const streamOf = reader<object | null>(of, 'srcObject');
  const loopOf = reader<boolean>(of, 'loop');
  const pausedOf = reader<boolean>(of, 'paused');
  const targetOf = reader<EventTarget>('Event', 'target');

  /** Takes the element's part out of the sums (-1) or puts it back (1). */
  const count = (one: KnownElement, sign: 1 | -1): void => {
    const { state } = one.entry;
    if (state === 'playing' && !one.loops) playing += sign;
    if (state !== 'waiting') return;
    pending += sign;
    if (one.lengthMs === null) unknown += sign;
    else pendingMs += sign * one.lengthMs;
  };
  const change = (one: KnownElement, then: () => void): void => {
    count(one, -1);
    then();
    count(one, 1);
    ledger.audioChanged();
  };
  const settle = (one: KnownElement): void => {
    one.askedAt = 0;
    drop(asked, one);
  };
  const go = (one: KnownElement, state: string): void => {
    settle(one);
    change(one, () => ledger.move(one.entry, state));
  };
  const learn = (one: KnownElement, element: object): void => {
    const seconds = durationOf(element);
    // A live stream has no end, a loop neither: nothing that one could wait for.
    const lengthMs =
      seconds !== undefined && seconds >= 0 && seconds < 86_400 && !loopOf(element)
        ? seconds * 1000
        : null;
    if (lengthMs !== one.lengthMs)
      change(one, () => {
        one.lengthMs = lengthMs;
      });
  };

  const lost = collected<KnownElement>((one) => {
    settle(one);
    count(one, -1);
    if (one.entry.state !== 'ended' && one.entry.state !== 'failed') ledger.move(one.entry, '');
    ledger.audioChanged();
  });

  const follow = (element: object): KnownElement => {
    const before = known.get(element);
    if (before) return before;
    const entry = ledger.add('mediaElement', 'waiting');
    const one: KnownElement = { entry, lengthMs: null, loops: false, askedAt: 0 };
    count(one, 1);
    known.set(element, one);
    lost(element, one);
    ledger.audioChanged();
    on(element, 'durationchange', () => learn(one, element));
    on(element, 'playing', () => {
      if (entry.state !== 'playing') one.loops = loopOf(element) === true;
      go(one, 'playing');
    });
    on(element, 'pause', () => {
      settle(one);
      if (entry.state === 'playing') go(one, 'paused');
    });
    on(element, 'ended', () => {
      if (one.lengthMs !== null) {
        clipSum += one.lengthMs;
        clips++;
      }
      played++;
      go(one, 'ended');
    });
    on(element, 'error', () => go(one, 'failed'));
    // The element was given another source and waits for its turn again, or its source was taken away.
    on(element, 'emptied', () => {
      learn(one, element);
      go(one, addressOf(element) || streamOf(element) ? 'waiting' : 'empty');
    });
    return one;
  };
  /** An element without any source ignores the call: nothing waits. */
  const followIfSourced = (self: object): KnownElement | undefined =>
    addressOf(self) || sourceOf(self) || streamOf(self) ? follow(self) : known.get(self);

  wrapConstructor<HTMLAudioElement>('Audio', (element, args) => {
    made.set(element, true);
    if (args[0] !== undefined) follow(element);
  });
  wrapMethod(
    of,
    'play',
    afterwards((self) => {
      const one = followIfSourced(self);
      // What the browser refuses at once (autoplay) is paused still; what plays already has begun.
      if (!one || one.askedAt || one.entry.state === 'playing' || pausedOf(self)) return;
      one.askedAt = now();
      add(asked, one);
      ledger.audioChanged();
    }),
  );
  wrapMethod(of, 'load', afterwards(followIfSourced));
  // An element of the document with a source is a player that somebody may start some day; a detached
  // one is made to be played.
  wrapSetter(
    of,
    'src',
    afterwards((self) => {
      if (made.get(self)) follow(self);
    }),
  );
  // Elements in the document that play without a call (`autoplay`, the browser's own controls).
  listen(
    globalThis,
    'play',
    (e) => {
      const target = targetOf(e);
      if (e.isTrusted && target && pausedOf(target) !== undefined) learn(follow(target), target);
    },
    true,
  );

  return () => {
    let askedSince: number | null = null;
    for (let i = 0; i < asked.length; i++) {
      const { askedAt } = asked[i] as KnownElement;
      if (askedSince === null || askedAt < askedSince) askedSince = askedAt;
    }
    return {
      elements: { pending, playing, played, pendingMs, unknown, asked: asked.length, askedSince },
      meanClipMs: clips ? clipSum / clips : null,
    };
  };
};
