import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Tabs } from '../../src/adapters/browser';
import { unregisterWorkers } from '../../src/background/service-workers';
import { createTab } from '../../src/core/state';

type Changed = (id: number, change: { status?: string }) => void;
const fake = vi.hoisted(() => ({
  tabs: [] as { id: number; url: string; status: string; incognito?: boolean }[],
  windows: [{ id: 1, incognito: false }],
  created: [] as unknown[],
  ran: [] as number[],
  removed: [] as number[],
  changed: new Set<Changed>(),
  loads: true,
  result: { unregistered: 1, failed: 0 } as unknown,
}));
vi.mock('../../src/adapters/browser', () => ({
  browser: {
    tabs: {
      query: async () => fake.tabs,
      get: async (id: number) => fake.tabs.find((tab) => tab.id === id) ?? { status: 'loading' },
      create: async (options: { url: string }) => {
        fake.created.push(options);
        const tab = { id: 99, url: 'about:blank', status: 'complete' };
        fake.tabs.push(tab);
        if (fake.loads)
          setTimeout(() => {
            tab.url = options.url;
            for (const changed of fake.changed) changed(99, { status: 'complete' });
          });
        return tab;
      },
      remove: async (id: number) => {
        fake.removed.push(id);
        fake.tabs = fake.tabs.filter((tab) => tab.id !== id);
      },
      onUpdated: {
        addListener: (changed: Changed) => fake.changed.add(changed),
        removeListener: (changed: Changed) => fake.changed.delete(changed),
      },
    },
    windows: { getAll: async () => fake.windows },
    scripting: {
      executeScript: async ({ target }: { target: { tabId: number } }) => {
        fake.ran.push(target.tabId);
        return [{ result: fake.result }];
      },
    },
  },
}));

const SITE = 'https://chat.example';
const closedTab = (over = {}) => ({ ...createTab(1), origin: SITE, open: false, ...over });
const read: number[] = [];
const inventory = {
  read: async ({ tabId }: { tabId: number }) => {
    read.push(tabId);
  },
};
const DONE = { unregistered: 1, failed: 0 };

beforeEach(() => {
  read.length = 0;
  fake.changed.clear();
  Object.assign(fake, { tabs: [], created: [], ran: [], removed: [], loads: true, result: DONE });
  fake.windows = [{ id: 1, incognito: false }];
});

test('in an open tab: there', async () => {
  const live = { id: 5, url: `${SITE}/room` } as Tabs.Tab;
  expect(await unregisterWorkers(live, undefined, inventory)).toEqual(DONE);
  expect([fake.ran, fake.created]).toEqual([[5], []]);
});

describe('of a closed tab', () => {
  test('in another tab of the origin, and of the same store', async () => {
    fake.tabs = [
      { id: 6, url: 'https://other.example/', status: 'complete' },
      { id: 7, url: `${SITE}/`, status: 'complete', incognito: true },
      { id: 8, url: `${SITE}/settings`, status: 'complete' },
    ];
    expect(await unregisterWorkers(null, closedTab(), inventory)).toEqual(DONE);
    expect([fake.ran, fake.created]).toEqual([[8], []]);
  });

  test('in a page of the origin that is opened behind the others, asked what is left, and closed', async () => {
    fake.windows = [
      { id: 3, incognito: true },
      { id: 4, incognito: false },
    ];
    expect(await unregisterWorkers(null, closedTab(), inventory)).toEqual(DONE);
    expect(fake.created).toEqual([{ url: `${SITE}/robots.txt`, active: false, windowId: 4 }]);
    expect([fake.ran, read, fake.removed]).toEqual([[99], [99], [99]]);
    expect(fake.changed.size).toBe(0);
  });

  test('a page that was there before anybody listened is not waited for', async () => {
    fake.loads = false;
    const { browser } = await import('../../src/adapters/browser');
    vi.spyOn(browser.tabs, 'get').mockResolvedValue({
      status: 'complete',
      url: `${SITE}/robots.txt`,
    } as Tabs.Tab);
    expect(await unregisterWorkers(null, closedTab(), inventory)).toEqual(DONE);
    vi.restoreAllMocks();
  });

  test('says why not, and leaves no tab behind', async () => {
    const refused = (over = {}) => unregisterWorkers(null, closedTab(over), inventory);
    fake.result = 'The tab shows another site by now.';
    await expect(refused()).rejects.toThrow('another site');
    expect(fake.removed).toEqual([99]);
    await expect(refused({ store: 'private' })).rejects.toThrow('open a page of the site there');
    await expect(refused({ origin: '' })).rejects.toThrow('no site with service workers');
    fake.windows = [{ id: 3, incognito: true }];
    await expect(refused()).rejects.toThrow('no ordinary window');
    expect(fake.created).toHaveLength(1);
  });

  test('a server that does not answer is not waited for without end', async () => {
    vi.useFakeTimers();
    fake.loads = false;
    const answer = unregisterWorkers(null, closedTab(), inventory);
    const refused = expect(answer).rejects.toThrow('does not answer');
    await vi.advanceTimersByTimeAsync(20_000);
    await refused;
    vi.useRealTimers();
    expect([fake.ran, fake.removed, fake.changed.size]).toEqual([[], [99], 0]);
  });
});
