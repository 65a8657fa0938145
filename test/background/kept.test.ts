import { beforeEach, expect, test, vi } from 'vitest';
import { createErase } from '../../src/background/history/erase';
import { createKept } from '../../src/background/kept';
import { foldClosed } from '../../src/core/fold';
import { createWorld, type TabState } from '../../src/core/state';
import { aTab, T0 } from '../core/facts';
import { memoryStore } from '../history/memory-store';

type Area = Record<string, unknown>;
const areas = vi.hoisted(() => ({
  session: {} as Area,
  local: {} as Area,
  history: null as unknown,
}));
vi.mock('../../src/adapters/history-store', () => ({
  createHistoryStore: () => areas.history,
}));
vi.mock('../../src/background/badge', () => ({ showBadge: () => {} }));
vi.mock('../../src/adapters/browser', () => {
  const area = (name: 'session' | 'local') => ({
    get: async (key: string | null) =>
      structuredClone(key === null ? areas[name] : { [key]: areas[name][key] }),
    set: async (values: Area) => {
      Object.assign(areas[name], structuredClone(values));
    },
    remove: async (keys: string | string[]) => {
      for (const key of [keys].flat()) delete areas[name][key];
    },
  });
  const runtime = { getManifest: () => ({ version: '1' }) };
  return { browser: { runtime, storage: { session: area('session'), local: area('local') } } };
});

const memory = () => areas.history as ReturnType<typeof memoryStore>['store'];
let control: ReturnType<typeof memoryStore>['control'];
beforeEach(() => {
  const made = memoryStore();
  areas.session = {};
  areas.local = {};
  areas.history = made.store;
  control = made.control;
});

const start = async () => {
  const world = createWorld('chromium');
  const kept = createKept(world, () => T0);
  await kept.load();
  const open = (tabId: number, over: Partial<TabState> = {}) => {
    const tab = { ...aTab({ isPrivate: false, observedSince: T0, ...over }), tabId };
    world.tabs[tabId] = tab;
    kept.save(tab, T0);
    return tab;
  };
  /** All that was begun is done. */
  const settled = async () => {
    for (let i = 0; i < 20; i++) await kept.history.settled();
  };
  const tabsIn = (area: Area) => Object.keys(area).filter((key) => key.startsWith('tab:'));
  return { world, kept, open, settled, tabsIn };
};

test('a run of the browser keeps its name however often the background is started, and no longer', async () => {
  const first = (await start()).kept.history.run();
  expect((await start()).kept.history.run()).toBe(first);
  areas.session = {};
  expect((await start()).kept.history.run()).not.toBe(first);
});

test.each([true, null])(
  'a tab whose window is private (%s) leaves memory and the stores when it is closed',
  async (isPrivate) => {
    const { world, kept, open, settled, tabsIn } = await start();
    const tab = open(1, { isPrivate });
    open(2);
    kept.beat();
    await settled();
    expect(tabsIn(areas.session)).toEqual(['tab:1', 'tab:2']);
    expect(kept.hasPrivate()).toBe(isPrivate === true);
    foldClosed(tab, T0);
    kept.beat();
    kept.save(tab, T0);
    await settled();
    expect(Object.keys(world.tabs)).toEqual(['2']);
    expect(tabsIn(areas.session)).toEqual(['tab:2']);
    expect(kept.hasPrivate()).toBe(false);
    expect((await memory().all()).map(({ tabId }) => tabId)).toEqual([2]);
  },
);

test('silent: a closed tab of another window stays in all of them', async () => {
  const { world, kept, open, settled, tabsIn } = await start();
  foldClosed(open(1), T0);
  kept.beat();
  await settled();
  expect(Object.keys(world.tabs)).toEqual(['1']);
  expect(tabsIn(areas.session)).toEqual(['tab:1']);
  expect(await memory().all()).toMatchObject([{ tabId: 1, open: 0 }]);
});

test('a tab that memory has let go of leaves the session’s store, not the history', async () => {
  const { world, kept, open, settled, tabsIn } = await start();
  foldClosed(open(1), T0);
  kept.beat();
  await settled();
  delete world.tabs[1];
  kept.beat();
  await settled();
  expect(tabsIn(areas.session)).toEqual([]);
  expect(await memory().all()).toHaveLength(1);
});

test('deleting everything leaves what a person has set, and which run it is', async () => {
  const { world, kept, open, settled } = await start();
  areas.local = { paused: ['https://a.example'], only: ['https://b.example'], more: 1 };
  areas.session.paused = ['https://private.example'];
  open(1).turns = [{ startedAt: 1 } as never];
  foldClosed(open(2), T0);
  kept.beat();
  await settled();
  const full: string[] = [];
  const [tab] = Object.values(world.tabs) as [TabState];
  tab.loads = [
    { id: 'live', gone: false, url: '' } as never,
    { id: 'gone', gone: true, url: '' } as never,
  ];
  const erase = createErase({ world, kept, pages: { full: (load) => full.push(load) } });
  expect(await erase()).toEqual({ records: 2 });
  expect(areas.local).toEqual({ paused: ['https://a.example'], only: ['https://b.example'] });
  expect(Object.keys(areas.session).sort()).toEqual(['paused', 'run']);
  expect(control.records.size).toBe(0);
  expect(Object.values(world.tabs)).toMatchObject([
    { tabId: 1, turns: [], loads: [], url: tab.url, isPrivate: false },
  ]);
  expect(full).toEqual(['live']);
});
