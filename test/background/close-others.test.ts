import { beforeEach, expect, test, vi } from 'vitest';
import type { Tabs } from '../../src/adapters/browser';
import { closeOthers } from '../../src/background/close-others';
import { foldBatch } from '../../src/core/fold';
import { createTab, createWorld } from '../../src/core/state';
import { aBatch, T0 } from '../core/facts';

const SITE = 'https://a.example';
const api = vi.hoisted(() => ({
  open: [] as Partial<Tabs.Tab>[],
  removed: [] as number[],
  asks: [] as number[],
}));
vi.mock('../../src/adapters/browser', () => ({
  browser: {
    tabs: {
      query: async () => api.open,
      remove: async (ids: number[]) => {
        api.removed.push(...ids);
        api.open = api.open.filter(({ id = -1 }) => !ids.includes(id) || api.asks.includes(id));
        if (ids.some((id) => api.asks.includes(id))) await new Promise(() => {});
      },
    },
  },
}));

const tab = (id: number, more: Partial<Tabs.Tab> = {}): Partial<Tabs.Tab> => ({
  id,
  url: `${SITE}/room/${id}`,
  pinned: false,
  audible: false,
  ...more,
});
/** A world in which these tabs hold a microphone. */
const holding = (...tabIds: number[]) => {
  const world = createWorld('chromium');
  for (const tabId of tabIds) {
    const state = createTab(tabId);
    const kinds = [{ kind: 'microphoneTrack' as const, created: 1, byState: { live: 1 } }];
    foldBatch(state, 0, `load-${tabId}`, `${SITE}/`, aBatch({ kinds }), T0);
    world.tabs[tabId] = state;
  }
  return world;
};
const here = tab(1) as Tabs.Tab;

beforeEach(() => {
  vi.useRealTimers();
  Object.assign(api, { open: [], removed: [], asks: [] });
});

test('closes those that were named, and no other', async () => {
  api.open = [tab(1), tab(2), tab(3), tab(4)];
  expect(await closeOthers(holding(), here, [2, 3])).toEqual({ closed: 2, spared: 0, asking: 0 });
  expect(api.removed).toEqual([2, 3]);
});

test('never its own tab, and none of another site, whoever names them', async () => {
  api.open = [tab(1), tab(2, { url: 'https://b.example/' }), tab(3, { url: '' }), tab(4)];
  expect(await closeOthers(holding(), here, [1, 2, 3, 4, 99])).toEqual({
    closed: 1,
    spared: 2,
    asking: 0,
  });
  expect(api.removed).toEqual([4]);
});

test('a pinned one stays', async () => {
  api.open = [tab(1), tab(2, { pinned: true }), tab(3)];
  expect(await closeOthers(holding(), here, [2, 3])).toMatchObject({ closed: 1, spared: 1 });
  expect(api.removed).toEqual([3]);
});

test('one that is in a call stays; a silent one with a microphone is a forgotten one', async () => {
  api.open = [tab(1), tab(2, { audible: true }), tab(3), tab(4, { audible: true })];
  expect(await closeOthers(holding(2, 3), here, [2, 3, 4])).toMatchObject({ closed: 2, spared: 1 });
  expect(api.removed).toEqual([3, 4]);
});

test('nothing is closed from a tab that has no site', async () => {
  api.open = [tab(1, { url: 'about:blank' }), tab(2, { url: 'about:blank' })];
  await closeOthers(holding(), api.open[0] as Tabs.Tab, [2]);
  expect(api.removed).toEqual([]);
});

test('a page that asks before it goes holds up no answer', async () => {
  vi.useFakeTimers();
  api.open = [tab(1), tab(2), tab(3)];
  api.asks = [3];
  const reply = closeOthers(holding(), here, [2, 3]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await reply).toEqual({ closed: 1, spared: 0, asking: 1 });
});
