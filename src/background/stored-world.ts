import type { SessionStore } from '../adapters/session-store';
import { createTab, type TabState, type World } from '../core/state';

const TAB = 'tab:';
const TIMELINE = 'timeline:';
/** A timeline grows by a sample a second: it is written less often than what cannot be measured again. */
const TIMELINE_MS = 5000;

/** Keeps a world in the session store: a key a tab, so that a busy tab does not rewrite the others. */
export const createStoredWorld = (store: SessionStore, world: World) => {
  const timelineAt = new Map<number, number>();
  /** What the last look at each tab gave. */
  const looks = new Map<number, string>();
  const saveTimeline = (tab: TabState, now: number): void => {
    if (now - (timelineAt.get(tab.tabId) ?? 0) < TIMELINE_MS) return;
    timelineAt.set(tab.tabId, now);
    store.save(TIMELINE + tab.tabId, () => tab.timeline);
  };
  return {
    /** Reads back what an earlier background of this browser session knew. */
    async load(): Promise<void> {
      const stored = await store.load();
      for (const [key, value] of Object.entries(stored)) {
        if (!key.startsWith(TAB)) continue;
        const tab = value as TabState;
        const timeline = stored[TIMELINE + tab.tabId];
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
      store.save(TAB + tab.tabId, () => ({ ...tab, timeline: [] }));
      saveTimeline(tab, now);
    },
    /** After a look at it: what that may have changed is written where it has, and the timeline now and then. */
    saveLook(tab: TabState, now: number): void {
      const { findings, turns, blockedSeenMs } = tab;
      const look = JSON.stringify([findings, turns.length, turns.at(-1), blockedSeenMs]);
      if (looks.get(tab.tabId) === look) saveTimeline(tab, now);
      else this.save(tab, now);
      looks.set(tab.tabId, look);
    },
    forget(tabId: number): void {
      store.remove(TAB + tabId);
      store.remove(TIMELINE + tabId);
      timelineAt.delete(tabId);
      looks.delete(tabId);
    },
  };
};
