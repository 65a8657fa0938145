import { describe, expect, test } from 'vitest';
import { detect } from '../../../src/core/detect';
import { mainThreadStall } from '../../../src/core/detectors/main-thread-stall';
import { foldBatch } from '../../../src/core/fold';
import { foldMain } from '../../../src/core/fold-main';
import { mainThreadOf } from '../../../src/core/main-thread';
import type { TabState } from '../../../src/core/state';
import { aBatch, aTab, aWorld, T0 } from '../facts';
import { randomOf } from '../random';

/** A block: when it began (ms after `T0`), how long it was, and its script. */
type Block = [at: number, ms: number, script?: string | null];

const LOADED = 1000;

/** A page whose thread was blocked so; its bridge tells each block when it is over. */
const page = (blocks: readonly Block[], hidden: [from: number, to: number][] = []): TabState => {
  const tab = aTab();
  foldBatch(tab, 0, 'load-1', 'https://voice.example/app', aBatch(), T0);
  const isHidden = (at: number) => hidden.some(([from, to]) => at >= from && at < to);
  const tell = (at: number, told: readonly Block[]) =>
    foldMain(
      tab,
      'load-1',
      {
        byFrames: true,
        hidden: isHidden(at),
        loadedAt: T0 + LOADED,
        blockedMs: 0,
        longestMs: 0,
        blocks: told.map(([begun, durationMs, script], i) => ({
          n: i + 1,
          at: T0 + begun,
          durationMs,
          script: script === undefined ? 'work (app.js)' : script,
        })),
      },
      null,
      T0 + at,
    );
  const told: [number, readonly Block[]][] = [[500, []]];
  // What has blocked until then is told with the change.
  const until = (time: number) => blocks.filter(([at, ms]) => at + ms <= time);
  for (const [from, to] of hidden) told.push([from, until(from)], [to, until(to)]);
  for (const [i, [at, ms]] of blocks.entries()) told.push([at + ms, blocks.slice(0, i + 1)]);
  told.sort((a, b) => a[0] - b[0]);
  let most: readonly Block[] = [];
  for (const [at, some] of told) {
    if (some.length > most.length) most = some;
    tell(at, most);
  }
  return tab;
};

const look = (tab: TabState, at: number) =>
  mainThreadStall.detect({ tab, sameOrigin: [tab], engine: 'chromium', now: T0 + at });
const afterwards = (blocks: readonly Block[]) =>
  look(page(blocks), Math.max(...blocks.map(([at, ms]) => at + ms)) + 500);

/** Blocks back to back with gaps, from … to. */
const row = (from: number, to: number, ms: number, gap: number): Block[] => {
  const blocks: Block[] = [];
  for (let at = from; at < to; at += ms + gap) blocks.push([at, ms]);
  return blocks;
};

describe('found', () => {
  test.each<[number, string, string]>([
    [2000, 'mild', 'warning'],
    [3000, 'mild', 'warning'],
    [4999, 'mild', 'warning'],
    [5000, 'obvious', 'warning'],
    [29_999, 'obvious', 'warning'],
    [30_000, 'severe', 'critical'],
  ])('%i ms at once are %s', (ms, degree, severity) => {
    const found = afterwards([[60_000, ms, 'decode (https://voice.example/app.js)']]);
    expect(found).toMatchObject({
      severity,
      evidence: {
        degree,
        blockedMs: ms,
        stallAt: T0 + 60_000,
        during: 'no pattern',
        script: 'decode (https://voice.example/app.js)',
      },
    });
    expect(found?.summary).toMatch(new RegExp(`at once \\(${degree}\\), at no special moment\\.$`));
    expect(found?.advice[0]).toContain('decode');
  });

  test('more than half of ten seconds', () => {
    const found = afterwards(row(60_000, 70_000, 700, 500));
    expect(found?.summary).toContain('in 9 blocks (obvious), at no special moment.');
    expect(found?.evidence.blockedMs).toBeGreaterThan(5000);
  });

  test('in the look after it is over, for half a minute, then it is history', () => {
    const tab = page([[60_000, 2500]]);
    const world = aWorld([tab], 'firefox');
    for (let at = 62_500; at <= 110_000; at += 1000) detect(world, tab, T0 + at);
    expect(tab.findings).toMatchObject([
      { id: 'main-thread-stall', since: T0 + 62_500, until: T0 + 93_500 },
    ]);
  });

  test('stalls that come again are one finding, and tell what they have in common', () => {
    const blocks = [60_000, 75_000, 95_000].map((at): Block => [at, 2500]);
    const tab = page(blocks);
    const world = aWorld([tab]);
    for (let at = 62_500; at <= 100_000; at += 1000) detect(world, tab, T0 + at);
    expect(tab.findings).toHaveLength(1);
    expect(look(tab, 98_000)?.summary).toContain('its 3 stalls have nothing in common');
    for (const block of tab.blocks) block.during = 'reply';
    expect(look(tab, 98_000)).toMatchObject({
      summary: expect.stringContaining('most of its 3 stalls came during a reply'),
      evidence: { stalls: 3, common: 'reply' },
    });
  });

  test.each<[string, string]>([
    ['page load', 'while the page loaded'],
    ['reply', 'during a reply'],
    ['character switch', 'after a switch of the character'],
    ['tab switch', 'when the tab was shown again'],
  ])('during: %s', (during, words) => {
    const tab = page([[60_000, 3500, 'app.js']]);
    for (const block of tab.blocks) block.during = during;
    expect(look(tab, 64_000)?.summary).toContain(words);
  });

  test('while the page loads a mild one is only told', () => {
    expect(afterwards([[500, 3000, 'app.js']])?.severity).toBe('info');
    expect(afterwards([[500, 6000, 'app.js']])?.severity).toBe('warning');
    const inFirefox = (ms: number) => {
      const tab = page([[500, ms, null]]);
      for (const { main } of tab.loads) if (main) main.byFrames = false;
      return look(tab, 6000);
    };
    expect(inFirefox(5000)?.severity).toBe('warning');
    expect(inFirefox(4999)).toBeNull();
  });

  test('what stands out of the page’s own level', () => {
    const level = row(10_000, 90_000, 600, 900);
    expect(afterwards([...level, [91_000, 2500]])).not.toBeNull();
    expect(afterwards([...level, ...row(91_000, 100_000, 1500, 300)])).not.toBeNull();
  });

  test('a person hides the tab because it is stuck', () => {
    const tab = page([[60_000, 8000]], [[68_000, 90_000]]);
    expect(look(tab, 69_000)?.evidence.degree).toBe('obvious');
  });

  test('a block when the tab is shown again is put to that', () => {
    const tab = page([[90_200, 3000]], [[40_000, 90_000]]);
    expect(look(tab, 94_000)?.evidence.during).toBe('tab switch');
  });
});

describe('look-alikes', () => {
  test.each<[string, Block[]]>([
    ['silent: 1.9 s', [[60_000, 1900]]],
    [
      'silent: two blocks of 1.9 s',
      [
        [60_000, 1900],
        [66_000, 1900],
      ],
    ],
    ['silent: a third of ten seconds', row(60_000, 90_000, 600, 1200)],
    ['silent: a character that is drawn by software, always', row(5000, 300_000, 600, 300)],
    [
      'silent: the same, and a little slower for a while',
      [...row(5000, 120_000, 600, 300), ...row(120_000, 140_000, 900, 300)],
    ],
    ['silent: a page that sets itself up', row(1200, 13_000, 700, 500)],
    ['silent: a script that loads for 2.9 s', [[500, 2900, 'app.js']]],
    ['silent: the browser itself loads a page', [[500, 8000, null]]],
    ['silent: a dialog is open, or another page of the process is blocked', [[60_000, 8000, null]]],
    ['silent: the computer slept', [[60_000, 3_600_000]]],
  ])('%s', (_name, blocks) => {
    const tab = page(blocks);
    for (const [at, ms] of blocks) expect(look(tab, at + ms + 500)).toBeNull();
  });

  test('silent: a hidden tab, whose timers are held back', () => {
    const tab = page(row(60_000, 200_000, 2500, 500), [[50_000, 900_000]]);
    expect(look(tab, 201_000)).toBeNull();
    expect(mainThreadOf(tab).stalls).toEqual([]);
  });

  test('silent: a page without blocks, a closed tab', () => {
    expect(look(page([]), 60_000)).toBeNull();
    const tab = page([[60_000, 5000]]);
    tab.open = false;
    expect(look(tab, 66_000)).toBeNull();
  });

  test('silent: any steady level of blocks up to 700 ms', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomOf(seed);
      const busy = 0.3 + 0.6 * random();
      const blocks: Block[] = [];
      // Only those of half a second and more are told.
      for (let at = 1000; at < 240_000; ) {
        const ms = 100 + 600 * random();
        if (ms >= 500) blocks.push([Math.round(at), Math.round(ms)]);
        at += ms / busy;
      }
      for (let at = 20_000; at < 240_000; at += 20_000) {
        const tab = page(blocks.filter(([from, ms]) => from + ms <= at));
        expect(look(tab, at), `seed ${seed}, second ${at / 1000}`).toBeNull();
      }
    }
  });
});
