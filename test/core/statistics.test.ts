import { describe, expect, test } from 'vitest';
import { growth, median, type Point, theilSen } from '../../src/core/statistics';

/** One value a second. */
const points = (...values: number[]): Point[] =>
  values.map((value, i) => ({ at: i * 1000, value }));

describe('median', () => {
  test.each([
    [[3], 3],
    [[1, 2], 1.5],
    [[9, 1, 5], 5],
    [[10, 2, 30, 4], 7],
    [[-1, -10, 0], -1],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('sorts as numbers and leaves its input alone', () => {
    const values = [10, 9, 1];
    expect(median(values)).toBe(9);
    expect(values).toEqual([10, 9, 1]);
  });

  test('of nothing is not a number', () => {
    expect(median([])).toBeNaN();
  });
});

describe('theilSen', () => {
  test('is the slope of a line, per millisecond', () => {
    expect(theilSen(points(0, 2, 4, 6))).toBe(0.002);
    expect(theilSen(points(9, 6, 3, 0))).toBe(-0.003);
    expect(theilSen(points(5, 5, 5, 5))).toBe(0);
  });

  test('is not moved by an outlier', () => {
    expect(theilSen(points(0, 1, 2, 900, 4, 5, 6, 7))).toBeCloseTo(0.001, 5);
  });

  test('does not mind uneven times', () => {
    const uneven = [0, 10, 5000, 5100, 90_000].map((at) => ({ at, value: at * 3 }));
    expect(theilSen(uneven)).toBeCloseTo(3, 10);
  });

  test('needs four points, or as many as asked for', () => {
    expect(theilSen(points(0, 1, 2))).toBeNull();
    expect(theilSen(points(0, 1, 2), 3)).toBe(0.001);
    expect(theilSen([])).toBeNull();
  });

  test('points of one moment have no slope', () => {
    expect(theilSen(Array.from({ length: 5 }, (_, value) => ({ at: 7, value })))).toBeNull();
  });
});

describe('growth', () => {
  const RULE = { step: 1, tolerance: 2 };

  test.each([
    ['a steady rise', [0, 3, 6, 9, 12, 15, 18, 21, 24], 8],
    ['rises with plateaus between', [0, 5, 5, 10, 10, 10, 15, 15, 20], 4],
    ['a small fall on the way', [0, 3, 6, 5, 9, 12, 11, 15, 18], 6],
  ])('%s grows', (_name, values, rises) => {
    expect(growth(points(...values), RULE)?.rises).toBe(rises);
  });

  test.each([
    ['nothing', []],
    ['one value', [5]],
    ['a plateau', [9, 9, 9, 9, 9, 9, 9, 9, 9, 9]],
    ['one jump', [0, 0, 0, 0, 30, 30, 30, 30, 30, 30]],
    ['a rise that drains', [0, 4, 8, 12, 16, 20, 16, 12, 8, 4, 0]],
    ['a sawtooth', [0, 5, 10, 0, 5, 10, 0, 5, 10, 0, 5, 10]],
    ['noise within the step', [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]],
    ['a fall', [24, 21, 18, 15, 12, 9, 6, 3, 0]],
  ])('%s does not', (_name, values) => {
    expect(growth(points(...values), RULE)).toBeNull();
  });

  test('four rises over 8 s, both at least', () => {
    const at = (times: number[], values: number[]) =>
      growth(
        times.map((time, i) => ({ at: time, value: values[i] ?? 0 })),
        RULE,
      );
    expect(at([0, 2000, 4000, 6000, 8000], [0, 2, 4, 6, 8])?.rises).toBe(4);
    expect(at([0, 2000, 4000, 6000, 7999], [0, 2, 4, 6, 8])).toBeNull();
    expect(at([0, 2000, 4000, 6000, 8000], [0, 2, 4, 6, 6])).toBeNull();
  });

  test('a rise is more than the step, each over the highest so far', () => {
    expect(growth(points(0, 1.01, 2.02, 3.03, 4.04, 5.05, 6.06, 7.07, 8.08), RULE)?.rises).toBe(8);
    expect(growth(points(0, 1, 2, 2, 2, 2, 2, 3, 4), RULE)?.rises ?? 0).toBe(0);
    expect(growth(points(0, 3, 2, 3, 2, 3, 2, 3, 2, 3), RULE)).toBeNull();
  });

  test('a fall matters from a quarter and the tolerance on', () => {
    const fallTo = (low: number) => points(0, 0, 0, 0, 10, 16, low, 20, 30, 40, 50).slice(3);
    // 16 may fall to (16 - 2) * 0.75 = 10.5: the stretch reaches back to the start.
    expect(growth(fallTo(10.5), { ...RULE, spanMs: 7000 })?.from.at).toBe(3000);
    expect(growth(fallTo(10.4), { ...RULE, spanMs: 7000 })).toBeNull();
  });

  test('growth that has been on a plateau for over 5 s is over', () => {
    const rising = [0, 3, 6, 9, 12, 15, 18, 21, 24];
    expect(growth(points(...rising, 24, 24, 24, 24, 24), RULE)?.to.at).toBe(8000);
    expect(growth(points(...rising, 24, 24, 24, 24, 24, 24), RULE)).toBeNull();
  });

  test('begins at the lowest point: a plateau before it is no part of it', () => {
    const grown = growth(points(5, 5, 5, 5, 5, 10, 15, 20, 25, 30, 35, 40, 45), RULE);
    expect(grown).toMatchObject({ from: { at: 4000, value: 5 }, to: { at: 12_000, value: 45 } });
  });
});
