import { expect, test } from 'vitest';
import { failuresOf } from '../../src/core/failures';
import type { KeptTry } from '../../src/core/state';
import { aTry, T0 } from './facts';

const failed = (at: number, over: Partial<KeptTry> = {}): KeptTry => ({
  ...aTry({ n: at, at: T0 + at, endedAt: T0 + at + 10, code: 1006 }),
  ...over,
});
const count = (tries: readonly KeptTry[], since?: number): number =>
  failuresOf(tries, since)?.failed.length ?? 0;

test('what failed one after the other, with the waits between', () => {
  expect(failuresOf([failed(0), failed(1000), failed(3000)])).toMatchObject({
    waits: [990, 1990],
    from: T0,
    to: T0 + 3010,
    connecting: false,
  });
  expect(failuresOf([])).toBeNull();
});

test('one that opened begins it anew, however it ended', () => {
  expect(count([failed(0), failed(1000, { openedAt: T0 + 1005 }), failed(2000)])).toBe(1);
  expect(count([failed(0), failed(1000, { openedAt: T0 + 1005 })])).toBe(0);
});

test('what was forgotten may have opened', () => {
  expect(count([failed(0), failed(1000), failed(2000, { gap: true }), failed(3000)])).toBe(2);
});

test('one that is under way counts when it has failed', () => {
  const row = failuresOf([failed(0), failed(1000, { endedAt: null })]);
  expect(row).toMatchObject({ to: T0 + 10, connecting: true });
  expect(row?.failed).toHaveLength(1);
});

test.each([
  [2499, 1],
  [2500, 2],
])('one that the page gave up after %i ms', (ms, expected) => {
  expect(count([failed(0), failed(1000, { own: true, endedAt: T0 + 1000 + ms })])).toBe(expected);
});

test.each([
  ['doubled for ever', [0, 30_000, 90_000, 210_000, 450_000], 5],
  ['once a minute in a hidden tab', [0, 1000, 61_000, 121_000], 4],
  ['of a machine that slept', [0, 1000, 3000, 103_000, 104_000], 2],
])('waits %s', (_name, times, expected) => {
  expect(count(times.map((at) => failed(at)))).toBe(expected);
});

test('what began before a time does not count', () => {
  expect(count([failed(0), failed(1000), failed(2000)], T0 + 1000)).toBe(2);
});
