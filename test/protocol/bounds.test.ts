import { describe, expect, test } from 'vitest';
import { bounded } from '../../src/protocol/bounds';
import { LIMITS } from '../../src/protocol/facts';
import { asBridgeMessage } from '../../src/protocol/guards';
import { aBatch, anEndpoint, aSite, aTry, T0 } from '../core/facts';
import { randomOf } from '../core/random';
import { aMessage, anything, HOSTILE } from './values';

/** How much there is in a value: every list item and every table entry, strings by their length. */
const measure = (value: unknown, depth = 0): { nodes: number; chars: number; depth: number } => {
  const size = { nodes: 1, chars: typeof value === 'string' ? value.length : 0, depth };
  if (typeof value !== 'object' || value === null) return size;
  for (const [key, item] of Object.entries(value)) {
    const part = measure(item, depth + 1);
    size.nodes += part.nodes;
    size.chars += part.chars + key.length;
    size.depth = Math.max(size.depth, part.depth);
  }
  return size;
};

test('3,000 values of any kind: it never throws and gives plain, bounded data', {
  timeout: 60_000,
}, () => {
  const random = randomOf(1);
  for (let i = 0; i < 3000; i++) {
    const value = bounded(anything(random));
    const { depth, nodes } = measure(value);
    expect(depth).toBeLessThanOrEqual(5);
    expect(nodes).toBeLessThan(100_000);
    // Plain data survives the trip over a port unchanged.
    const json = JSON.stringify(value);
    expect(JSON.stringify(structuredClone(value))).toBe(json);
  }
});

test('a value of any kind, bounded twice, is the same', { timeout: 60_000 }, () => {
  const random = randomOf(2);
  for (let i = 0; i < 500; i++) {
    const once = bounded(anything(random));
    expect(JSON.stringify(bounded(once))).toBe(JSON.stringify(once));
  }
});

test.each(HOSTILE.map((make) => [make.name, make] as const))(
  'a hostile value: %s',
  (_name, make) => {
    expect(() => bounded(make())).not.toThrow();
    expect(() => bounded({ type: 'batch', batch: make() })).not.toThrow();
  },
);

test('a value that holds itself many times is bounded in time and size', { timeout: 5000 }, () => {
  const value: Record<string, unknown> = {};
  for (let i = 0; i < 12; i++) value[`k${i}`] = value;
  // 12⁵ entries; with the 300 keys that are let through it would be 300⁵.
  expect(measure(bounded(value)).nodes).toBeLessThan(100_000);
});

describe('what becomes of', () => {
  test.each([
    ['text', 'x'.repeat(5000), 'x'.repeat(1100)],
    ['infinity', Number.NEGATIVE_INFINITY, null],
    ['not a number', Number.NaN, null],
    ['a function', () => 1, null],
    ['a symbol', Symbol('s'), null],
    ['a big integer', 5n, null],
    ['nothing', undefined, null],
    ['a boolean', false, false],
    [
      'a long list',
      Array.from({ length: 400 }, (_, i) => i),
      Array.from({ length: 300 }, (_, i) => i),
    ],
    ['a long key', { ['k'.repeat(65)]: 1, ['k'.repeat(64)]: 2 }, { ['k'.repeat(64)]: 2 }],
    ['six levels', [[[[[['deep']]]]]], [[[[[null]]]]]],
  ])('%s', (_name, value, expected) => {
    expect(bounded(value)).toEqual(expected);
  });

  test('an own __proto__ key: it is left out, and sets no prototype', () => {
    const copy = bounded(JSON.parse('{"__proto__": {"evil": 1}, "good": 2}')) as object;
    expect(Object.keys(copy)).toEqual(['good']);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect('evil' in copy).toBe(false);
  });
});

test('the largest batch that a page may say passes unchanged', () => {
  const table = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [1000 + i, i]));
  const fill = <T>(count: number, make: (n: number) => T) =>
    Array.from({ length: count }, (_, n) => make(n));
  const url = `wss://${'h'.repeat(LIMITS.url - 6)}`;
  const batch = aBatch({
    full: true,
    endpoints: fill(LIMITS.endpoints, (n) =>
      anEndpoint({ n, url, closeCodes: table(LIMITS.closeCodes) }),
    ),
    tries: fill(LIMITS.tries, (n) => aTry({ n })),
    sites: fill(LIMITS.sites, () => aSite({ stack: 's'.repeat(LIMITS.stack) })),
    types: fill(LIMITS.types, () => ({
      endpoint: 0,
      out: true,
      type: 't'.repeat(LIMITS.type),
      bytes: 100,
      count: 1,
      firstAt: T0,
      lastAt: T0,
    })),
  });
  expect(bounded(batch)).toEqual(batch);
  const message = { type: 'batch', load: 'abc-123', url: 'https://voice.example/', batch };
  expect(asBridgeMessage(message)).toEqual(message);
});

test('500 messages of a page pass unchanged', () => {
  const random = randomOf(3);
  for (let i = 0; i < 500; i++) {
    const message = aMessage(random);
    if (message.type === 'batch') expect(bounded(message.batch)).toEqual(message.batch);
    expect(asBridgeMessage(message)).toEqual(message);
  }
});
