import type { Tabs } from '../adapters/browser';
import { keptUrl, originOf } from '../core/address';
import type { TabState } from '../core/state';
import { storeOf } from './store-of';

/**
 * Brings address and title of a tab up to date; gives it back. A site that is paused leaves neither in
 * the history of its tab.
 */
export const createIdentify =
  (isPaused: (origin: string) => boolean) =>
  (tab: TabState, live: Tabs.Tab): TabState => {
    tab.store = storeOf(live);
    tab.isPrivate = live.incognito;
    if (live.url && isPaused(originOf(live.url))) {
      tab.url = tab.origin = tab.title = '';
      return tab;
    }
    if (live.url) {
      tab.url = keptUrl(live.url);
      tab.origin = originOf(live.url);
    }
    tab.title = (live.title ?? tab.title).slice(0, 200);
    return tab;
  };
