import { describe, expect, test } from 'vitest';
import { detect } from '../../../src/core/detect';
import { memoryGrowth } from '../../../src/core/detectors/memory-growth';
import { foldBatch, foldGone } from '../../../src/core/fold';
import { foldMain } from '../../../src/core/fold-main';
import { takeSample } from '../../../src/core/sample';
import type { TabState } from '../../../src/core/state';
import { aBatch, aTab, aWorld, T0 } from '../facts';
import { heapOf } from '../memory';
import { randomOf } from '../random';

const LOADED = 2000;

/** A page that tells its heap once a second, and each second in which it is found. */
const watch = (
  bytes: readonly (number | null)[],
  loadOf: (second: number) => string = () => 'load-1',
) => {
  const tab = aTab();
  const world = aWorld([tab]);
  const found: number[] = [];
  for (const [second, usedBytes] of bytes.entries()) {
    const now = T0 + second * 1000;
    const load = loadOf(second);
    foldBatch(
      tab,
      0,
      load,
      'https://voice.example/app',
      aBatch({ seq: second + 1, at: now, usedBytes }),
      now,
    );
    const main = { byFrames: true, hidden: false, blockedMs: 0, longestMs: 0, blocks: [] };
    foldMain(tab, load, { ...main, loadedAt: T0 + LOADED }, usedBytes, now);
    takeSample(tab, now);
    detect(world, tab, now);
    if (tab.findings.some(({ id, until }) => id === 'memory-growth' && until === null))
      found.push(second);
  }
  return { tab, found, findings: tab.findings.filter(({ id }) => id === 'memory-growth') };
};
const look = (tab: TabState, now: number) =>
  memoryGrowth.detect({ tab, sameOrigin: [tab], engine: 'chromium', now });

const leak = (seconds: number, perSecond: number, from = 40) =>
  heapOf({
    kept: (s) => from + s * perSecond,
    garbage: 2,
    tooth: 10,
    seconds,
    random: randomOf(4),
  });

describe('found', () => {
  test('300 MB a minute in the second minute, and it goes on without a break', () => {
    const { found, findings, tab } = watch(leak(220, 5));
    expect(found[0]).toBeGreaterThan(80);
    expect(found[0]).toBeLessThan(110);
    expect(found).toHaveLength(220 - (found[0] ?? 0));
    expect(findings).toHaveLength(1);
    expect(look(tab, T0 + 219_000)).toMatchObject({
      severity: 'critical',
      summary: expect.stringMatching(
        /^What this page keeps in memory grew from .* MB to 1 GB in .* a minute\)/,
      ),
      evidence: { collectionsSeen: expect.any(Number) },
    });
  });

  test('five MB a second whose collections hide between the samples, as Chromium tells them', () => {
    const bytes = Array.from({ length: 130 }, (_, s) => (2 + 15 * Math.floor(s / 3)) * 1e6);
    expect(watch(bytes).found[0]).toBeLessThan(100);
  });

  test('a slow one', () => {
    const { found, findings } = watch(leak(600, 0.2));
    expect(found[0]).toBeLessThan(560);
    expect(findings).toMatchObject([{ severity: 'warning', until: null }]);
  });

  test('it ends when memory comes back', () => {
    const bytes = [...leak(150, 5), ...leak(60, 0)];
    const { findings } = watch(bytes);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.until).toBeGreaterThan(T0 + 149_000);
    expect(findings[0]?.until).toBeLessThan(T0 + 172_000);
  });
});

describe('look-alikes', () => {
  test.each<[string, (number | null)[]]>([
    [
      'silent: the collector’s sawtooth',
      heapOf({ kept: () => 60, garbage: 3, tooth: 40, seconds: 600, random: randomOf(9) }),
    ],
    [
      'silent: a page that loads and fills its caches',
      heapOf({
        kept: (s) => 20 + 150 * (1 - Math.exp(-s / 15)),
        garbage: 2,
        tooth: 20,
        seconds: 300,
        random: randomOf(9),
      }),
    ],
    [
      'silent: one large tooth',
      heapOf({ kept: () => 150, garbage: 3, tooth: 300, seconds: 300, random: randomOf(2) }),
    ],
    ['silent: half a minute of growth', [...leak(30, 10), ...leak(200, 0, 340)]],
    ['silent: the browser does not tell (Firefox)', Array(300).fill(null)],
  ])('%s', (_name, bytes) => {
    expect(watch(bytes).found).toEqual([]);
  });

  test('silent: a page that is loaded again and again', () => {
    const bytes = Array.from({ length: 6 }, () => leak(80, 5)).flat();
    expect(watch(bytes, (second) => `load-${Math.floor(second / 80)}`).found).toEqual([]);
  });

  test('silent: a page that has gone, a closed tab', () => {
    const { tab } = watch(leak(200, 5));
    expect(look({ ...tab, open: false }, T0 + 200_000)).toBeNull();
    foldGone(tab, 'load-1');
    expect(look(tab, T0 + 200_000)).toBeNull();
  });
});
