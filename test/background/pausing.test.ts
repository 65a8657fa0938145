import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Tabs } from '../../src/adapters/browser';
import { createPausing } from '../../src/background/pausing';
import { foldBatch, foldClosed } from '../../src/core/fold';
import { foldInventory } from '../../src/core/origins';
import { createTab, createWorld, type World } from '../../src/core/state';
import { aBatch, T0 } from '../core/facts';

const badges = vi.hoisted(() => ({ cleared: [] as number[] }));
vi.mock('../../src/background/badge', () => ({
  showBadge: (tab: { tabId: number; findings: unknown[] }) => {
    if (tab.findings.length === 0) badges.cleared.push(tab.tabId);
  },
}));
vi.mock('../../src/adapters/browser', () => ({ browser: {} }));

const SITE = 'https://a.example';
const OTHER = 'https://b.example';
const THIRD = 'https://c.example';

const addTab = (world: World, tabId: number, origin: string, frames: string[] = []) => {
  const tab = createTab(tabId);
  Object.assign(tab, { url: `${origin}/`, origin });
  foldBatch(tab, 0, `top-${tabId}`, `${origin}/`, aBatch(), T0);
  for (const [i, frame] of frames.entries())
    foldBatch(tab, i + 1, `frame-${tabId}-${i}`, `${frame}/widget`, aBatch(), T0);
  world.tabs[tabId] = tab;
  return tab;
};

const setUp = () => {
  const world = createWorld('chromium');
  const log: string[] = [];
  const paused = new Set<string>();
  let chosen: string | null = null;
  const has = (origin: string) => paused.has(origin) || (chosen !== null && chosen !== origin);
  const froms = [SITE, OTHER, THIRD].flatMap((top) =>
    [SITE, OTHER, THIRD].map((frame) => ({ frame, top, isPrivate: false })),
  );
  const name = (origin: string) => origin.slice('https://'.length, -'.example'.length);
  const pause = createPausing({
    world,
    pages: {
      stopAll: (isOut) => {
        const out = froms.filter(isOut).map(({ frame, top }) => `${name(frame)} in ${name(top)}`);
        log.push(`stop ${out.join(', ')}`);
      },
    },
    paused: {
      load: async () => {},
      has,
      hasFrame: (origin) => paused.has(origin),
      any: () => true,
      isOnly: () => chosen !== null,
      told: () => ({ only: chosen !== null, chosen: [], paused: [...paused] }),
      set: async (origin, on, inPrivate) => {
        if (on) paused.add(origin);
        else paused.delete(origin);
        log.push(`set ${origin} ${on}${inPrivate ? ' private' : ''}`);
      },
      setOnly: async (first, inPrivate) => {
        chosen = first;
        log.push(`only ${first}${inPrivate ? ' private' : ''}`);
      },
    },
    stored: {
      save: (tab) => log.push(`save ${tab.tabId}`),
      forget: (tabId) => log.push(`forget ${tabId}`),
      saveOrigins: () => log.push('save origins'),
      forgetSites: async ({ top, frame }) => {
        const out = [SITE, OTHER, THIRD].filter(top).map(name).join(', ');
        log.push(`forget stored ${out} and frames ${[SITE, OTHER, THIRD].filter(frame).map(name)}`);
      },
    },
  });
  return { world, log, pause };
};
const live = (url: string, more: Partial<Tabs.Tab> = {}): Tabs.Tab =>
  ({ id: 1, url, incognito: false, ...more }) as Tabs.Tab;

beforeEach(() => {
  badges.cleared = [];
});

describe('pausing', () => {
  test('keeps the choice first, then stops the pages and forgets every tab of the site, closed ones too', async () => {
    const { world, log, pause } = setUp();
    addTab(world, 1, SITE);
    foldClosed(addTab(world, 2, SITE), T0);
    addTab(world, 3, OTHER);
    expect(await pause.site(live(`${SITE}/room?x=1`), true)).toBe(SITE);
    expect(log).toEqual([
      `set ${SITE} true`,
      'stop a in a, b in a, c in a, a in b, a in c',
      'save origins',
      'forget 1',
      'forget 2',
      'forget stored a and frames a',
    ]);
    expect(Object.keys(world.tabs)).toEqual(['3']);
    expect(badges.cleared).toEqual([1]);
  });

  test('forgets its frames in the tabs of other sites, and nothing else of them', async () => {
    const { world, log, pause } = setUp();
    const other = addTab(world, 3, OTHER, [SITE, THIRD]);
    const untouched = addTab(world, 4, OTHER);
    await pause.site(live(`${SITE}/`), true);
    expect(other.loads.map(({ url }) => url)).toEqual([`${OTHER}/`, `${THIRD}/widget`]);
    expect(other.pausedFrames).toBe(true);
    expect(untouched.pausedFrames).toBe(false);
    expect(log.slice(-2)).toEqual(['save 3', 'forget stored a and frames a']);
  });

  test('forgets its service workers, in each of the browser’s stores, and no other site’s', async () => {
    const { world, log, pause } = setUp();
    for (const [store, origin] of [
      ['', SITE],
      ['firefox-container-1', SITE],
      ['', OTHER],
    ] as const) {
      const worker = { scope: `${origin}/`, scriptUrl: `${origin}/sw.js`, state: 'activated' };
      foldInventory(world, { store, origin }, [worker], T0);
    }
    await pause.site(live(`${SITE}/`), true);
    expect(Object.keys(world.origins)).toEqual([OTHER]);
    expect(log).toContain('save origins');
  });

  test('silent: going on stops nothing and forgets nothing', async () => {
    const { world, log, pause } = setUp();
    addTab(world, 1, SITE);
    await pause.site(live(`${SITE}/`), false);
    await pause.listed(SITE, false, false);
    expect(log).toEqual([`set ${SITE} false`, `set ${SITE} false`]);
    expect(world.tabs[1]?.loads).toHaveLength(1);
  });

  test('of a site in the list needs no tab of it', async () => {
    const { world, log, pause } = setUp();
    addTab(world, 1, SITE);
    await pause.listed(SITE, true, false);
    expect(log).toContain('forget 1');
    expect(world.tabs).toEqual({});
  });

  test('in a private window says so to what keeps the choice', async () => {
    const { log, pause } = setUp();
    await pause.site(live(`${SITE}/`, { incognito: true }), true);
    expect(log[0]).toBe(`set ${SITE} true private`);
  });

  test.each([
    'chrome://settings',
    'about:blank',
    'file:///home/x.html',
    '',
    'https://addons.mozilla.org/x',
  ])('is refused on %s', async (url) => {
    const { log, pause } = setUp();
    await expect(pause.site(live(url), true)).rejects.toThrow('no site that could be paused');
    await expect(pause.only(live(url), true)).rejects.toThrow('no site that could be paused');
    expect(log).toEqual([]);
  });
});

describe('observing chosen sites alone', () => {
  test('stops and forgets every other tab, and what its own tabs showed before', async () => {
    const { world, log, pause } = setUp();
    const mine = addTab(world, 1, OTHER, [THIRD]);
    foldBatch(mine, 0, 'next', `${SITE}/`, aBatch(), T0);
    foldBatch(mine, 3, 'widget', `${THIRD}/widget`, aBatch(), T0);
    mine.origin = SITE;
    for (const load of mine.loads) if (load.id.startsWith('frame-')) load.gone = true;
    addTab(world, 2, OTHER);
    addTab(world, 3, THIRD, [SITE]);
    await pause.only(live(`${SITE}/`), true);
    expect(log.slice(0, 2)).toEqual([
      `only ${SITE}`,
      'stop a in b, b in b, c in b, a in c, b in c, c in c',
    ]);
    expect(Object.keys(world.tabs)).toEqual(['1']);
    expect(mine.loads.map(({ url }) => url)).toEqual([`${SITE}/`, `${THIRD}/widget`]);
    // What went was of pages before.
    expect(mine.pausedFrames).toBe(false);
  });

  test('silent: observing all again stops nothing and forgets nothing', async () => {
    const { world, log, pause } = setUp();
    addTab(world, 1, SITE);
    expect(await pause.only(live('about:blank'), false)).toBe('');
    expect(log).toEqual(['only null']);
    expect(world.tabs[1]?.loads).toHaveLength(1);
  });
});
