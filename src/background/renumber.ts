import type { NetworkEndpoint, World } from '../core/state';

const joined = (
  before: Record<string, NetworkEndpoint>,
  after: Record<string, NetworkEndpoint>,
): Record<string, NetworkEndpoint> => {
  const all = { ...before };
  for (const [url, { started, recent, tries, addresses }] of Object.entries(after)) {
    const known = all[url];
    all[url] = {
      started: started + (known?.started ?? 0),
      recent: [...(known?.recent ?? []), ...recent],
      // The workers before are gone with their page.
      tries,
      ...(addresses ? { addresses } : {}),
    };
  }
  return all;
};

/**
 * Moves what is known of a tab to the id that the browser has given it; `false` where nothing is. What
 * the new id has said by then is a new page of the same tab, and the next of its loads.
 */
export const renumber = (world: World, before: number, now: number): boolean => {
  const known = world.tabs[before];
  if (!known || before === now) return false;
  delete world.tabs[before];
  for (const load of known.loads) load.gone = true;
  const newer = world.tabs[now];
  world.tabs[now] = {
    ...known,
    tabId: now,
    loads: [...known.loads, ...(newer?.loads ?? [])],
    network: joined(known.network, newer?.network ?? {}),
  };
  return true;
};
