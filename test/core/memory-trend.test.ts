import { describe, expect, test } from 'vitest';
import { growsOn, memoryTrendOf } from '../../src/core/memory-trend';
import { T0 } from './facts';
import { type Heap, heapOf, timelineOf } from './memory';
import { normalOf } from './noise';
import { randomOf } from './random';

/** Whether any look, each ten seconds, sees a growth; and the second of the first one. */
const firstSeen = (bytes: readonly (number | null)[]): number | null => {
  const timeline = timelineOf(bytes);
  for (let end = 60; end <= timeline.length; end += 10)
    if (memoryTrendOf(timeline.slice(Math.max(0, end - 600), end), T0)) return end;
  return null;
};
const heap = (over: Partial<Heap>, seed = 1) =>
  heapOf({ kept: () => 30, garbage: 1, tooth: 20, seconds: 600, random: randomOf(seed), ...over });
const share = (over: (random: () => number) => Partial<Heap>, runs = 60): number => {
  let seen = 0;
  for (let seed = 1; seed <= runs; seed++)
    if (firstSeen(heap(over(randomOf(seed * 31)), seed)) !== null) seen++;
  return seen / runs;
};

describe('growth', () => {
  test.each<[string, Partial<Heap>, number]>([
    ['30 MB a minute, collected all the while', { kept: (s) => 30 + s / 2 }, 330],
    ['6 MB a minute', { kept: (s) => 30 + s / 10 }, 540],
    ['30 MB a minute and no garbage at all', { kept: (s) => 10 + s / 2, garbage: 0 }, 300],
    ['a piece of 5 MB every 10 s', { kept: (s) => 30 + 5 * Math.floor(s / 10) }, 560],
    [
      '300 MB a minute: in the second minute',
      { kept: (s) => 30 + s * 5, garbage: 5, tooth: 12 },
      120,
    ],
  ])('%s', (_name, over, by) => {
    for (let seed = 1; seed <= 20; seed++) {
      const seen = firstSeen(heap(over, seed));
      expect(seen, `seed ${seed}`).not.toBeNull();
      expect(seen, `seed ${seed}`).toBeLessThanOrEqual(by);
    }
  });

  test('it tells from where to where, and how fast', () => {
    const bytes = heap({ kept: (s) => 30 + s / 2, seconds: 300, tooth: 8 });
    const grown = memoryTrendOf(timelineOf(bytes), T0);
    expect(grown?.bytesPerMin).toBeGreaterThan(25e6);
    expect(grown?.bytesPerMin).toBeLessThan(35e6);
    expect(grown?.collections).toBeGreaterThanOrEqual(2);
    expect((grown?.to.value ?? 0) - (grown?.from.value ?? 0)).toBeGreaterThan(40e6);
  });

  test('measured every 30 s alone', () => {
    const bytes = heap({ kept: (s) => 30 + s / 3, garbage: 0 }).map(
      (_, i, all) => all[i - (i % 30)] as number,
    );
    expect(firstSeen(bytes)).not.toBeNull();
  });

  test.each<[string, Partial<Heap>, boolean]>([
    ['a leak', { kept: (s) => 30 + s / 3, tooth: 15 }, true],
    ['a leak of a large heap', { kept: (s) => 600 + s, tooth: 40, garbage: 4 }, true],
    ['a plateau', { kept: (s) => 30 + Math.min(s, 150) / 2 }, false],
    ['a plateau without garbage', { kept: (s) => 30 + Math.min(s, 150) / 2, garbage: 0 }, false],
    ['a fall', { kept: (s) => (s < 250 ? 30 + s / 3 : 40) }, false],
  ])('%s goes on', (_name, over, expected) => {
    for (let seed = 1; seed <= 20; seed++) {
      const timeline = timelineOf(heap(over, seed));
      const looks: boolean[] = [];
      for (let end = 420; end <= (expected ? 600 : 460); end += 5)
        looks.push(growsOn(timeline.slice(0, end), T0) !== null);
      // The first look that does not see it ends it.
      expect(looks.every(Boolean), `seed ${seed}`).toBe(expected);
    }
  });
});

describe('none', () => {
  test.each<[string, (random: () => number) => Partial<Heap>]>([
    ['a sawtooth', () => ({})],
    ['a slow sawtooth, one tooth in five minutes', () => ({ garbage: 0.2, tooth: 60 })],
    ['a steep sawtooth of 100 MB', () => ({ garbage: 5, tooth: 100 })],
    ['caches that fill up', () => ({ kept: (s) => 20 + 60 * (1 - Math.exp(-s / 60)) })],
    ['caches that fill up slowly', () => ({ kept: (s) => 20 + 80 * (1 - Math.exp(-s / 150)) })],
    ['a view that is opened: one step', () => ({ kept: (s) => (s < 200 ? 30 : 70) })],
    ['three views that are opened', () => ({ kept: (s) => 30 + 20 * Math.floor(s / 170) })],
    ['a chat of text: 1 MB a minute', () => ({ kept: (s) => 30 + s / 60 })],
    ['grows and is let go', () => ({ kept: (s) => 30 + (s % 90) / 2 })],
    [
      'a level that wanders',
      (random) => {
        const normal = normalOf(random);
        let level = 60;
        return {
          kept: () => {
            level = 60 + 0.97 * (level - 60) + normal();
            return level;
          },
        };
      },
    ],
  ])('%s', (_name, over) => {
    expect(share(over)).toBe(0);
  });

  test('where the browser does not tell, or has not told for long', () => {
    expect(firstSeen(Array(600).fill(null))).toBeNull();
    expect(memoryTrendOf([], T0)).toBeNull();
    expect(
      memoryTrendOf(timelineOf(heap({ kept: (s) => 30 + s / 2, seconds: 200 })), T0),
    ).toBeNull();
  });

  test('what rises by thirds, but in an order that chance makes as well', () => {
    const lows = [122, 136, 155, 161, 154, 120, 176, 190, 147, 192, 198, 185];
    const even = lows.map((_, i) => 122 + 7 * i);
    // Each part: its low in its first second, and garbage that is collected once more within it.
    const heapOfLows = (all: number[]) =>
      all.flatMap((low) => Array.from({ length: 40 }, (_, s) => (low + (s % 20) / 2) * 1e6));
    expect(memoryTrendOf(timelineOf(heapOfLows(even)), T0)).not.toBeNull();
    expect(memoryTrendOf(timelineOf(heapOfLows(lows)), T0)).toBeNull();
  });

  test('over a gap nothing is put together', () => {
    const bytes = heap({ kept: (s) => 10 + s, garbage: 0, seconds: 320 });
    const timeline = timelineOf(bytes);
    expect(memoryTrendOf(timeline, T0)).not.toBeNull();
    const gap = (ms: number) =>
      memoryTrendOf(
        timeline.map((one, i) => (i < 200 ? one : { ...one, at: one.at + ms })),
        T0,
      );
    expect(gap(14_000)).not.toBeNull();
    expect(gap(15_000)).toBeNull();
    expect(memoryTrendOf(timeline, T0 + 200_000)).toBeNull();
  });
});
