import type { SessionStore } from '../adapters/session-store';
import { createTab, type TabState, type World } from '../core/state';

const TAB = 'tab:';
const TIMELINE = 'timeline:';
/** A timeline grows by a sample a second: it is written less often than what cannot be measured again. */
const TIMELINE_MS = 5000;

/** Keeps a world in the session store: a key a tab, so that a busy tab does not rewrite the others. */
export const createStoredWorld = (store: SessionStore, world: World) => {
  const timelineAt = new Map<number, number>();
  const stored = new Set<number>();
  const forget = (tabId: number): void => {
    store.remove(TAB + tabId);
    store.remove(TIMELINE + tabId);
    timelineAt.delete(tabId);
    stored.delete(tabId);
  };
  return {
    /** Reads back what an earlier background of this browser session knew. */
    async load(): Promise<void> {
      const values = await store.load();
      for (const [key, value] of Object.entries(values)) {
        if (!key.startsWith(TAB)) continue;
        const tab = value as TabState;
        const timeline = values[TIMELINE + tab.tabId];
        stored.add(tab.tabId);
        // What came in while this was read is newer and stays.
        if (world.tabs[tab.tabId]) continue;
        world.tabs[tab.tabId] = {
          ...createTab(tab.tabId),
          ...tab,
          timeline: Array.isArray(timeline) ? (timeline as TabState['timeline']) : [],
        };
      }
    },
    save(tab: TabState, now: number): void {
      stored.add(tab.tabId);
      store.save(TAB + tab.tabId, () => ({ ...tab, timeline: [] }));
      if (now - (timelineAt.get(tab.tabId) ?? 0) < TIMELINE_MS) return;
      timelineAt.set(tab.tabId, now);
      store.save(TIMELINE + tab.tabId, () => tab.timeline);
    },
    forget,
    /** Forgets tabs that memory has let go of: closed ones would fill the store one by one. */
    dropUnknown(): void {
      for (const tabId of stored) if (!world.tabs[tabId]) forget(tabId);
    },
    clear(keep: readonly string[]): Promise<void> {
      timelineAt.clear();
      stored.clear();
      return store.clear(keep);
    },
  };
};
