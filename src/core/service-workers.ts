import type { ServiceWorkerEntry } from './report';

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
