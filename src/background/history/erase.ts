import { browser } from '../../adapters/browser';
import { createTab, type World } from '../../core/state';
import type { EraseReply } from '../../protocol/messages';
import { showBadge } from '../badge';
import type { Kept } from '../kept';
import type { Pages } from '../pages';

/** What a person has set is no history: it stays. */
const SETTINGS = ['paused', 'only'];

interface Parts {
  world: World;
  kept: Pick<Kept, 'history' | 'clearSession'>;
  pages: Pick<Pages, 'full'>;
}

/**
 * Deletes all that is known of any tab: on disk, in `storage.session`, in memory. Closed tabs are gone; open ones
 * begin anew with what their pages say, which is what those have counted since they were loaded: that lies in
 * the page and goes with it.
 */
export const createErase =
  ({ world, kept, pages }: Parts) =>
  async (): Promise<EraseReply> => {
    const tabs = Object.values(world.tabs);
    const loads = tabs.flatMap((tab) => tab.loads.filter(({ gone }) => !gone));
    for (const { tabId, open, url, origin, title, store, isPrivate, pausedFrames } of tabs) {
      const fresh = { ...createTab(tabId), url, origin, title, store, isPrivate, pausedFrames };
      delete world.tabs[tabId];
      if (!open) continue;
      world.tabs[tabId] = fresh;
      showBadge(fresh);
    }
    // Open tabs tell of their service workers again.
    world.origins = {};
    const { records } = await kept.history.clear();
    await kept.clearSession(SETTINGS);
    const local = Object.keys(await browser.storage.local.get(null));
    await browser.storage.local.remove(local.filter((key) => !SETTINGS.includes(key)));
    for (const { id } of loads) pages.full(id);
    return { records };
  };
