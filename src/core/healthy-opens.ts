import type { TabState } from './state';
import { median } from './statistics';
import type { Suspect } from './suspects';

export interface HealthyOpens {
  count: number;
  /** The middle one's time from the try to the open connection. */
  ms: number;
}

const opensIn = (tab: TabState, loop: Suspect, since: number): number[] =>
  tab.loads.flatMap(({ id, gone, tries, endpoints }) => {
    const own = new Set(id === loop.load ? loop.tries.map(({ endpoint }) => endpoint) : []);
    return gone
      ? []
      : tries.flatMap(({ endpoint, at, openedAt }) =>
          openedAt !== null &&
          at >= since &&
          !own.has(endpoint) &&
          endpoints[endpoint]?.kind === 'webSocket'
            ? [openedAt - at]
            : [],
        );
  });

/**
 * How long other sockets took to open since a reconnect loop has begun: those of the tab itself, or else of
 * the site's other tabs, which may share its process and so the browser's hold. `null` where none did.
 */
export const healthyOpens = (
  tab: TabState,
  sameOrigin: readonly TabState[],
  loop: Suspect,
  since: number,
): HealthyOpens | null => {
  const own = opensIn(tab, loop, since);
  const opens = own.length
    ? own
    : sameOrigin.flatMap((other) => (other === tab ? [] : opensIn(other, loop, since)));
  return opens.length ? { count: opens.length, ms: Math.round(median(opens)) } : null;
};
