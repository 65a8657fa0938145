import { describe, expect, test } from 'vitest';
import { LEAST_TURNS, risesAfterEach, trendOf } from '../../src/core/wait-trend';
import { lognormal, noisy, normalOf, type Source, shareOf } from './noise';

const grows = (...waits: number[]): boolean => trendOf(waits)?.trend === 'grows';
/** Whether any look at the session, after each of its turns, sees a rise. */
const everGrows = (waits: readonly number[]): boolean =>
  risesAfterEach(waits).some((rise) => rise !== null);

describe('a rise', () => {
  test.each<[string, number[]]>([
    ['the guide’s: 2.5 s to 10 s over five', [2500, 3900, 5600, 7700, 10_000]],
    ['four in even steps', [2000, 4000, 6000, 8000]],
    ['five that grow by half each', [2000, 3000, 4500, 6750, 10_100]],
    ['a second at the least', [200, 450, 700, 950, 1200]],
    ['six in a row', [1000, 1200, 1500, 1900, 2600, 3400]],
    [
      'twelve, with one tool call among them',
      [2000, 2300, 9000, 2900, 3600, 4100, 4900, 5600, 6600, 7900, 9000, 10_000],
    ],
    ['after many that were fast', [...Array(12).fill(2000), 3000, 4200, 5800, 7900, 9000]],
    [
      'after a cold start',
      [12_000, 2000, 2600, 3400, 4500, 5900, 7700, 10_000, 13_000, 17_000, 20_000],
    ],
  ])('%s', (_name, waits) => {
    expect(grows(...waits)).toBe(true);
  });

  test('it tells its ends, its turns and its chance', () => {
    expect(trendOf([2500, 3900, 5600, 7700, 10_000])).toEqual({
      trend: 'grows',
      fromMs: 2500,
      toMs: 10_000,
      first: 0,
      last: 4,
      chance: 1 / 120,
    });
  });
});

describe('no rise', () => {
  test.each<[string, number[]]>([
    ['steady', [2000, 2100, 1900, 2000, 2050, 1980]],
    ['all the same', [2000, 2000, 2000, 2000, 2000]],
    ['one slow turn at the end', [2000, 2100, 1900, 2000, 11_000]],
    ['one slow turn in the middle', [2000, 2100, 12_000, 2000, 2200]],
    ['a cold start', [12_000, 2100, 1900, 2000, 2200, 1800]],
    ['a jump at the very end of many', [...Array(12).fill(2000), 2100, 2200, 2300, 30_000]],
    [
      'a last wait alone that is twice as long',
      [2000, 2200, 2400, 2600, 2800, 3000, 3200, 3400, 3600, 9000],
    ],
    ['a fall', [10_000, 7000, 5000, 3000, 2000]],
    ['too little to feel', [100, 130, 170, 210, 250]],
    ['not twice as long', [4000, 4800, 5600, 6400, 7600]],
    ['a jump, not a rise, of four', [2000, 2100, 2200, 9000]],
    ['a jump, not a rise, of five', [2000, 2010, 2020, 2030, 9000]],
  ])('%s', (_name, waits) => {
    expect(grows(...waits)).toBe(false);
  });

  test('three turns are not a trend', () => {
    expect(LEAST_TURNS).toBe(4);
    expect(trendOf([2000, 5000, 12_000])).toBeNull();
    expect(trendOf([])).toBeNull();
  });

  test('what rises and is not twice as long is unclear, what does not rise is stable', () => {
    expect(trendOf([4000, 4800, 5600, 6400, 7600])?.trend).toBe('unclear');
    expect(trendOf([4000, 4100, 3900, 4000, 4050])?.trend).toBe('stable');
  });
});

describe('its end', () => {
  const RISE = [2500, 3900, 5600, 7700, 10_000];

  test('it goes on where the waits stay long, and through one fast answer', () => {
    expect(grows(...RISE, 10_000, 9800, 10_200, 9900)).toBe(true);
    expect(grows(...RISE, 1200)).toBe(true);
    expect(grows(...RISE, 1200, 10_000)).toBe(true);
  });

  test('two fast turns end it, and what was before is forgotten', () => {
    expect(grows(...RISE, 2600, 2400)).toBe(false);
    expect(grows(...RISE, 2600, 2400, 2500, 2450, 2600)).toBe(false);
    expect(grows(...RISE, 2000, 2000, 3000, 4400, 6000, 9000)).toBe(true);
  });
});

describe('by chance', () => {
  const healthy: [string, Source][] = [
    ['lognormal, half as much again', lognormal(3000, 0.5)],
    ['lognormal, a third', lognormal(1500, 0.33)],
    ['lognormal, fast and wild', lognormal(800, 0.8)],
    [
      'normal',
      (random) => {
        const normal = normalOf(random);
        return () => Math.max(200, 4000 + 1500 * normal());
      },
    ],
    [
      'a tool call in one turn of five',
      (random) => () => (random() < 0.2 ? 8000 + 4000 * random() : 1200 + 800 * random()),
    ],
    ['a cold start', (random) => (i) => (i === 0 ? 9000 : 1500 + 1500 * random())],
    ['two models in turns', (random) => (i) => (i % 2 ? 1500 : 5000) * (0.8 + 0.4 * random())],
  ];

  test.each(healthy)('%s: about one session of 30 turns in a hundred at most', (_name, source) => {
    const sessions = { series: 4000, length: 30 };
    expect(shareOf(source, sessions, everGrows)).toBeLessThan(0.014);
    expect(shareOf(source, { ...sessions, length: 8 }, everGrows)).toBeLessThan(0.008);
  });

  test.each<[string, Source, number, number]>([
    ['2.5 s to 10 s over five, a tenth of noise', noisy((i) => 2500 + i * 1875, 0.1), 5, 0.8],
    ['half a second more each turn, a fifth of noise', noisy((i) => 2000 + i * 500, 0.2), 15, 0.98],
    ['a second more each turn, a third of noise', noisy((i) => 2000 + i * 1000, 0.3), 20, 0.98],
  ])('%s: found', (_name, source, length, share) => {
    expect(shareOf(source, { series: 500, length }, everGrows)).toBeGreaterThan(share);
  });
});
