import { describe, expect, test } from 'vitest';
import { unpack } from '../../../src/core/history/pack';
import { HISTORY, THINNING } from '../../../src/core/history/shape';
import {
  chunkOf,
  dueBefore,
  thin,
  thinChunks,
  thinTo,
  windowOf,
} from '../../../src/core/history/thin';
import { T0 } from '../facts';
import { everySecond, sampleAt } from './samples';

const [fine, coarse] = THINNING;

describe('the ages and steps', () => {
  test('are 1 s for ten minutes, 10 s for six hours, 1 min for a week', () => {
    expect(THINNING).toEqual([
      { step: 1000, to: 10_000, afterMs: 600_000, windowMs: 600_000 },
      { step: 10_000, to: 60_000, afterMs: 21_600_000, windowMs: 3_600_000 },
    ]);
    expect([HISTORY.ms, HISTORY.bytes]).toEqual([604_800_000, 50_000_000]);
  });
});

describe('a thinned sample', () => {
  const one = (...all: Parameters<typeof sampleAt>[1][]) =>
    thin(
      all.map((over, i) => sampleAt(i * 1000, over)),
      60_000,
    );

  test('keeps the most of what lives and waits, the last count, the sum of blocks, the least memory, the last time', () => {
    const kept = one(
      {
        openSockets: 2,
        attempts: 5,
        audioBacklogMs: 900,
        blockedMs: 10,
        usedBytes: 300,
        liveVads: 1,
      },
      {
        openSockets: 9,
        attempts: 6,
        audioBacklogMs: 100,
        blockedMs: 5,
        usedBytes: 100,
        liveVads: 3,
      },
      { openSockets: 1, attempts: 7, audioBacklogMs: 0, blockedMs: 0, usedBytes: 200, liveVads: 0 },
    );
    expect(kept).toEqual([
      sampleAt(2000, {
        openSockets: 9,
        attempts: 7,
        audioBacklogMs: 900,
        blockedMs: 15,
        usedBytes: 100,
        liveVads: 3,
      }),
    ]);
  });

  test('is not observed only where none was', () => {
    expect(one({ blockedMs: null }, { blockedMs: 4 })[0]?.blockedMs).toBe(4);
    expect(one({ blockedMs: 4 }, { blockedMs: null })[0]?.blockedMs).toBe(4);
    expect(one({ blockedMs: null }, { blockedMs: null })[0]?.blockedMs).toBeNull();
    expect(one({ usedBytes: null }, { usedBytes: 0 })[0]?.usedBytes).toBe(0);
  });
});

test('a gap stays a gap', () => {
  const kept = thin([...everySecond(20), ...everySecond(20, 3_600_000)], 10_000);
  expect(kept.map(({ at }) => at - T0)).toEqual([9000, 19_000, 3_609_000, 3_619_000]);
});

test('in two steps it keeps what it would have kept in one', () => {
  const samples = everySecond(600);
  expect(thin(thin(samples, 10_000), 60_000)).toEqual(thin(samples, 60_000));
  expect(thin(thin(samples, 10_000), 10_000)).toEqual(thin(samples, 10_000));
});

test('a clock that was set back mixes no moments', () => {
  const kept = thin([sampleAt(65_000), sampleAt(3000), sampleAt(64_000)], 60_000);
  expect(kept.map(({ at }) => at - T0)).toEqual([65_000, 3000, 64_000]);
});

describe('an answer', () => {
  test('silent: of few samples is whole', () => {
    expect(thinTo(everySecond(50), 50)).toEqual({ samples: everySecond(50), thinnedTo: null });
  });
  test('of too many is as coarse as it must be, and says so', () => {
    const { samples, thinnedTo } = thinTo(everySecond(1000), 60);
    expect(thinnedTo).toBe(20_000);
    expect(samples.length).toBeLessThanOrEqual(60);
    expect(samples.length).toBeGreaterThan(30);
  });
  test('comes to an end whatever the times', () => {
    const mad = everySecond(40).flatMap((one, i) => [one, sampleAt(-1e9 * i)]);
    expect(thinTo(mad, 1).samples).toHaveLength(1);
  });
});

describe('chunks', () => {
  const minutes = (n: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      n,
      ...chunkOf(everySecond(60, i * 60_000), 1000),
    }));

  test('are due when all of their window is old enough', () => {
    const begin = Math.floor(T0 / fine.windowMs) * fine.windowMs;
    const end = begin + fine.windowMs;
    expect(dueBefore(fine, end + fine.afterMs - 1)).toBe(begin);
    expect(dueBefore(fine, end + fine.afterMs)).toBe(end);
    expect(windowOf(fine, { from: begin })).toEqual({ begin, end: end - 1 });
    expect(windowOf(fine, { from: end - 1 })).toEqual({ begin, end: end - 1 });
  });

  test('of a window become one, of the same samples', () => {
    const { gone, fresh } = thinChunks(fine, minutes(4, 10).reverse());
    expect(gone).toHaveLength(10);
    expect(fresh).toHaveLength(1);
    expect(fresh[0]).toMatchObject({ n: 4, step: 10_000, from: T0 + 9000 });
    const samples = minutes(4, 10).flatMap(({ text }) => unpack(text));
    expect(unpack(fresh[0]?.text ?? '')).toEqual(thin(samples, 10_000));
  });

  test('of another step in the same window are left alone', () => {
    const other = { n: 4, ...chunkOf(everySecond(60), 10_000) };
    expect(thinChunks(fine, [other])).toEqual({ gone: [], fresh: [] });
    expect(thinChunks(coarse, [other, ...minutes(4, 2)]).gone).toEqual([other]);
  });
});
