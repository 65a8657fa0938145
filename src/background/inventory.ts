import { browser } from '../adapters/browser';
import { keptUrl, originOf } from '../core/address';
import { foldInventory } from '../core/origins';
import type { TabState, World } from '../core/state';
import { asRegistrations } from '../protocol/guards';
import { within } from './within';

/**
 * A tab that is closed cannot be asked any more, so its page is asked when it is first heard of, again after
 * so long (most register their worker once they are loaded), and then every five minutes.
 */
const AGAIN_MS = [5000, 25_000];
const EVERY_MS = 300_000;
/** Of many tabs that are due at once, so many are asked in a second. */
const AT_ONCE = 4;

/**
 * Runs in the tab's top frame, in the extension's own world, and so refers to nothing outside itself: the
 * page sees neither a call nor an event.
 */
const listThere = async () => {
  // A sandboxed page, or one that may keep nothing: Firefox would write into its console that it may not be asked.
  if (self.origin === 'null' || !navigator.cookieEnabled) return null;
  try {
    const all = await navigator.serviceWorker.getRegistrations();
    const workers = all.slice(0, 50).map((registration) => {
      const worker = registration.active ?? registration.waiting ?? registration.installing;
      return {
        scope: registration.scope.slice(0, 512),
        scriptUrl: (worker?.scriptURL ?? '').slice(0, 512),
        state: worker?.state ?? 'redundant',
      };
    });
    return { origin: location.origin, workers };
  } catch {
    // Not a secure page, or one in a sandbox: it has none.
    return null;
  }
};

interface Parts {
  world: World;
  isPaused(origin: string): boolean;
  /** What is known of the service workers has changed. */
  changed(): void;
}

/** Keeps the list of service workers of each origin that an observed tab shows. */
export const createInventory = ({ world, isPaused, changed }: Parts) => {
  /** One question to a tab at a time: a blocked page would answer all of them at once. */
  const open = new Map<number, Promise<void>>();

  const ask = async ({ tabId, store }: Pick<TabState, 'tabId' | 'store'>): Promise<void> => {
    const target = { tabId, frameIds: [0] };
    const [answer] = await browser.scripting.executeScript({ target, func: listThere });
    const told = asRegistrations(answer?.result);
    if (!told || isPaused(told.origin)) return;
    const workers = told.workers.map(({ scope, scriptUrl, state }) => ({
      scope: keptUrl(scope),
      scriptUrl: keptUrl(scriptUrl),
      state,
    }));
    foldInventory(world, { store, origin: originOf(told.origin) }, workers, Date.now());
    changed();
  };

  const isDue = (tab: TabState, now: number): boolean => {
    const load = tab.loads.find(({ gone }) => !gone)?.id;
    if (!tab.open || !load) return false;
    const last = tab.asked?.load === load ? tab.asked : null;
    if (last && now - last.at < (AGAIN_MS[last.times] ?? EVERY_MS)) return false;
    tab.asked = { load, at: now, times: last ? last.times + 1 : 0 };
    return true;
  };

  const inventory = {
    /** Asks the page of a tab; done when it has answered or after `ms`. */
    async read(tab: Pick<TabState, 'tabId' | 'store'>, ms: number): Promise<void> {
      const { tabId } = tab;
      let question = open.get(tabId);
      if (!question) {
        question = ask(tab)
          // It is closed, or lets no extension in.
          .catch(() => {})
          .finally(() => open.delete(tabId));
        open.set(tabId, question);
      }
      await within(question, ms);
    },
    /** Asks the pages that are due. */
    beat(now: number): void {
      let left = AT_ONCE;
      for (const tab of Object.values(world.tabs)) {
        if (left === 0) break;
        if (open.has(tab.tabId) || !isDue(tab, now)) continue;
        left--;
        void inventory.read(tab, 0);
      }
    },
  };
  return inventory;
};
