import { describe, expect, test } from 'vitest';
import { REAL_PAUSE_MS, runOf, YOUNG_MS } from '../../src/core/reconnects';
import type { KeptTry } from '../../src/core/state';
import { aTry, T0 } from './facts';

/** A try told shortly: when it began, opened and ended, counted from `T0`. */
const one = (at: number, openedAt: number | null, endedAt: number | null, over = {}): KeptTry =>
  aTry({
    at: T0 + at,
    openedAt: openedAt === null ? null : T0 + openedAt,
    endedAt: endedAt === null ? null : T0 + endedAt,
    ...over,
  });
const run = (tries: KeptTry[], now: number) => runOf(tries, T0 + now, 'chromium');

/** Refused tries with these waits between them, each 10 ms long. */
const waits = (...pauses: number[]): KeptTry[] => {
  let at = 0;
  return [0, ...pauses].map((pause, i) => {
    at += i ? pause + 10 : 0;
    return one(at, null, at + 10);
  });
};
const nowAfter = (tries: KeptTry[]): number => (tries.at(-1)?.endedAt ?? T0) - T0;

test('the contract’s numbers', () => {
  expect(YOUNG_MS).toBe(5000);
  expect(REAL_PAUSE_MS).toBe(5000);
});

describe('which try counts', () => {
  test.each([
    ['refused', one(0, null, 10), { failed: 1, diedYoung: 0 }],
    ['closed 4,999 ms after it opened', one(0, 1, 5000), { failed: 0, diedYoung: 1 }],
    ['closed 5,000 ms after it opened', one(0, 1, 5001), null],
    ['aborted by the page while connecting', one(0, null, 10, { own: true }), null],
    ['closed by the page after an answer', one(0, 1, 10, { own: true, messages: 1 }), null],
    ['closed by the page, unused', one(0, 1, 10, { own: true }), { diedYoung: 1 }],
    ['closed by the server after a message', one(0, 1, 10, { messages: 1 }), { diedYoung: 1 }],
    [
      'asked, answered and closed as done',
      one(0, 1, 10, { messages: 2, sent: 1, code: 1000 }),
      null,
    ],
    [
      'asked and closed as done',
      one(0, 1, 10, { messages: 1, sent: 1, code: 1000 }),
      { diedYoung: 1 },
    ],
    [
      'asked, answered and cut off',
      one(0, 1, 10, { messages: 2, sent: 1, code: 1006 }),
      { diedYoung: 1 },
    ],
    ['connecting still', one(0, null, null), null],
    ['open still', one(0, 1, null), null],
  ])('%s', (_name, attempt, expected) => {
    const found = run([attempt], 5001);
    if (expected) expect(found).toMatchObject({ tries: 1, ...expected });
    else expect(found).toBeNull();
  });

  test('an open one that has lived 5 s ends the run', () => {
    const tries = [...waits(100, 100), one(330, 331, null)];
    expect(run(tries, 331 + 4999)?.tries).toBe(3);
    expect(run(tries, 331 + 5000)).toBeNull();
  });
});

describe('what a pause is', () => {
  test.each([
    [4999, 3],
    [5000, 1],
  ])('%i ms between the tries of a page: %i in the run', (pause, tries) => {
    const all = waits(pause, pause);
    expect(run(all, nowAfter(all))?.tries).toBe(tries);
  });

  test.each([
    [999, 3],
    [1000, 1],
  ])('%i ms before the browser’s own retry: %i in the run', (pause, tries) => {
    const all = waits(pause, pause).map((t, i) => ({ ...t, auto: i > 0 }));
    expect(run(all, nowAfter(all))?.tries).toBe(tries);
  });

  test('the run is over 5 s after its last end', () => {
    const all = waits(100, 100, 100);
    expect(run(all, nowAfter(all) + 4999)).not.toBeNull();
    expect(run(all, nowAfter(all) + 5000)).toBeNull();
  });

  test('while the browser holds a try back the run goes on', () => {
    const all = [...waits(100, 100), one(330, null, null)];
    expect(run(all, 330 + 5000)?.tries).toBe(3);
    expect(run(all, 330 + 120_000)).toBeNull();
  });

  test('what the connecting takes is no pause', () => {
    const all = [one(0, null, 4000), one(4000, null, 8000), one(8000, null, 12_000)];
    expect(run(all, 12_000)).toMatchObject({ tries: 3, pauses: [0, 0] });
  });

  test('where tries were forgotten no pause is guessed', () => {
    const all = [...waits(100, 100), one(90_000, null, 90_010, { gap: true })];
    expect(run(all, 90_010)).toMatchObject({ tries: 4, pauses: [100, 100] });
  });
});

describe('backoff', () => {
  const backsOff = (...pauses: number[]) => {
    const all = waits(...pauses);
    return run(all, nowAfter(all))?.backsOff;
  };

  test.each([
    ['x2 from 100 ms', [100, 200, 400, 800, 1600], true],
    ['x1.3 from 1 s', [1000, 1300, 1690, 2197, 2856, 3713], true],
    ['with a long plateau', [100, 200, 400, 800, 1600, ...Array(25).fill(2000)], true],
    ['a fixed second', Array(10).fill(1000), false],
    ['at once, then a fixed second', [0, ...Array(9).fill(1000)], false],
    ['waits under half a second that come and go', [50, 300, 200, 450, 100, 400], false],
    ['a table of short waits, each longer (Phoenix)', [10, 50, 100, 150, 200, 250], true],
    ['the same from next to nothing', [1, 2, 5, 9, 14, 19], false],
    ['a single wait', [3000], false],
    ['no wait, then those of a hidden tab', [2, 2, 2, 2, 2, 1000, 1000, 1000, 1000], false],
    ['tiny waits, then those of a hidden tab', [10, 40, 60, 1000, 1000, 1000], false],
    ['one odd wait, then a fixed second', [130, ...Array(8).fill(1000)], false],
  ])('%s: %s', (_name, pauses, expected) => {
    expect(backsOff(...pauses)).toBe(expected);
  });

  test.each([
    [[400, 400, 600, 600], true],
    [[300, 300, 599, 599], false],
    [[500, 500, 750, 750], true],
    [[500, 500, 749, 749], false],
    // Two long waits among the newest eight.
    [[100, 100, 100, 1250, 1250], true],
    [[100, 100, 100, 1249, 1249], false],
    [[100, 100, 1250, 1250, ...Array(6).fill(100)], true],
    [[100, 100, 1250, 1250, ...Array(7).fill(100)], false],
    // One alone, where the page waits by a timer; a blocked main thread makes one as well.
    [[300, 300, 300, 300, 2000], true],
    [[300, 300, 300, 300, 1999], false],
    [[299, 299, 299, 299, 2000], false],
  ])('thresholds: %j: %s', (pauses, expected) => {
    expect(backsOff(...pauses)).toBe(expected);
  });
});

test('the rate counts the tries of the last 10 s', () => {
  const all = waits(...Array(39).fill(490));
  expect(run(all, nowAfter(all))?.perSecond).toBeCloseTo(2, 0);
});

test('tries beside each other are no answer to each other', () => {
  const all = [one(0, null, 1000), one(10, null, 990), one(20, null, 980), one(1100, null, 1200)];
  expect(run(all, 1200)).toMatchObject({ tries: 2, pauses: [100] });
});

test('no tries, no run', () => {
  expect(run([], 0)).toBeNull();
});
