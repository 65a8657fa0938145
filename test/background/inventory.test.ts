import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createInventory } from '../../src/background/inventory';
import { foldBatch, foldClosed } from '../../src/core/fold';
import { originStateOf, workersOf } from '../../src/core/origins';
import { createTab, createWorld, KEPT, type TabState } from '../../src/core/state';
import { aBatch, T0 } from '../core/facts';

interface Asked {
  tabId: number;
  frameIds: number[];
}
const page = vi.hoisted(() => ({
  asked: [] as Asked[],
  answer: (_tabId: number): unknown => null,
}));
vi.mock('../../src/adapters/browser', () => ({
  browser: {
    scripting: {
      executeScript: async ({ target }: { target: Asked }) => {
        page.asked.push(target);
        return [{ result: await page.answer(target.tabId) }];
      },
    },
  },
}));

const SITE = 'https://chat.example';
const aWorker = (path = '/', over: Record<string, unknown> = {}) => ({
  scope: SITE + path,
  scriptUrl: `${SITE}${path}sw.js?build=7#x`,
  state: 'activated',
  ...over,
});
const told = (workers: unknown[], origin = SITE) => ({ origin, workers });

const setUp = (paused: string[] = []) => {
  const world = createWorld('chromium');
  const log = { changed: 0 };
  const inventory = createInventory({
    world,
    isPaused: (origin) => paused.includes(origin),
    changed: () => {
      log.changed++;
    },
  });
  const add = (tabId: number, load = `load-${tabId}`): TabState => {
    const tab = world.tabs[tabId] ?? { ...createTab(tabId), origin: SITE };
    world.tabs[tabId] = tab;
    foldBatch(tab, 0, load, `${SITE}/`, aBatch(), T0);
    return tab;
  };
  const list = (tab: TabState) => workersOf(world, tab).map(({ scope }) => scope);
  return { world, log, inventory, add, list };
};
const settle = () => new Promise((done) => setTimeout(done));

beforeEach(() => {
  page.asked = [];
  page.answer = () => told([aWorker()]);
});

describe('what a page says', () => {
  test('is kept for its origin, without queries, and told to be new', async () => {
    const { world, log, inventory, add } = setUp();
    const tab = add(1);
    await inventory.read(tab, 1000);
    expect(page.asked).toEqual([{ tabId: 1, frameIds: [0] }]);
    expect(originStateOf(world, tab)?.workers).toEqual([
      { scope: `${SITE}/`, scriptUrl: `${SITE}/sw.js`, state: 'activated' },
    ]);
    expect(log.changed).toBe(1);
    page.answer = () => told([]);
    await inventory.read(tab, 1000);
    expect(world.origins).toEqual({});
  });

  test('each of the browser’s stores has its own', async () => {
    const { inventory, add, list } = setUp();
    const [tab, contained] = [add(1), add(2)];
    contained.store = 'firefox-container-1';
    await inventory.read(tab, 1000);
    page.answer = () => told([aWorker('/a/')]);
    await inventory.read(contained, 1000);
    expect([list(tab), list(contained)]).toEqual([[`${SITE}/`], [`${SITE}/a/`]]);
  });

  test('outlives the tab', async () => {
    const { inventory, add, list } = setUp();
    const tab = add(1);
    await inventory.read(tab, 1000);
    foldClosed(tab, T0);
    expect(list(tab)).toEqual([`${SITE}/`]);
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['no answer of ours', { origin: SITE }],
    ['a name too long', told([aWorker('/', { scope: `${SITE}/${'x'.repeat(600)}` })])],
    ['workers of another site', told([aWorker('/', { scope: 'https://other.example/' })])],
    ['no origin', told([aWorker()], 'null')],
  ])('silent: %s', async (_name, answer) => {
    const { world, inventory, add } = setUp();
    page.answer = () => answer;
    await inventory.read(add(1), 1000);
    expect(world.origins).toEqual({});
  });

  test('silent: a site that is paused, even if the tab went there meanwhile', async () => {
    const { world, inventory, add } = setUp([SITE]);
    await inventory.read(add(1), 1000);
    expect(world.origins).toEqual({});
  });

  test('silent: a page that lets nobody in', async () => {
    const { world, inventory, add } = setUp();
    page.answer = () => Promise.reject(new Error('Cannot access contents of the page'));
    await inventory.read(add(1), 1000);
    expect(world.origins).toEqual({});
  });

  test('so many workers, and so many origins, the one asked last longest', async () => {
    const { world, inventory, add } = setUp();
    page.answer = () => told(Array.from({ length: 50 }, (_, i) => aWorker(`/${i}/`)));
    const tab = add(1);
    await inventory.read(tab, 1000);
    expect(originStateOf(world, tab)?.workers).toHaveLength(KEPT.originWorkers);
    vi.useFakeTimers({ now: T0 });
    for (let i = 0; i <= KEPT.origins; i++) {
      vi.setSystemTime(T0 + i);
      const origin = `https://${i}.example`;
      page.answer = () => told([aWorker('/', { scope: `${origin}/` })], origin);
      await inventory.read(tab, 1000);
    }
    vi.useRealTimers();
    expect(Object.keys(world.origins)).toHaveLength(KEPT.origins);
    expect(world.origins).toHaveProperty([`https://${KEPT.origins}.example`]);
    expect(world.origins).not.toHaveProperty(['https://0.example']);
  });
});

describe('when it is asked', () => {
  const beats = async (inventory: ReturnType<typeof setUp>['inventory'], seconds: number[]) => {
    const at: number[] = [];
    for (const second of seconds) {
      const before = page.asked.length;
      inventory.beat(T0 + second * 1000);
      await settle();
      if (page.asked.length > before) at.push(second);
    }
    return at;
  };
  const seconds = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

  test('at once, after 5 and 25 s more, then every five minutes', async () => {
    const { inventory, add } = setUp();
    add(1);
    expect(await beats(inventory, seconds(700))).toEqual([1, 6, 31, 331, 631]);
  });

  test('a new background goes on with what the last one had asked', async () => {
    const { world, inventory, add } = setUp();
    add(1);
    await beats(inventory, seconds(40));
    const next = createInventory({ world, isPaused: () => false, changed: () => {} });
    expect(await beats(next, [41, 100, 331, 332])).toEqual([331]);
  });

  test('each page anew', async () => {
    const { inventory, add } = setUp();
    add(1);
    await beats(inventory, seconds(40));
    add(1, 'load-2');
    expect(await beats(inventory, [41, 42, 46])).toEqual([41, 46]);
  });

  test('silent: tabs that are closed, or have no page that said a word', async () => {
    const { world, inventory, add } = setUp();
    foldClosed(add(1), T0);
    // One that returns from the back/forward cache says everything again, and its tab is gone.
    for (const load of world.tabs[1]?.loads ?? []) load.gone = false;
    world.tabs[2] = createTab(2);
    expect(await beats(inventory, seconds(10))).toEqual([]);
  });

  test('of many tabs a few in a second', async () => {
    const { inventory, add } = setUp();
    for (let i = 1; i <= 10; i++) add(i);
    inventory.beat(T0 + 1000);
    expect(page.asked).toHaveLength(4);
    await settle();
    inventory.beat(T0 + 2000);
    await settle();
    inventory.beat(T0 + 3000);
    expect(page.asked).toHaveLength(10);
  });

  test('a blocked page is asked once, and holds nobody', async () => {
    const { inventory, add, list } = setUp();
    let answer = (_: unknown): void => {};
    page.answer = () =>
      new Promise((done) => {
        answer = done;
      });
    const tab = add(1);
    await inventory.read(tab, 1);
    await inventory.read(tab, 1);
    await beats(inventory, [1, 2]);
    expect(page.asked).toHaveLength(1);
    answer(told([aWorker()]));
    await inventory.read(tab, 1000);
    expect(list(tab)).toEqual([`${SITE}/`]);
  });
});
