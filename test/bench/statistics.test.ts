import { describe, expect, test } from 'vitest';
import { compare, estimate, median, verdict } from './statistics.mjs';

test('the median of odd and even lists, whatever their order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 9, 2])).toBe(3);
});

describe('an estimate', () => {
  const samples = Array.from({ length: 30 }, (_, i) => 1 + ((i * 7) % 11) / 100);

  test('holds its own median', () => {
    const { value, low, high } = estimate(samples);
    expect(value).toBe(median(samples));
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
    expect(low).toBeGreaterThan(1);
    expect(high).toBeLessThan(1.1);
  });

  test('is the same for the same samples', () => {
    expect(estimate(samples)).toEqual(estimate(samples));
  });

  test('is wide where the samples are, a point where they agree', () => {
    const wide = estimate(samples.map((one, i) => one + (i % 2)));
    expect(wide.high - wide.low).toBeGreaterThan(0.5);
    expect(estimate([2, 2, 2])).toEqual({ value: 2, low: 2, high: 2 });
  });
});

test('what slowed a whole round is not in the ratio', () => {
  const slow = [1, 3, 10, 2, 7];
  const rounds = slow.map((by) => ({ native: 10 * by, again: 10 * by, extension: 11 * by }));
  const { ratio, noise, added } = compare(rounds);
  expect(ratio).toEqual({ value: 1.1, low: 1.1, high: 1.1 });
  expect(noise.value).toBe(1);
  expect(added.value).toBe(3);
});

test('native against native shows how much is noise', () => {
  const { noise, noiseAdded } = compare([
    { native: 10, again: 12, extension: 11 },
    { native: 10, again: 12, extension: 11 },
  ]);
  expect(noise.value).toBe(1.2);
  expect(noiseAdded.value).toBe(2);
});

test.each([
  [{ value: 1, low: 0.99, high: 1.01 }, 'yes'],
  [{ value: 1.1, low: 1.05, high: 1.2 }, 'no'],
  [{ value: 1.01, low: 0.9, high: 1.1 }, 'yes, within noise'],
  [{ value: 1.03, low: 0.9, high: 1.1 }, 'no, within noise'],
  [{ value: Number.NaN, low: Number.NaN, high: Number.NaN }, 'not measured'],
])('%o against 1.02: %s', (estimated, expected) => {
  expect(verdict(estimated, 1.02)).toBe(expected);
});
