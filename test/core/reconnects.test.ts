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
});

describe('a server that is back', () => {
  const refused = waits(100, 100);
  const thrownOut = [0, 500, 1000].map((at) => one(at, at + 5, at + 405));
  const both = { messages: 2, sent: 1 };

  test.each<[string, KeptTry[], number, boolean]>([
    ['an open try after refused ones: half a second', [...refused, one(330, 331, null)], 830, true],
    ['ends the run', [...refused, one(330, 331, null)], 831, false],
    ['after short lives: half as long again', [...thrownOut, one(1500, 1505, null)], 2604, true],
    ['and half a second more', [...thrownOut, one(1500, 1505, null)], 2605, false],
    ['messages both ways end it at once', [...refused, one(330, 331, null, both)], 331, false],
    [
      'unless the bad ones had them as well',
      [...thrownOut.map((t) => ({ ...t, ...both })), one(1500, 1505, null, both)],
      1600,
      true,
    ],
    [
      'what a server only sends does not',
      [...refused, one(330, 331, null, { messages: 2 })],
      400,
      true,
    ],
    ['one that lived and is closed has ended it', [...refused, one(330, 331, 5331)], 5400, false],
  ])('%s', (_name, tries, now, goesOn) => {
    expect(run(tries, now) !== null).toBe(goesOn);
  });
});

describe('a socket for each request, that the server closes', () => {
  test.each<[string, Partial<KeptTry>, boolean]>([
    ['after an answer, as done (1000)', { code: 1000, messages: 2, sent: 1 }, false],
    ['as going away (1001)', { code: 1001, messages: 2, sent: 1 }, false],
    ['without a code (1005)', { code: 1005, messages: 2, sent: 1 }, false],
    ['with an error', { code: 1011, messages: 2, sent: 1 }, true],
    ['without a close frame', { code: 1006, messages: 2, sent: 1 }, true],
    ['without an answer', { code: 1000, messages: 1, sent: 1 }, true],
    ['without a word', { code: 1000 }, true],
    ['unasked, after three messages', { code: 1000, messages: 3 }, false],
    ['unasked, after a greeting', { code: 1000, messages: 2 }, true],
    ['unasked, without a code', { code: 1005, messages: 3 }, true],
  ])('%s: %s', (_name, over, bad) => {
    const tries = [...waits(100), one(200, 201, 600, over)];
    expect(run(tries, 600)?.diedYoung ?? null).toBe(bad ? 1 : null);
  });

  test.each<[string, number, Partial<KeptTry>, number | null]>([
    ['news and a second of life: it was waited for', 1000, { messages: 1, auto: true }, null],
    ['less', 999, { messages: 1, auto: true }, 1],
    ['no news', 1000, { auto: true }, 1],
    ['made anew by the page', 1000, { messages: 1 }, 1],
  ])('an EventSource that the server ends after %s', (_name, life, over, diedYoung) => {
    const all = [...waits(100), one(300, 301, 301 + life, over)];
    expect(run(all, 301 + life)?.diedYoung ?? null).toBe(diedYoung);
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

test('the rate counts the tries of the last 10 s', () => {
  const all = waits(...Array(39).fill(490));
  expect(run(all, nowAfter(all))?.perSecond).toBeCloseTo(2, 0);
});

test('tries beside each other are no answer to each other', () => {
  const all = [one(0, null, 1000), one(10, null, 990), one(20, null, 980), one(1100, null, 1200)];
  expect(run(all, 1200)).toMatchObject({ tries: 2, pauses: [100] });
});

test.each([
  [2, [0, 170]],
  [3, [0, 150, 600]],
])('%i loops beside each other have waits of their own', (_count, begin) => {
  const all = begin.flatMap((at) =>
    Array.from({ length: 16 }, (_, i) => one(at + i * 1010, null, at + i * 1010 + 10)),
  );
  all.sort((a, b) => a.at - b.at);
  const found = run(all, nowAfter(all));
  expect(found?.loop).toBe(true);
  expect(new Set(found?.pauses)).toEqual(new Set([1000]));
});

test('no tries, no run', () => {
  expect(run([], 0)).toBeNull();
});
