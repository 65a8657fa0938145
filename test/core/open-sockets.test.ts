import { describe, expect, test } from 'vitest';
import { foldBatch } from '../../src/core/fold';
import { foldHandshake } from '../../src/core/fold-handshake';
import { openTries, withOneAddress } from '../../src/core/open-sockets';
import { KEPT, type LoadState, type TabState } from '../../src/core/state';
import type { TryFact } from '../../src/protocol/facts';
import { aBatch, anEndpoint, aTab, aTry, T0 } from './facts';
import { URL } from './page';

const tabWith = (tries: readonly Partial<TryFact>[]): { tab: TabState; load: LoadState } => {
  const tab = aTab();
  const all = tries.map((one, i) => aTry({ n: i + 1, ...one }));
  const endpoints = [anEndpoint({ attempts: all.length }), anEndpoint({ n: 1, url: `${URL}/b` })];
  foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints, tries: all }), T0);
  return { tab, load: tab.loads[0] as LoadState };
};
const opened = (at: number, took = 5) => ({ at: T0 + at, openedAt: T0 + at + took });
const asked = (tab: TabState, at: number, address: number, query = ''): void =>
  foldHandshake(tab, URL + query, T0 + at, { id: `${at} ${address}`, frameId: null, address });

test('open is what has opened, has not ended and is not being closed', () => {
  const { load } = tabWith([
    { ...opened(50) },
    { ...opened(0, 80) },
    { at: T0 },
    { ...opened(1), endedAt: T0 + 9 },
    { ...opened(2), own: true },
    { ...opened(3), endpoint: 1 },
  ]);
  expect(openTries(load, 0).map(({ n }) => n)).toEqual([1, 2]);
  load.gone = true;
  expect(openTries(load, 0)).toEqual([]);
});

describe('sockets with one address', () => {
  const count = (
    tries: readonly { at: number; openedAt: number }[],
    handshakes: readonly (readonly [at: number, address: number])[],
  ): number => {
    const { tab, load } = tabWith(tries);
    for (const [at, address] of handshakes) asked(tab, at, address);
    return withOneAddress(tab, URL, openTries(load, 0)).length;
  };
  const three = [opened(0), opened(500), opened(1000)];

  test.each([
    [
      'all',
      [
        [1, 7],
        [501, 7],
        [1001, 7],
      ],
      3,
    ],
    [
      'two of three',
      [
        [1, 7],
        [501, 8],
        [1001, 7],
      ],
      2,
    ],
    [
      'before and after a restart of the background',
      [
        [1, 7],
        [501, 9],
        [1001, 9],
      ],
      2,
    ],
    ['not those that nobody saw', [[1, 7]], 1],
    ['none without any', [], 0],
    [
      'not those that were asked for beside others',
      [
        [1, 7],
        [501, 7],
        [505, 8],
        [1001, 7],
      ],
      2,
    ],
    [
      'clocks that differ',
      [
        [-49, 7],
        [554, 7],
        [1001, 7],
      ],
      3,
    ],
    [
      'clocks that differ by too much',
      [
        [-51, 7],
        [556, 7],
        [1001, 7],
      ],
      1,
    ],
  ] as const)('%s', (_name, handshakes, expected) => {
    expect(count(three, handshakes)).toBe(expected);
  });

  test('opened all at once', () => {
    const atOnce = [opened(0), opened(1), opened(2)];
    expect(
      count(atOnce, [
        [1, 7],
        [2, 7],
        [3, 7],
      ]),
    ).toBe(3);
    expect(
      count(atOnce, [
        [1, 7],
        [2, 7],
      ]),
    ).toBe(0);
    expect(
      count(atOnce, [
        [1, 7],
        [2, 7],
        [3, 8],
      ]),
    ).toBe(0);
  });

  test('one that the browser held back is asked for late', () => {
    expect(
      count(
        [opened(0, 4000), opened(5000)],
        [
          [3990, 7],
          [5001, 7],
        ],
      ),
    ).toBe(2);
  });
});

test('only the newest addresses are kept, and nothing of a query', () => {
  const { tab } = tabWith([]);
  for (let i = 0; i < KEPT.addresses + 9; i++) asked(tab, i, i, '?token=s3cret');
  const kept = tab.network[URL]?.addresses ?? [];
  expect(kept).toHaveLength(KEPT.addresses);
  expect(kept.at(-1)?.address).toBe(KEPT.addresses + 8);
  expect(JSON.stringify(tab)).not.toContain('s3cret');
});
