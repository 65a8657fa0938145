import { RESOURCE_KINDS } from '../../src/core/report';
import type { Batch, BridgeMessage } from '../../src/protocol/facts';
import { aBatch, anEndpoint, aSite, aTry, someAudio, T0 } from '../core/facts';

/** Random values for the guards: anything at all, and messages that are right or nearly so. */

export type Random = () => number;
const below = (random: Random, count: number): number => Math.floor(random() * count);
export const pick = <T>(random: Random, all: readonly T[]): T =>
  all[below(random, all.length)] as T;

const KEYS = ['__proto__', 'constructor', 'type', 'load', 'batch', 'seq', 'toString', 'length', ''];
const LONG = 'x'.repeat(20_000);

class Odd {
  own = 1;
  get inherited() {
    return 2;
  }
}

const LEAVES: ((random: Random) => unknown)[] = [
  () => undefined,
  () => null,
  () => true,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -0,
  () => Number.MAX_VALUE,
  (random) => random() * 1e6 - 5e5,
  (random) => below(random, 10),
  (random) => 'word'.repeat(below(random, 9)),
  () => LONG,
  () => 10n ** 30n,
  () => Symbol('s'),
  () => () => 'called',
  () => new Date(T0),
  () => /x/,
  () => new Map([[1, 2]]),
  () => new Uint8Array(1000),
  () => new Float64Array([Number.NaN]),
  () => new ArrayBuffer(64),
  () => new Odd(),
  () => Object.create(null),
  () => new Array(1e5),
  () => Array.from({ length: 400 }, (_, i) => i),
  () => Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`k${i}`, i])),
];

const throwing = (): object =>
  Object.defineProperty({}, 'seq', {
    enumerable: true,
    get() {
      throw new Error('a getter of the page');
    },
  });
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const hostileProxy = (): object =>
  new Proxy(
    {},
    {
      ownKeys() {
        throw new Error('a trap of the page');
      },
    },
  );
/** What only a value that was never serialised can be. */
export const HOSTILE = [throwing, revoked, hostileProxy];

const deep = (random: Random): unknown => {
  let value: unknown = 'bottom';
  for (let i = below(random, 2000); i > 0; i--) value = random() < 0.5 ? [value] : { a: value };
  return value;
};
const cyclic = (): unknown => {
  const value: Record<string, unknown> = { name: 'me' };
  value.self = value;
  value.list = [value];
  return value;
};

/** Anything at all. */
export const anything = (random: Random, depth = 3): unknown => {
  const kind = random();
  if (kind < 0.05) return deep(random);
  if (kind < 0.1) return cyclic();
  if (depth === 0 || kind < 0.45) return pick(random, LEAVES)(random);
  const size = below(random, 8);
  if (kind < 0.65) return Array.from({ length: size }, () => anything(random, depth - 1));
  const value: Record<string, unknown> = {};
  for (let i = 0; i < size; i++)
    Object.defineProperty(value, pick(random, KEYS), {
      value: anything(random, depth - 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return value;
};

const count = (random: Random): number => below(random, pick(random, [3, 100, 2 ** 31]));
const time = (random: Random): number => T0 + below(random, 1e6);
const timeOrNull = (random: Random): number | null => (random() < 0.4 ? null : time(random));
const many = <T>(random: Random, most: number, make: (i: number) => T): T[] =>
  Array.from({ length: below(random, most + 1) }, (_, i) => make(i));

/** A batch that a page could say, and now and then one only a forger would. */
export const aRandomBatch = (random: Random): Batch =>
  aBatch({
    seq: 1 + below(random, 50),
    at: time(random),
    full: random() < 0.3,
    kinds: many(random, 8, (i) => ({
      kind: RESOURCE_KINDS[i] ?? 'vad',
      created: count(random),
      byState: { [pick(random, ['open', 'closed', 'running', 'live'])]: count(random) },
    })),
    endpoints: many(random, pick(random, [3, 256]), (n) =>
      anEndpoint({
        n,
        kind: pick(random, ['webSocket', 'eventSource'] as const),
        url: pick(random, ['', '*', 'wss://h', 'wss://h/a/b', `wss://h/ws/${below(random, 999)}`]),
        attempts: count(random),
        opened: count(random),
        failed: count(random),
        live: count(random),
        closeCodes: { [below(random, 5000)]: count(random) },
      }),
    ),
    tries: many(random, 64, () =>
      aTry({
        n: below(random, 400),
        endpoint: below(random, 300),
        at: time(random),
        openedAt: timeOrNull(random),
        endedAt: timeOrNull(random),
        own: random() < 0.3,
        auto: random() < 0.2,
        messages: below(random, 3),
      }),
    ),
    sites: many(random, 64, () =>
      aSite({
        stack: `at ${below(random, 500)}`,
        endpoint: below(random, 5),
        count: count(random),
      }),
    ),
    audio:
      random() < 0.5
        ? null
        : someAudio({
            scheduled: { pending: count(random), aheadMs: random() * 1e9 },
            elements: {
              pending: below(random, 9),
              unknown: below(random, 9),
              played: count(random),
            },
            meanClipMs: random() < 0.5 ? null : random() * 5000,
          }),
    types: many(random, 64, () => ({
      endpoint: below(random, 5),
      out: random() < 0.5,
      type: pick(random, ['audio', 'audio-play-start', 'interrupt-signal', '__proto__']),
      bytes: count(random),
      count: count(random),
      firstAt: T0,
      lastAt: T0,
    })),
    usedBytes: random() < 0.5 ? null : count(random),
    dropped: count(random),
  });

export const aMessage = (random: Random): BridgeMessage => {
  const load = `load-${below(random, 60)}`;
  const type = random();
  if (type < 0.05) return { type: 'idle', load };
  if (type < 0.1) return { type: 'gone', load };
  return { type: 'batch', load, url: 'https://voice.example/app', batch: aRandomBatch(random) };
};
