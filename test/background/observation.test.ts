import { beforeEach, expect, test, vi } from 'vitest';
import type { Tabs } from '../../src/adapters/browser';
import { observationOf } from '../../src/background/observation';
import { foldBatch, foldGone } from '../../src/core/fold';
import { createTab } from '../../src/core/state';
import type { BridgeIdentity } from '../../src/protocol/facts';
import { aBatch, T0 } from '../core/facts';

const allowed = vi.hoisted(() => ({ sites: true }));
vi.mock('../../src/adapters/browser', () => ({
  browser: { permissions: { contains: async () => allowed.sites } },
}));
beforeEach(() => {
  allowed.sites = true;
});

const live = (over: Partial<Tabs.Tab> = {}): Tabs.Tab =>
  ({ id: 1, url: 'https://a.example/', status: 'complete', discarded: false, ...over }) as Tabs.Tab;
const identity = (late = false): BridgeIdentity => ({ load: 'a', seq: 0, late });
const unseen = () => createTab(1);
const seen = (gone: boolean) => {
  const tab = createTab(1);
  foldBatch(tab, 0, 'a', 'https://a.example/', aBatch(), T0);
  if (gone) foldGone(tab, 'a');
  return tab;
};

test.each([
  ['facts have come', seen(false), live(), identity(), 'observed'],
  ['facts have come and the page is blocked', seen(false), live(), undefined, 'observed'],
  ['hooks without facts', unseen(), live(), identity(), 'quiet'],
  ['blocked before its first fact', unseen(), live(), undefined, 'quiet'],
  ['older than the extension (Firefox)', unseen(), live(), identity(true), 'reload'],
  ['older than the extension (Chromium)', unseen(), live(), null, 'reload'],
  ['a frame of such a page is seen', seen(false), live(), identity(true), 'reload'],
  ['on its way', unseen(), live({ status: 'loading' }), null, 'quiet'],
  ['unloaded', seen(true), live({ discarded: true }), null, 'discarded'],
  ['loaded again after that', seen(false), live({ discarded: true }), identity(), 'observed'],
  ['crashed', seen(true), live({ status: 'unloaded' }), null, 'crashed'],
  ['never loaded', unseen(), live({ status: 'unloaded' }), null, 'discarded'],
  ['a browser page', unseen(), live({ url: 'chrome://version' }), null, 'forbidden'],
  ['closed', seen(true), null, null, 'closed'],
] as const)('%s', async (_name, tab, tabLive, who, observation) => {
  expect(await observationOf(tab, tabLive, who)).toBe(observation);
});

test('not allowed on the site', async () => {
  allowed.sites = false;
  expect(await observationOf(unseen(), live(), null)).toBe('no-permission');
  expect(await observationOf(unseen(), live({ url: '' }), null)).toBe('no-permission');
});
