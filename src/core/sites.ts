import type { CreationSite } from './report';
import type { TabState } from './state';

/** More than these say no more: the first ones are where nearly everything comes from. */
const MOST = 100;

/** Where the documents that are loaded now created what they did, the most frequent first. */
export const creationSitesOf = (tab: TabState): CreationSite[] => {
  const byKey = new Map<string, CreationSite>();
  for (const { gone, sites, endpoints } of tab.loads) {
    if (gone) continue;
    for (const { kind, endpoint, stack, count } of sites) {
      const url = endpoint === null ? null : (endpoints[endpoint]?.url ?? null);
      const key = `${kind} ${url} ${stack}`;
      const known = byKey.get(key);
      if (known) known.count += count;
      else byKey.set(key, { kind, endpoint: url, stack, count });
    }
  }
  return [...byKey.values()].sort((a, b) => b.count - a.count).slice(0, MOST);
};
