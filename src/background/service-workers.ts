import { browser, type Tabs } from '../adapters/browser';
import { originOf } from '../core/address';
import type { TabState } from '../core/state';
import type { WorkersReply } from '../protocol/messages';
import type { createInventory } from './inventory';
import { storeOf } from './store-of';
import { withVisit } from './visit';
import { within } from './within';

/** A page that is not blocked needs milliseconds. */
const PATIENCE_MS = 4000;

/**
 * Runs in the tab's top frame, in the extension's own world, and so refers to nothing outside itself.
 * Only the origin's own documents may unregister its workers; the browser's data-removal API would take
 * those of subdomains with them.
 */
const unregisterThere = async (origin: string): Promise<WorkersReply | string> => {
  if (location.origin !== origin) return 'The tab shows another site by now.';
  if (!navigator.serviceWorker) return 'This page may not use service workers.';
  const all = await navigator.serviceWorker.getRegistrations();
  const reply = { unregistered: 0, failed: 0 };
  for (const registration of all) {
    const done = await registration.unregister().catch(() => false);
    if (done) reply.unregistered++;
    else reply.failed++;
  }
  return reply;
};

const unregisterIn = async (tabId: number, origin: string): Promise<WorkersReply> => {
  const asked = browser.scripting
    .executeScript({
      target: { tabId, frameIds: [0] },
      func: unregisterThere,
      args: [origin],
    })
    .catch(() => {
      throw new Error('The browser lets no extension into this page.');
    });
  const [answer] = (await within(asked, PATIENCE_MS)) ?? [];
  if (!answer)
    throw new Error('The page does not answer. It does it when it comes to itself, if it does.');
  const result = answer.result as WorkersReply | string | null | undefined;
  if (!result || typeof result === 'string')
    throw new Error(result || 'The page does not let its service workers be listed.');
  return result;
};

/**
 * Unregisters the service workers of a tab's origin; rejects with a sentence where that is not possible. When the
 * tab is closed this is done from another page of the origin, for which one is opened and closed again if there
 * is none.
 */
export const unregisterWorkers = async (
  live: Tabs.Tab | null,
  known: TabState | undefined,
  inventory: Pick<ReturnType<typeof createInventory>, 'read'>,
): Promise<WorkersReply> => {
  if (live?.id !== undefined) return unregisterIn(live.id, originOf(live.url ?? ''));
  const { origin = '', store = '' } = known ?? {};
  if (!/^https?:/.test(origin)) throw new Error('This tab showed no site with service workers.');
  const open = await browser.tabs.query({ discarded: false });
  const other = open.find((tab) => originOf(tab.url ?? '') === origin && storeOf(tab) === store);
  if (other?.id !== undefined) return unregisterIn(other.id, origin);
  if (store)
    throw new Error(
      'They are in a container or a private window of their own: open a page of the site there, then unregister them from its tab.',
    );
  return withVisit(origin, async (tabId) => {
    const reply = await unregisterIn(tabId, origin);
    await inventory.read({ tabId, store }, PATIENCE_MS);
    return reply;
  });
};
