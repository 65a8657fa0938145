import type { ServiceWorkerEntry } from './report';
import type { World } from './state';

/** Whether a page at `url` is one that the scope holds. */
const isIn = (scope: string, url: string): boolean => url.startsWith(scope);

/**
 * Takes service workers and the addresses of all open tabs, gives each with the number of tabs that it
 * controls or would: of several scopes that hold a page the longest has it.
 */
export const withOpenTabs = (
  workers: readonly ServiceWorkerEntry[],
  urls: readonly string[],
): ServiceWorkerEntry[] => {
  const owners = urls.map(
    (url) =>
      workers
        .filter(({ scope }) => isIn(scope, url))
        .sort((a, b) => b.scope.length - a.scope.length)[0]?.scope,
  );
  return workers.map((worker) => ({
    ...worker,
    openTabs: owners.filter((scope) => scope === worker.scope).length,
  }));
};

/** The sites, but for one, that have left a service worker at work: each with its tab that was closed last. */
export const leftBehindIn = (world: World, but: string): { tabId: number; origin: string }[] => {
  const tabs = Object.values(world.tabs)
    .filter(({ open, origin }) => !open && origin !== but)
    .filter(({ findings }) =>
      findings.some(({ id, until }) => id === 'orphan-service-worker' && until === null),
    )
    .sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0));
  return tabs
    .filter(({ origin }, i) => tabs.findIndex((tab) => tab.origin === origin) === i)
    .map(({ tabId, origin }) => ({ tabId, origin }));
};
