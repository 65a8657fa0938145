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
  const pause = createPausing({
    world,
    pages: { stopSite: (origin) => log.push(`stop ${origin}`) },
    paused: {
      load: async () => {},
      has: () => false,
      any: () => false,
      set: async (origin, on, inPrivate) => {
        log.push(`set ${origin} ${on}${inPrivate ? ' private' : ''}`);
      },
    },
    stored: {
      save: (tab) => log.push(`save ${tab.tabId}`),
      forget: (tabId) => log.push(`forget ${tabId}`),
      saveOrigins: () => log.push('save origins'),
      forgetSite: async (origin) => {
        log.push(`forget ${origin}`);
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
    expect(await pause(live(`${SITE}/room?x=1`), true)).toBe(SITE);
    expect(log).toEqual([
      `set ${SITE} true`,
      `stop ${SITE}`,
      'save origins',
      'forget 1',
      'forget 2',
      `forget ${SITE}`,
    ]);
    expect(Object.keys(world.tabs)).toEqual(['3']);
    expect(badges.cleared).toEqual([1]);
  });

  test('forgets its frames in the tabs of other sites, and nothing else of them', async () => {
    const { world, log, pause } = setUp();
    const other = addTab(world, 3, OTHER, [SITE, 'https://c.example']);
    const untouched = addTab(world, 4, OTHER);
    await pause(live(`${SITE}/`), true);
    expect(other.loads.map(({ url }) => url)).toEqual([`${OTHER}/`, 'https://c.example/widget']);
    expect(other.pausedFrames).toBe(true);
    expect(untouched.pausedFrames).toBe(false);
    expect(log.slice(-2)).toEqual(['save 3', `forget ${SITE}`]);
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
    await pause(live(`${SITE}/`), true);
    expect(Object.keys(world.origins)).toEqual([OTHER]);
    expect(log).toContain('save origins');
  });

  test('silent: going on stops nothing and forgets nothing', async () => {
    const { world, log, pause } = setUp();
    addTab(world, 1, SITE);
    await pause(live(`${SITE}/`), false);
    expect(log).toEqual([`set ${SITE} false`]);
    expect(world.tabs[1]?.loads).toHaveLength(1);
  });

  test('in a private window says so to what keeps the choice', async () => {
    const { log, pause } = setUp();
    await pause(live(`${SITE}/`, { incognito: true }), true);
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
    await expect(pause(live(url), true)).rejects.toThrow('no site that could be paused');
    expect(log).toEqual([]);
  });
});
