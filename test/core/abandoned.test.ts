import { describe, expect, test } from 'vitest';
import { abandonedOf } from '../../src/core/abandoned';
import type { KeptTry } from '../../src/core/state';
import { aTry, T0 } from './facts';

/** Tries that the page gives up after `life`, each begun `gap` ms after the end of the last. */
const given = (count: number, life: (n: number) => number, gap = 0): KeptTry[] => {
  let at = T0;
  return Array.from({ length: count }, (_, n) => {
    const one = aTry({ n, at, endedAt: at + life(n), own: true });
    at += life(n) + gap;
    return one;
  });
};

test('a timer that gives up for ever is a row of failed tries', () => {
  const tries = abandonedOf(given(11, () => 1000));
  expect(tries).toHaveLength(11);
  expect(tries?.every(({ own }) => !own)).toBe(true);
});

test('one begun just before the end of the last was told answers that end', () => {
  const tries = abandonedOf(given(11, () => 1000, -6)) as KeptTry[];
  expect(tries.every(({ at }, i) => i === 0 || tries[i - 1]?.endedAt === at)).toBe(true);
});

test('a hidden tab’s timers give up by the second', () => {
  const tries = given(12, (n) => (n % 3 ? 1005 : 2002));
  expect(abandonedOf(tries)).toBeNull();
  expect(abandonedOf(tries, true)).toHaveLength(12);
});

describe('thresholds', () => {
  test.each<[string, KeptTry[], boolean]>([
    ['seven tries', given(7, () => 1500), true],
    ['not six', given(6, () => 2500), false],
    ['10.5 s', given(7, () => 1500), true],
    ['not less', given(7, () => 1499), false],
    ['0.4 s each', given(27, () => 400), true],
    ['not less: keystrokes', given(40, () => 399), false],
    ['2.5 s each', given(8, () => 2500), true],
    ['not more: the server had its time', given(8, () => 2501), false],
    ['one in six may be late', given(12, (n) => (n % 6 === 4 ? 1500 : 1000)), true],
    ['not more: a person', given(12, (n) => (n % 4 === 3 ? 1500 : 1000)), false],
    ['of a person', given(20, (n) => 600 + ((n * 371) % 900)), false],
    ['after one that opened', [aTry({ at: T0, openedAt: T0 }), ...given(11, () => 1000)], true],
    [
      'before one that opened',
      [...given(11, () => 1000), aTry({ at: T0 + 11_000, openedAt: T0 + 11_005 })],
      false,
    ],
    [
      'before one that failed',
      [...given(11, () => 1000), aTry({ at: T0 + 11_000, endedAt: T0 + 11_005 })],
      false,
    ],
    ['while the next one connects', [...given(11, () => 1000), aTry({ at: T0 + 11_000 })], true],
    ['none', [], false],
  ])('%s: %#', (_name, tries, found) => {
    expect(abandonedOf(tries) !== null).toBe(found);
  });
});
