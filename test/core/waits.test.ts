import { describe, expect, test } from 'vitest';
import { isFixed, kindOf, usualWait } from '../../src/core/waits';

const isLoop = (waits: number[]): boolean => kindOf(waits) === 'loop';

const times = (count: number, ...waits: number[]): number[] =>
  Array.from({ length: count }, () => waits).flat();

describe('what a page does that waits so', () => {
  test.each<[string, number[], boolean]>([
    ['next to nothing', [4, 0, 12, 6], true],
    ['a fixed second', times(10, 1000), true],
    ['with a timer’s noise', [1003, 1000, 1012, 1001, 1040, 1000, 1005, 1002], true],
    ['with one that a busy main thread made longer', [...times(5, 1000), 3500, 1000, 1000], true],
    ['with many of them', times(8, 250, 600, 250), true],
    ['at once, then a fixed second', [0, ...times(9, 1000)], true],
    ['one odd wait, then a fixed second', [130, ...times(8, 1000)], true],
    ['next to nothing, then those of a hidden tab', [...times(5, 2), ...times(8, 997)], true],
    ['tiny ones, then those of a hidden tab', [10, 40, 60, ...times(8, 997)], true],
    ['a quarter second, then those of a hidden tab', [...times(9, 250), ...times(8, 995)], true],
    ['a second, then those of a hidden tab', [...times(9, 1000), ...times(8, 1995)], true],
    ['a hidden tab that is shown again', [...times(9, 995), ...times(8, 250)], true],
    ['twice as long each time', [100, 200, 400, 800, 1600], false],
    ['a third longer each time', [1000, 1300, 1690, 2197, 2856, 3713], false],
    ['a cap that is reached soon', [1500, ...times(30, 3000)], false],
    ['a cap that is reached in two steps', [1000, 2000, ...times(30, 3000)], false],
    ['a cap below a second', [125, 250, 500, ...times(30, 1000)], false],
    ['Phoenix’s table', [10, 50, 100, 150, 200, 250, 500, 1000, 2000], false],
    ['drawn', [900, 130, 560, 1700, 240, 1100, 80, 1500, 640, 330], false],
    ['drawn, and cut at a cap', [3000, 3000, 1400, ...times(6, 3000), 2200, 3000, 3000], false],
    ['drawn, and at the cap for a while', [100, 260, 700, 190, 420, ...times(8, 3000)], false],
    ['a single wait', [3000], false],
    ['none', [], false],
  ])('%s', (_name, waits, expected) => {
    expect(isLoop(waits)).toBe(expected);
  });
});

describe('thresholds', () => {
  test.each<[string, number[], boolean]>([
    ['nothing is up to 25 ms, four times', times(4, 25), true],
    ['26 ms is a wait', [25, 25, 25, 26], false],
    ['three of nothing do not tell', times(3, 0), false],
    ['six alike tell', times(6, 100), true],
    ['five do not', times(5, 100), false],
    ['alike is a twentieth and 24 ms', [1000, 1000, 1000, 1000, 1000, 1074], true],
    ['and no more', [1000, 1000, 1000, 1000, 1000, 1075], false],
    ['of eight one may be late', [500, 9000, ...times(6, 500)], true],
    ['not two', [500, 9000, 9000, ...times(5, 500)], false],
    ['of sixteen six may be late', [...times(6, 900), ...times(10, 500)], true],
    ['of 48 23 may be late', [500, ...times(23, 900, 500), 500], true],
    ['not more than half', [...times(24, 900, 500)], false],
    [
      'six alike are half of all, or a stretch',
      [...times(7, 40, 200, 700), ...times(6, 500)],
      false,
    ],
    ['below 100 ms it is no beginning', [99, 60, ...times(8, 300)], true],
    ['from there on it is', [100, 150, ...times(8, 300)], false],
    ['one shorter wait: at least half a second', [500, ...times(8, 2000)], false],
    ['less was odd', [499, ...times(8, 2000)], true],
    ['up to 2 s', [1000, ...times(8, 2000)], false],
    ['less is a hidden tab’s', [1000, ...times(8, 1999)], true],
    ['1.8 times as long', [1500, ...times(8, 2700)], false],
    ['less is a hidden tab’s, too', [1500, ...times(8, 2699)], true],
    ['a shorter one among the newest 24 was drawn', [800, 700, ...times(23, 800)], false],
    ['one before was the page’s own reason', [800, 700, ...times(24, 800)], true],
  ])('%s', (_name, waits, expected) => {
    expect(isLoop(waits)).toBe(expected);
  });
});

describe('in a hidden tab', () => {
  test.each<[string, number[], boolean]>([
    ['a fixed second', [1986, 1002, 1998, 1004, 1969, 1002, 1105, 1035], true],
    ['a quarter second, by where the try ended', [995, 640, 310, 1120, 817, 1044, 402, 1003], true],
    ['at once, likewise', [990, 400, 30, 700, 120, 840, 500], true],
    [
      'a second that was seen before',
      [...times(9, 1000), 1700, 1300, 1950, 1100, 1010, 1995],
      true,
    ],
    ['a second and noise at most', [1000, ...times(5, 2074)], true],
    ['more', [1000, ...times(5, 2075)], false],
    ['doubled', [1000, 1000, 1400, 1900, 2400, 4100], false],
    ['capped at 4 s', [1000, 1000, 1600, 2900, ...times(9, 4200, 4700)], false],
    ['Phoenix’s table', [...times(6, 995), 995, 1995, 2995], true],
  ])('%s: %#', (_name, waits, loops) => {
    expect(kindOf(waits, true) === 'loop').toBe(loops);
  });
});

describe('waits put together by guess are fixed', () => {
  test.each<[string, number[], boolean]>([
    ['where ten of twelve are alike', [...times(2, 900), ...times(10, 500)], true],
    ['not nine', [...times(3, 900), ...times(9, 500)], false],
    ['not of eleven', times(11, 500), false],
    ['not where there were shorter ones', [1000, 1500, ...times(12, 2000)], false],
  ])('%s', (_name, waits, expected) => {
    expect(isFixed(waits)).toBe(expected);
  });
});

test('the usual wait is the middle one of the last dozen', () => {
  expect(usualWait([...times(30, 5), ...times(5, 10), ...times(7, 20)])).toBe(20);
  expect(usualWait([1, 2, 30])).toBe(2);
});
