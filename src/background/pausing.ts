import type { Tabs } from '../adapters/browser';
import { originOf } from '../core/address';
import { foldGone } from '../core/fold';
import { createTab, type TabState, type World } from '../core/state';
import { showBadge } from './badge';
import { mayObserve } from './observation';
import type { Pages } from './pages';
import type { Paused } from './paused';

interface Parts {
  world: World;
  pages: Pick<Pages, 'stopSite'>;
  paused: Paused;
  stored: {
    save(tab: TabState, now: number): void;
    forget(tabId: number): void;
    saveOrigins(): void;
    forgetSite(origin: string): Promise<void>;
  };
}

/** Takes the tabs of a site, open and closed, out of what is known, and its frames out of other tabs. */
const forgetSite = ({ world, stored }: Parts, origin: string): void => {
  for (const [key, state] of Object.entries(world.origins))
    if (state.origin === origin) delete world.origins[key];
  stored.saveOrigins();
  for (const tab of Object.values(world.tabs)) {
    if (tab.origin === origin) {
      delete world.tabs[tab.tabId];
      stored.forget(tab.tabId);
      if (tab.open) showBadge(createTab(tab.tabId));
      continue;
    }
    const theirs = tab.loads.filter((load) => originOf(load.url) === origin);
    if (theirs.length === 0) continue;
    if (theirs.some((load) => !load.gone)) tab.pausedFrames = true;
    for (const load of theirs) foldGone(tab, load.id);
    tab.loads = tab.loads.filter((load) => !theirs.includes(load));
    stored.save(tab, Date.now());
  }
};

/**
 * Pauses the site that a tab shows, or goes on with it; gives the site's origin. Paused, its pages are
 * told to stop and everything that is known of it is forgotten, at once.
 */
export const createPausing =
  (parts: Parts) =>
  async (live: Tabs.Tab, on: boolean): Promise<string> => {
    const url = live.url ?? '';
    const origin = originOf(url);
    if (!mayObserve(url) || !/^https?:/.test(origin))
      throw new Error('This tab shows no site that could be paused.');
    await parts.paused.set(origin, on, live.incognito);
    if (on) {
      parts.pages.stopSite(origin);
      forgetSite(parts, origin);
      await parts.stored.forgetSite(origin).catch((error: Error) => {
        throw new Error(`It is paused, but what was stored of it is still there. ${error.message}`);
      });
    }
    return origin;
  };
