import type { AudioFact } from '../protocol/facts';
import type { Entry, Ledger } from './ledger';
import { add, collected, drop, listen, now, on, reader, weakMap } from './natives';
import { afterwards, wrapConstructor, wrapMethod, wrapSetter } from './wrap';

interface KnownElement {
  entry: Entry;
  /** In the order of their making. */
  n: number;
  /** Length of what it will play, `null` before the browser knows. */
  lengthMs: number | null;
  /** No piece of a queue: a loop, a muted one, a player of the document that somebody may start. */
  aside: boolean;
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
  /** Those that wait or play. */
  const going: KnownElement[] = [];
  let count = 0;
  let played = 0;
  let clipSum = 0;
  let clips = 0;

  const of = 'HTMLMediaElement';
  const durationOf = reader<number>(of, 'duration');
  const sourceOf = reader<string>(of, 'currentSrc');
  const addressOf = reader<string>(of, 'src');
  const streamOf = reader<object | null>(of, 'srcObject');
  const loopOf = reader<boolean>(of, 'loop');
  const mutedOf = reader<boolean>(of, 'muted');
  const pausedOf = reader<boolean>(of, 'paused');
  const connectedOf = reader<boolean>('Node', 'isConnected');
  const targetOf = reader<EventTarget>('Event', 'target');

  const go = (one: KnownElement, state: string): void => {
    one.askedAt = 0;
    ledger.move(one.entry, state);
    drop(going, one);
    if (state === 'waiting' || state === 'playing') add(going, one);
    ledger.audioChanged();
  };
  const learn = (one: KnownElement, element: object): void => {
    const seconds = durationOf(element);
    const loops = loopOf(element);
    // A live stream has no end, a loop neither: nothing that one could wait for.
    one.lengthMs =
      seconds !== undefined && seconds >= 0 && seconds < 86_400 && !loops ? seconds * 1000 : null;
    one.aside = !!(loops || mutedOf(element) || (!made.get(element) && connectedOf(element)));
    ledger.audioChanged();
  };
  const lost = collected<KnownElement>((one) =>
    go(one, one.entry.state === 'ended' || one.entry.state === 'failed' ? one.entry.state : ''),
  );

  const follow = (element: object): KnownElement => {
    const before = known.get(element);
    if (before) return before;
    const entry = ledger.add('mediaElement', 'waiting');
    const one: KnownElement = { entry, n: ++count, lengthMs: null, aside: false, askedAt: 0 };
    known.set(element, one);
    lost(element, one);
    add(going, one);
    learn(one, element);
    const hear = (type: string, then: () => void): void =>
      on(element, type, () => {
        learn(one, element);
        then();
      });
    hear('durationchange', () => {});
    hear('playing', () => {
      go(one, 'playing');
      // A queue plays in order: what was passed over is a stock that somebody chooses from.
      for (let i = going.length - 1; i >= 0; i--) {
        const other = going[i] as KnownElement;
        if (other.n < one.n && other.entry.state === 'waiting' && !other.askedAt)
          go(other, 'paused');
      }
    });
    hear('pause', () => {
      one.askedAt = 0;
      if (entry.state === 'playing') go(one, 'paused');
    });
    hear('ended', () => {
      if (one.lengthMs !== null) {
        clipSum += one.lengthMs;
        clips++;
      }
      played++;
      go(one, 'ended');
    });
    hear('error', () => go(one, 'failed'));
    // The element was given another source and waits for its turn again, or its source was taken away.
    hear('emptied', () => go(one, addressOf(element) || streamOf(element) ? 'waiting' : 'empty'));
    return one;
  };
  /** An element without any source ignores the call: nothing waits. */
  const followIfSourced = (self: object): KnownElement | undefined =>
    addressOf(self) || sourceOf(self) || streamOf(self) ? follow(self) : known.get(self);

  wrapConstructor<HTMLAudioElement>('Audio', (element, args) => {
    made.set(element, true);
    if (args.length && args[0] !== undefined) follow(element);
  });
  wrapMethod(
    of,
    'play',
    afterwards((self) => {
      const one = followIfSourced(self);
      // What the browser refuses at once (autoplay) is paused still; what plays already has begun.
      if (one && !one.askedAt && one.entry.state !== 'playing' && !pausedOf(self)) {
        go(one, 'waiting');
        one.askedAt = now();
      }
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
    let pending = 0;
    let playing = 0;
    let pendingMs = 0;
    let unknown = 0;
    let asked = 0;
    let askedSince: number | null = null;
    for (let i = 0; i < going.length; i++) {
      const { entry, lengthMs, aside, askedAt } = going[i] as KnownElement;
      if (askedAt) {
        asked++;
        if (askedSince === null || askedAt < askedSince) askedSince = askedAt;
      }
      if (aside) continue;
      if (entry.state === 'playing') playing++;
      else {
        pending++;
        if (lengthMs === null) unknown++;
        else pendingMs += lengthMs;
      }
    }
    return {
      elements: { pending, playing, played, pendingMs, unknown, asked, askedSince },
      meanClipMs: clips ? clipSum / clips : null,
    };
  };
};
