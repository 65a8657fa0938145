import { browser, type Tabs } from '../adapters/browser';
import { originOf } from '../core/address';
import type { WorkersReply } from '../protocol/messages';
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

/** Unregisters the service workers of the tab's origin; rejects with a sentence where that is not possible. */
export const unregisterWorkers = async (live: Tabs.Tab | null): Promise<WorkersReply> => {
  if (!live?.id)
    throw new Error('Service workers can be unregistered only while a page of their site is open.');
  const asked = browser.scripting
    .executeScript({
      target: { tabId: live.id, frameIds: [0] },
      func: unregisterThere,
      args: [originOf(live.url ?? '')],
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
