import { describe, expect, test } from 'vitest';
import { groupEndpoints } from '../../src/core/endpoints';
import { foldBatch } from '../../src/core/fold';
import { rotationsOf } from '../../src/core/rotations';
import type { LoadState } from '../../src/core/state';
import type { TryFact } from '../../src/protocol/facts';
import { aBatch, anEndpoint, aTab, aTry, T0 } from './facts';

interface Tried {
  urls: string[];
  tries: number;
  pause?: (n: number) => number;
  next?: (n: number) => number;
  each?: (attempt: TryFact, n: number) => TryFact;
}

/** The rotations of a page that tries these URLs one after the other, each refused after 4 ms. */
const rotations = ({ urls, tries, ...how }: Tried) => {
  const { pause = () => 100, next = (n) => n % urls.length, each = (one) => one } = how;
  const all: TryFact[] = [];
  const counts = urls.map(() => 0);
  let at = T0;
  for (let n = 0; n < tries; n++) {
    const endpoint = next(n);
    counts[endpoint] = (counts[endpoint] as number) + 1;
    all.push(each(aTry({ n: n + 1, endpoint, at, endedAt: at + 4, code: 1006 }), n));
    at += 4 + pause(n);
  }
  const endpoints = urls.map((url, n) =>
    anEndpoint({ n, url, attempts: counts[n] as number, opened: 0, live: 0 }),
  );
  const tab = aTab();
  foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints, tries: all }), T0);
  return rotationsOf(groupEndpoints(tab.loads[0] as LoadState));
};

const ports = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `ws://127.0.0.1:${18_090 + i}/ws`);

describe('addresses that are tried in turn are one', () => {
  test.each<[string, string[], string]>([
    ['hosts', ['ws://a.example/ws', 'ws://b.example/ws', 'ws://c.example/ws'], 'ws://*/ws'],
    ['ports', ports(10), 'ws://127.0.0.1:*/ws'],
    ['both', ['wss://a.example:1/ws', 'wss://b.example:2/ws'], 'wss://*:*/ws'],
    ['without a path', ['ws://h:1', 'ws://h:2'], 'ws://h:*'],
  ])('%s', (_name, urls, url) => {
    const [found, ...others] = rotations({ urls, tries: 3 * urls.length });
    expect(found?.url).toBe(url);
    expect(found?.members).toHaveLength(urls.length);
    expect(found?.tries).toHaveLength(3 * urls.length);
    expect(others).toEqual([]);
  });
});

describe('no rotation', () => {
  const urls = ports(3);
  const paths = ['ws://h/a', 'ws://h/b', 'ws://h/c'];
  test.each<[string, Tried]>([
    ['two rounds', { urls, tries: 6 }],
    ['another path', { urls: paths, tries: 12 }],
    ['a socket and one over TLS', { urls: ['ws://h/a', 'wss://h/a'], tries: 12 }],
    ['eleven addresses', { urls: ports(11), tries: 44 }],
    ['another order', { urls, tries: 12, next: (n) => [0, 1, 2, 0, 2, 1][n % 6] as number }],
    [
      'one that opened',
      { urls, tries: 12, each: (one, n) => (n === 5 ? { ...one, openedAt: one.at } : one) },
    ],
    [
      'one that the page gave up',
      { urls, tries: 12, each: (one, n) => ({ ...one, own: n === 5 }) },
    ],
    ['side by side', { urls, tries: 12, pause: () => -2 }],
    [
      'services that wait on their own, in step',
      { urls, tries: 30, pause: (n) => (n % 3 === 2 ? 800 : 100) },
    ],
    ['ten of them', { urls: ports(10), tries: 60, pause: (n) => (n % 10 === 9 ? 4000 : 100) }],
    ['a real pause in each round', { urls, tries: 12, pause: () => 1667 }],
  ])('%s', (_name, tried) => {
    expect(rotations(tried)).toEqual([]);
  });

  test('one late wait in twenty does not hide one', () => {
    const late = (tries: number) => rotations({ urls, tries, pause: (n) => (n === 7 ? 900 : 100) });
    expect(late(20)).toEqual([]);
    expect(late(21)).toHaveLength(1);
  });
});
