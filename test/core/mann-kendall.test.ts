import { describe, expect, test } from 'vitest';
import { chanceOfRise } from '../../src/core/mann-kendall';
import { lognormal, shareOf } from './noise';
import { randomOf } from './random';

const orders = (values: number[]): number[][] =>
  values.length < 2
    ? [values]
    : values.flatMap((value, i) =>
        orders([...values.slice(0, i), ...values.slice(i + 1)]).map((rest) => [value, ...rest]),
      );
const score = (values: number[]): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++)
    for (let j = i + 1; j < values.length; j++)
      sum += Math.sign((values[j] as number) - (values[i] as number));
  return sum;
};

describe('the chance of a rise', () => {
  test.each<[number[], number]>([
    [[1, 2, 3], 1 / 6],
    [[1, 2, 3, 4], 1 / 24],
    [[1, 2, 3, 4, 5], 1 / 120],
    [[5, 4, 3, 2, 1], 1],
    [[7, 7, 7, 7], 1],
    [[1, 1, 2, 2], 1 / 6],
    [[3], 1],
    [[], 1],
  ])('of %j', (values, chance) => {
    expect(chanceOfRise(values)).toBeCloseTo(chance, 12);
  });

  test('is the share of all orders that rise as much, ties and all', () => {
    const random = randomOf(5);
    for (let round = 0; round < 60; round++) {
      const values = Array.from({ length: 3 + (round % 5) }, () => Math.floor(random() * 5));
      const all = orders(values);
      const as = all.filter((one) => score(one) >= score(values)).length;
      expect(chanceOfRise(values), String(values)).toBeCloseTo(as / all.length, 12);
    }
  });

  test('the size of a step does not matter, one wild value hardly', () => {
    expect(chanceOfRise([1, 2, 3, 4, 900])).toBe(chanceOfRise([1, 2, 3, 4, 5]));
    expect(chanceOfRise([1, 2, 3, 90, 4, 5, 6, 7, 8, 9])).toBeLessThan(0.01);
  });

  test('from 21 values on it is the normal form, which begins where the counted one ends', () => {
    const values = Array.from({ length: 21 }, (_, i) => Math.sin(i * 7) + i * 0.05);
    const counted = chanceOfRise(values.slice(0, 20));
    expect(chanceOfRise(values)).toBeLessThan(counted);
    expect(chanceOfRise(values)).toBeGreaterThan(counted / 4);
    const flat = Array.from({ length: 60 }, (_, i) => (i * 37) % 60);
    expect(chanceOfRise(flat)).toBeGreaterThan(0.05);
    expect(chanceOfRise([...flat.keys()])).toBeLessThan(1e-9);
    expect(chanceOfRise(flat.map((_, i) => i >> 3))).toBeLessThan(1e-9);
  });

  test.each([5, 8, 20, 40])(
    'of %i values without a trend: no more often than it says',
    (length) => {
      for (const level of [0.01, 0.05])
        expect(
          shareOf(lognormal(1000, 0.5), { series: 3000, length }, (v) => chanceOfRise(v) <= level),
        ).toBeLessThanOrEqual(level * 1.35);
    },
  );
});
