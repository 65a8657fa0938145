import { describe, expect, test } from 'vitest';
import { oldestOf, overLimits } from '../../../src/core/history/retain';
import { HISTORY, pastTabId, type RecordRow, recordOf } from '../../../src/core/history/shape';
import { T0 } from '../facts';

const row = (n: number, over: Partial<RecordRow> = {}): RecordRow => ({
  n,
  run: 'a',
  tabId: n,
  url: 'https://a.example/',
  origin: 'https://a.example',
  title: '',
  origins: [],
  frames: [],
  firstAt: T0,
  lastAt: T0 + n,
  open: 0,
  findings: [],
  bytes: 1000,
  ...over,
});

describe('what is over the limits', () => {
  test('by age: what was last heard of more than a week ago, however small', () => {
    const now = T0 + HISTORY.ms + 10;
    expect(overLimits([row(9), row(10), row(11)], now)).toEqual({ records: [9], halved: [] });
  });
  test('by size: the oldest until the rest fits', () => {
    const big = HISTORY.bytes / 4;
    const rows = [5, 3, 1, 4, 2].map((n) => row(n, { bytes: big }));
    expect(overLimits(rows, T0)).toEqual({ records: [1], halved: [] });
    expect(overLimits([...rows, row(6, { bytes: big })], T0).records).toEqual([1, 2]);
  });
  test('by number: the oldest closed ones', () => {
    const rows = Array.from({ length: HISTORY.records + 2 }, (_, i) => row(i + 1, { bytes: 1 }));
    expect(overLimits(rows, T0).records).toEqual([1, 2]);
  });
  test('silent: within all of them nothing goes', () => {
    const all = [row(1, { bytes: HISTORY.bytes - 1000 }), row(2)];
    expect(overLimits(all, T0)).toEqual({ records: [], halved: [] });
  });
  test('an open tab stays, however old: the largest lose what is older of theirs', () => {
    const old = { open: 1 as const, lastAt: 0 };
    const rows = [row(1, old), row(2, { ...old, bytes: HISTORY.bytes }), row(3)];
    expect(overLimits(rows, T0)).toEqual({ records: [3], halved: [2] });
  });
});

test('room is made from the oldest on, and no more than is asked for', () => {
  const rows = [row(3), row(1), row(2)];
  expect(oldestOf(rows, 1)).toEqual({ records: [1], halved: [] });
  expect(oldestOf(rows, 1001)).toEqual({ records: [1, 2], halved: [] });
  expect(oldestOf([], 1)).toEqual({ records: [], halved: [] });
});

describe('the number of a record of an earlier run', () => {
  test('leads back to it, and is none that a browser gives', () => {
    for (const n of [1, 2, 4711]) {
      expect(recordOf(pastTabId(n))).toBe(n);
      expect(pastTabId(n)).toBeLessThan(-1);
    }
  });
  test.each([-1, 0, 1, 7])('silent: %i is a browser’s own', (tabId) => {
    expect(recordOf(tabId)).toBeNull();
  });
});
