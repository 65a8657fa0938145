import { describe, expect, test } from 'vitest';
import { foldLevel, growthOf, type Rise } from '../../src/core/rises';
import { randomOf } from './random';

/** The rises that stand after these levels, one a second. */
const standing = (...levels: number[]): [at: number, to: number][] => {
  const rises: Rise[] = [];
  for (const [i, level] of levels.entries()) foldLevel(rises, i * 1000, level);
  return rises.map(({ at, to }) => [at, to]);
};

describe('what came and stayed', () => {
  test('each rise stands at its time', () => {
    expect(standing(0, 1, 1, 2, 4)).toEqual([
      [1000, 1],
      [3000, 2],
      [4000, 4],
    ]);
  });

  test('what came and went again leaves none', () => {
    expect(standing(0, 1, 0, 1, 0, 3, 0)).toEqual([]);
    expect(standing(2, 1, 2, 1, 2, 1)).toEqual([[0, 1]]);
  });

  test('a part that went takes its part, from the latest on', () => {
    expect(standing(0, 1, 2, 5, 3)).toEqual([
      [1000, 1],
      [2000, 2],
      [3000, 3],
    ]);
    expect(standing(0, 4, 1)).toEqual([[1000, 1]]);
  });

  test('one more stays each time: two are made, one is closed', () => {
    expect(standing(0, 2, 1, 3, 2, 4, 3)).toEqual([
      [1000, 1],
      [3000, 2],
      [5000, 3],
    ]);
  });

  test('it is the lowest level from then on, whatever happened', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = randomOf(seed);
      const levels = Array.from({ length: 40 }, () => Math.floor(random() * 8));
      const floor = levels.map((_, i) => Math.min(...levels.slice(i)));
      const stairs = floor.flatMap((level, i) =>
        level > (floor[i - 1] ?? 0) ? [[i * 1000, level]] : [],
      );
      expect(standing(...levels)).toEqual(stairs);
    }
  });

  test('a thousand of them keep their ends and their number', () => {
    const rises: Rise[] = [];
    for (let i = 1; i <= 1000; i++) foldLevel(rises, i * 1000, i, [[0, 1]]);
    expect(rises.length).toBeLessThanOrEqual(64);
    expect(rises[0]?.at).toBe(1000);
    expect(rises.at(-1)?.to).toBe(1000);
    expect(rises[0]?.sites.length).toBeLessThanOrEqual(8);
  });
});

describe('how often', () => {
  const growth = (...times: number[]) => {
    const rises: Rise[] = [];
    for (const [i, at] of times.entries()) foldLevel(rises, at, i + 1);
    return growthOf(rises);
  };

  test('rises within three quarters of a second are one occasion', () => {
    expect(growth(0, 400, 700)).toMatchObject({ occasions: 1, stayed: 3, live: 3 });
    expect(growth(0, 750, 1500)).toMatchObject({ occasions: 3, from: 0, to: 1500 });
  });

  test('a fast row is one occasion a second', () => {
    expect(growth(0, 500, 1000, 1500, 2000)?.occasions).toBe(3);
  });

  test('none without a rise', () => {
    expect(growth()).toBeNull();
  });
});
