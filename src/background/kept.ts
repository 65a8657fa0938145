import { createHistoryStore } from '../adapters/history-store';
import { keptValue } from '../adapters/kept-value';
import { createSessionStore } from '../adapters/session-store';
import { type ClockJump, clockJumped } from '../core/clock';
import type { TabState, World } from '../core/state';
import { versionHere } from './about';
import { createHistory } from './history/history';
import { createStoredWorld, type Loaded } from './stored-world';

const RUN = 'run';
const NOTICE = 'notice';

/** The same until the browser is started again, or the extension: what `storage.session` remembers. */
const runHere = async (): Promise<string> => {
  const kept = keptValue('session', RUN);
  const known = await kept.load().catch(() => null);
  if (typeof known === 'string') return known;
  const run = crypto.randomUUID();
  await kept.save(run).catch(() => {});
  return run;
};

/**
 * What is kept of the tabs beside memory: in `storage.session` all of them, so that the background may be
 * stopped; in the history those that are not private. A private tab leaves both, and memory, when it is closed,
 * and so does one of which nobody knows whether it is.
 */
export const createKept = (world: World, now: () => number) => {
  const store = createSessionStore();
  const session = createStoredWorld(store, world, versionHere());
  store.whenFull(session.makeRoom);
  const notice = keptValue('session', NOTICE);
  const history = createHistory({
    store: createHistoryStore(),
    world,
    now,
    keepNotice: (value) => void notice.save(value).catch(() => {}),
  });

  const forget = (tabId: number): void => {
    delete world.tabs[tabId];
    session.forget(tabId);
  };
  const dropPrivate = (): void => {
    for (const tab of Object.values(world.tabs))
      if (!tab.open && tab.isPrivate !== false) forget(tab.tabId);
  };

  return {
    history,
    dropPrivate,
    async load(): Promise<Loaded> {
      const unread = notice.load().catch(() => null);
      const [run, before, loaded] = await Promise.all([runHere(), unread, session.load()]);
      history.start(run, before);
      return loaded;
    },
    complete: session.complete,
    saveOrigins: session.saveOrigins,
    save(tab: TabState, now: number): void {
      if (world.tabs[tab.tabId] !== tab) return;
      session.save(tab, now);
      // The last word of a tab is stored at once: nothing may wake the background for it again.
      if (!tab.open) history.beat();
    },
    saveLook: session.saveLook,
    /** Once a second, after the look at the tabs. */
    beat(): void {
      dropPrivate();
      session.dropUnknown();
      history.beat();
    },
    forget: session.forget,
    clearSession: (settings: readonly string[]): Promise<void> =>
      session.clear([...settings, RUN, NOTICE]),
    moved(before: number, after: number): void {
      session.forget(before);
      history.moved(before, after);
    },
    /** Brings what is known of the tabs to the clock as it is now. */
    jumped(jump: ClockJump): void {
      if (clockJumped(world, jump)) history.jumped(jump.by);
    },
    forgetSites: history.forgetSites,
    /** Whether a tab is open whose end must not be missed. */
    hasPrivate: (): boolean => Object.values(world.tabs).some((tab) => tab.isPrivate && tab.open),
  };
};
export type Kept = ReturnType<typeof createKept>;
