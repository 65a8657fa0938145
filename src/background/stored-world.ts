import type { SessionStore } from '../adapters/session-store';
import { createTab, type TabState, type World } from '../core/state';
import { isOrigins, isTabState, isTimeline } from './stored-shape';

const TAB = 'tab:';
const TIMELINE = 'timeline:';
/** Something that was known may be missing: see `load`. */
const MISSING = 'missing';
const ORIGINS = 'origins';
/** A timeline grows by a sample a second: it is written less often than what cannot be measured again. */
const TIMELINE_MS = 5000;

/** A tab as it is kept: with the extension's version, and what the clock showed. */
interface Kept {
  version: string;
  savedAt: number;
  tab: TabState;
}

const asKept = (value: unknown, version: string): Kept | null => {
  const kept = value as Partial<Kept> | null | undefined;
  if (kept?.version !== version || typeof kept.savedAt !== 'number') return null;
  return isTabState(kept.tab) ? (kept as Kept) : null;
};

/** What the service workers of each origin are: what is not known of them any more, a page tells again. */
const originsIn = (value: unknown, version: string): World['origins'] => {
  const kept = value as Partial<{ version: string; origins: unknown }> | null | undefined;
  return kept?.version === version && isOrigins(kept.origins) ? kept.origins : {};
};

/** What was read back. */
export interface Loaded {
  /** Not all that was known is known: pages that are not known here have to be asked. */
  missing: boolean;
  /** When the newest of it was written, by the clock of then; `null` for nothing. */
  savedAt: number | null;
}

/**
 * Keeps a world in the session store: a key a tab, so that a busy tab does not rewrite the others. What
 * another version has written, or what has not the shape of ours, is thrown away.
 */
export const createStoredWorld = (store: SessionStore, world: World, version: string) => {
  const timelineAt = new Map<number, number>();
  /** What the last look at each tab gave. */
  const looks = new Map<number, string>();
  const stored = new Set<number>();
  const saveTimeline = (tab: TabState, now: number): void => {
    if (Math.abs(now - (timelineAt.get(tab.tabId) ?? 0)) < TIMELINE_MS) return;
    timelineAt.set(tab.tabId, now);
    store.save(TIMELINE + tab.tabId, () => tab.timeline);
  };
  const forget = (tabId: number): void => {
    store.remove(TAB + tabId);
    store.remove(TIMELINE + tabId);
    timelineAt.delete(tabId);
    looks.delete(tabId);
    stored.delete(tabId);
  };
  return {
    /** Reads back what an earlier background of this browser session knew. Never rejects. */
    async load(): Promise<Loaded> {
      const values = await store
        .load()
        .catch(() => ({ [MISSING]: true }) as Record<string, unknown>);
      const loaded: Loaded = { missing: values[MISSING] === true, savedAt: null };
      world.origins = { ...originsIn(values[ORIGINS], version), ...world.origins };
      for (const [key, value] of Object.entries(values)) {
        if (!key.startsWith(TAB)) continue;
        const kept = asKept(value, version);
        const tabId = Number(key.slice(TAB.length));
        if (!kept || kept.tab.tabId !== tabId) {
          loaded.missing = true;
          store.remove(key);
          store.remove(TIMELINE + key.slice(TAB.length));
          continue;
        }
        stored.add(tabId);
        // What came in while this was read is newer and stays.
        if (world.tabs[tabId]) continue;
        const timeline = values[TIMELINE + tabId];
        world.tabs[tabId] = {
          ...createTab(tabId),
          ...kept.tab,
          timeline: isTimeline(timeline) ? timeline : [],
        };
        loaded.savedAt = Math.max(loaded.savedAt ?? 0, kept.savedAt);
      }
      return loaded;
    },
    saveOrigins(): void {
      store.save(ORIGINS, () => ({ version, origins: world.origins }));
    },
    save(tab: TabState, now: number): void {
      stored.add(tab.tabId);
      store.save(TAB + tab.tabId, () => ({ version, savedAt: now, tab: { ...tab, timeline: [] } }));
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
    forget,
    /** All pages that were not known have been asked. */
    complete(): void {
      store.remove(MISSING);
    },
    /**
     * There is no room left. What nobody can ask for again goes last: first the history of tabs that are
     * closed, then the samples of those that are open. A page that is not kept can be asked.
     */
    makeRoom(): void {
      store.save(MISSING, () => true);
      const closed = Object.values(world.tabs).filter(({ open }) => !open);
      for (const { tabId } of closed) forget(tabId);
      if (closed.length === 0)
        for (const { tabId } of Object.values(world.tabs)) store.remove(TIMELINE + tabId);
    },
    /** Forgets tabs that memory has let go of: closed ones would fill the store one by one. */
    dropUnknown(): void {
      for (const tabId of stored) if (!world.tabs[tabId]) forget(tabId);
    },
    clear(keep: readonly string[]): Promise<void> {
      timelineAt.clear();
      looks.clear();
      stored.clear();
      return store.clear(keep);
    },
  };
};
