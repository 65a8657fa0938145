import { describe, expect, test } from 'vitest';
import { createStoredWorld } from '../../src/background/stored-world';
import { foldBatch, foldClosed, tabOf } from '../../src/core/fold';
import { foldAct, foldAlone, foldInventory, originStateOf } from '../../src/core/origins';
import { takeSample } from '../../src/core/sample';
import { createTab, createWorld, type World } from '../../src/core/state';
import { aBatch, aFinding, aKind, anEndpoint, aSample, aSite, aTry, T0 } from '../core/facts';
import { watchTape } from '../core/jump';
import { talking } from '../core/tapes';
import { aSessionStore, type FakeStore } from './a-session-store';

const busyTab = (world: World, tabId: number) => {
  const tab = tabOf(world, tabId);
  const batch = aBatch({
    kinds: [aKind('webSocket', { open: 2 })],
    endpoints: [anEndpoint({ attempts: 2 })],
    tries: [aTry()],
    sites: [aSite()],
    nodes: [{ shape: 'worklet x', created: 1, live: 1 }],
  });
  foldBatch(tab, 0, `load-${tabId}`, 'https://a.example/', batch, T0);
  takeSample(tab, T0);
  tab.findings.push(aFinding('socket-leak'));
  return tab;
};

/** What the next background knows of what was kept. */
const next = async (store: FakeStore, version = '1') => {
  const world = createWorld('chromium');
  const loaded = await createStoredWorld(store, world, version).load();
  return { world, loaded };
};
const stored = async (tabs = [1, 2]) => {
  const store = aSessionStore();
  const world = createWorld('chromium');
  const keep = createStoredWorld(store, world, '1');
  for (const tabId of tabs) keep.save(busyTab(world, tabId), T0 + tabId);
  return { store, world, keep };
};

test('what was kept is there again, and when it was kept', async () => {
  const { store, world } = await stored();
  const { world: again, loaded } = await next(store);
  expect(again.tabs).toEqual(world.tabs);
  expect(loaded).toEqual({ missing: false, savedAt: T0 + 2 });
});

test('everything that a busy page leaves in the state is of the right shape', async () => {
  const { tab } = watchTape(talking(), 30);
  const store = aSessionStore();
  createStoredWorld(store, createWorld('chromium'), '1').save(tab, T0);
  expect((await next(store)).world.tabs[1]).toEqual(tab);
});

test('what another version has written is thrown away, and its pages are to be asked', async () => {
  const { store } = await stored();
  const { world, loaded } = await next(store, '2');
  expect(world.tabs).toEqual({});
  expect(loaded).toEqual({ missing: true, savedAt: null });
  expect(Object.keys(store.kept)).toEqual([]);
});

describe('what has not the shape of ours is thrown away, and the rest stays', () => {
  const breaks: [string, (tab: Record<string, unknown>) => void][] = [
    ['a field that is missing', (tab) => delete tab.loads],
    ['one that is another thing', (tab) => Object.assign(tab, { turns: {} })],
    ['a load without its tries', (tab) => delete (tab.loads as { tries?: unknown }[])[0]?.tries],
    [
      'a try without its time',
      (tab) => delete (tab.loads as { tries: { at?: number }[] }[])[0]?.tries[0]?.at,
    ],
    [
      'an endpoint that is none',
      (tab) => Object.assign((tab.loads as { endpoints: object }[])[0]?.endpoints ?? {}, { 0: 7 }),
    ],
    ['a finding of words', (tab) => Object.assign(tab, { findings: ['socket-leak'] })],
    ['totals of old', (tab) => Object.assign(tab, { past: { created: {} } })],
    ['another tab', (tab) => Object.assign(tab, { tabId: 2 })],
  ];
  test.each(breaks)('%s', async (_name, spoil) => {
    const { store } = await stored();
    const kept = JSON.parse(store.kept['tab:1'] ?? '');
    spoil(kept.tab);
    store.kept['tab:1'] = JSON.stringify(kept);
    const { world, loaded } = await next(store);
    expect(Object.keys(world.tabs)).toEqual(['2']);
    expect(loaded.missing).toBe(true);
    expect(Object.keys(store.kept).sort()).toEqual(['tab:2', 'timeline:2']);
  });

  test.each([
    [null],
    [7],
    ['text'],
    [[]],
    [{}],
    [{ version: '1' }],
    [{ version: '1', savedAt: T0, tab: null }],
  ])('no tab at all: %j', async (value) => {
    const { store } = await stored();
    store.kept['tab:1'] = JSON.stringify(value);
    expect(Object.keys((await next(store)).world.tabs)).toEqual(['2']);
  });

  test.each([[null], [{}], [[7]], [[{ at: T0 }]]])('a timeline that is none: %j', async (value) => {
    const { store } = await stored();
    store.kept['timeline:1'] = JSON.stringify(value);
    expect((await next(store)).world.tabs[1]?.timeline).toEqual([]);
  });

  test('a store that cannot be read is an empty one', async () => {
    const { store } = await stored();
    store.load = () => Promise.reject(new Error('corrupt'));
    const { world, loaded } = await next(store);
    expect(world.tabs).toEqual({});
    expect(loaded.missing).toBe(true);
  });
});

test('what came in while it was read back is newer', async () => {
  const { store } = await stored();
  const world = createWorld('chromium');
  const keep = createStoredWorld(store, world, '1');
  world.tabs[1] = { ...createTab(1), title: 'newer' };
  await keep.load();
  expect(world.tabs[1]?.title).toBe('newer');
  expect(world.tabs[2]).toBeDefined();
});

test('a clock that was set back does not keep the timeline from being written', async () => {
  const { store, world, keep } = await stored([1]);
  const tab = tabOf(world, 1);
  tab.timeline.push(aSample({ at: T0 - 3_600_000 }));
  keep.save(tab, T0 - 3_600_000);
  expect((await next(store)).world.tabs[1]?.timeline).toHaveLength(2);
});

describe('where there is no room left', () => {
  test('closed tabs go first, and the next background knows that something is missing', async () => {
    const { store, world, keep } = await stored([1, 2]);
    foldClosed(tabOf(world, 1), T0);
    keep.makeRoom();
    expect(Object.keys(store.kept).sort()).toEqual(['missing', 'tab:2', 'timeline:2']);
    expect((await next(store)).loaded.missing).toBe(true);
  });
  test('then the samples, until all pages have been asked', async () => {
    const { store, keep } = await stored([1]);
    keep.makeRoom();
    expect(Object.keys(store.kept).sort()).toEqual(['missing', 'tab:1']);
    keep.complete();
    expect((await next(store)).loaded.missing).toBe(false);
  });
});

describe('service workers', () => {
  const WHOSE = { store: '', origin: 'https://chat.example' };
  const WORKER = {
    scope: 'https://chat.example/',
    scriptUrl: 'https://chat.example/sw.js',
    state: 'activated',
  };
  const act = { url: 'https://chat.example/poll', socket: false, script: null, id: '1', at: T0 };
  const keptWorkers = () => {
    const store = aSessionStore();
    const world = createWorld('chromium');
    foldInventory(world, WHOSE, [WORKER], T0);
    const state = originStateOf(world, WHOSE);
    if (state) {
      foldAlone(world, state, T0);
      foldAct(state, act);
    }
    createStoredWorld(store, world, '1').saveOrigins();
    return { store, state };
  };

  test('and what they did without a tab are known to the next background', async () => {
    const { store, state } = keptWorkers();
    const after = createWorld('chromium');
    const other = { store: '', origin: 'https://other.example' };
    foldInventory(after, other, [{ ...WORKER, scope: 'https://other.example/' }], T0);
    await createStoredWorld(store, after, '1').load();
    expect(originStateOf(after, WHOSE)).toEqual(state);
    expect(originStateOf(after, other)).toBeDefined();
    expect(state).toMatchObject({ aloneSince: T0, acts: { [act.url]: { count: 1 } } });
  });

  test('of another version, of another shape or of none are none', async () => {
    expect((await next(keptWorkers().store, '2')).world.origins).toEqual({});
    expect((await next(aSessionStore())).world.origins).toEqual({});
    for (const [from, to] of [
      ['"readAt"', '"read"'],
      ['"tries":[', '"tries":[7,'],
      ['"acts":{', '"acts":{"x":{},'],
      ['"origins":{', '"origins":{"x":null,'],
    ] as const) {
      const { store } = keptWorkers();
      expect(store.kept.origins).toContain(from);
      store.kept.origins = (store.kept.origins as string).replace(from, to);
      expect((await next(store)).world.origins, to).toEqual({});
    }
  });
});
