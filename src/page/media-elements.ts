import type { AudioFact } from '../protocol/facts';
import type { Entry, Ledger } from './ledger';
import { collected, method, on, onCapture, reader, weakMap } from './natives';
import { afterwards, wrapConstructor, wrapMethod, wrapSetter } from './wrap';

interface KnownElement {
  entry: Entry;
  /** Length of what it will play, `null` before the browser knows. */
  lengthMs: number | null;
  /** Plays for ever: music in the background, not a piece that others wait behind. */
  loops: boolean;
}

export interface ElementWatch {
  elements(): AudioFact['elements'];
  meanClipMs(): number | null;
}

/**
 * Media elements that were given a source and asked to play or load, detached ones (`new Audio()`)
 * included: waiting, playing, paused, ended, failed.
 */
export const watchMediaElements = (ledger: Ledger): ElementWatch => {
  const known = weakMap<object, KnownElement>();
  /** Made by `new Audio()`. */
  const made = weakMap<object, true>();
  const count = { pending: 0, playing: 0, played: 0, pendingMs: 0, unknown: 0 };
  let clipSum = 0;
  let clips = 0;

  const proto = globalThis.HTMLMediaElement?.prototype;
  const durationOf = reader<number>(proto, 'duration');
  const sourceOf = reader<string>(proto, 'currentSrc');
  const addressOf = reader<string>(proto, 'src');
  const streamOf = reader<object | null>(proto, 'srcObject');
  const loopOf = reader<boolean>(proto, 'loop');
  const pausedOf = reader<boolean>(proto, 'paused');
  const targetOf = reader<EventTarget>(Event.prototype, 'target');

  const waits = (one: KnownElement, sign: 1 | -1): void => {
    count.pending += sign;
    if (one.lengthMs === null) count.unknown += sign;
    else count.pendingMs += sign * one.lengthMs;
  };
  const leave = (one: KnownElement): void => {
    if (one.entry.state === 'waiting') waits(one, -1);
    else if (one.entry.state === 'playing' && !one.loops) count.playing--;
  };
  const go = (one: KnownElement, state: string): void => {
    if (one.entry.state === state) return;
    leave(one);
    if (state === 'waiting') waits(one, 1);
    else if (state === 'playing' && !one.loops) count.playing++;
    ledger.move(one.entry, state);
    ledger.audioChanged();
  };
  const learn = (one: KnownElement, element: object): void => {
    const seconds = durationOf(element);
    // A live stream has no end, a loop neither: nothing that one could wait for.
    const lengthMs =
      seconds !== undefined && seconds >= 0 && seconds < 86_400 && !loopOf(element)
        ? seconds * 1000
        : null;
    if (lengthMs === one.lengthMs) return;
    const waiting = one.entry.state === 'waiting';
    if (waiting) waits(one, -1);
    one.lengthMs = lengthMs;
    if (waiting) waits(one, 1);
    ledger.audioChanged();
  };

  const lost = collected<KnownElement>((one) => {
    leave(one);
    if (one.entry.state !== 'ended' && one.entry.state !== 'failed') ledger.move(one.entry, null);
    ledger.audioChanged();
  });

  const follow = (element: HTMLMediaElement): KnownElement => {
    let one = known.get(element);
    if (one) return one;
    one = { entry: ledger.add('mediaElement', 'waiting'), lengthMs: null, loops: false };
    waits(one, 1);
    known.set(element, one);
    lost(element, one);
    ledger.site('mediaElement', null);
    ledger.audioChanged();
    const { entry } = one;
    const self = one;
    const listen = (type: string, then: () => void): void => {
      on(element, type, (e) => {
        if (e.isTrusted) then();
      });
    };
    listen('durationchange', () => learn(self, element));
    listen('playing', () => {
      if (entry.state !== 'playing') self.loops = loopOf(element) === true;
      go(self, 'playing');
    });
    listen('pause', () => {
      if (entry.state === 'playing') go(self, 'paused');
    });
    listen('ended', () => {
      if (self.lengthMs !== null) {
        clipSum += self.lengthMs;
        clips++;
      }
      count.played++;
      go(self, 'ended');
    });
    listen('error', () => go(self, 'failed'));
    // The element was given another source and waits for its turn again, or its source was taken away.
    listen('emptied', () => {
      learn(self, element);
      go(self, addressOf(element) === '' && !streamOf(element) ? 'empty' : 'waiting');
    });
    return one;
  };

  wrapConstructor<HTMLAudioElement>(globalThis, 'Audio', (element, args) => {
    made.set(element, true);
    if (args.length > 0 && args[0] !== undefined) follow(element);
  });
  const asked = afterwards((self) => {
    // An element without any source ignores the call: nothing waits.
    if (addressOf(self) || sourceOf(self) || streamOf(self) || known.get(self as object))
      follow(self as HTMLMediaElement);
  });
  wrapMethod(proto, 'play', asked);
  wrapMethod(proto, 'load', asked);
  wrapSetter(
    proto,
    'src',
    afterwards((self) => {
      // An element of the document with a source is a player that somebody may start some day; a
      // detached one is made to be played.
      if (made.get(self as object)) follow(self as HTMLMediaElement);
    }),
  );
  // Elements in the document that play without a call (`autoplay`, the browser's own controls).
  if (method(globalThis, 'HTMLMediaElement')) {
    onCapture(globalThis, 'play', (e) => {
      const target = targetOf(e);
      if (!e.isTrusted || !target || pausedOf(target) === undefined) return;
      const one = follow(target as HTMLMediaElement);
      learn(one, target);
    });
  }

  return {
    elements: () => ({ ...count }),
    meanClipMs: () => (clips ? clipSum / clips : null),
  };
};
