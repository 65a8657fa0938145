import { keptUrl } from './address';
import { KEPT, type NetworkEndpoint, type NetworkTry, type TabState } from './state';

/** What the network tells of one handshake beside its address. */
export interface Handshake {
  /** The browser's own id of the request. */
  id: string;
  /** The frame whose document, or whose worker, asks; `null` where it is not a worker for certain. */
  frameId: number | null;
  /** A number drawn for its full address: the same for the same one, as long as the background runs. */
  address?: number;
}

const RECENT = 64;

/** How many rows each URL may keep, where that would be `most`. */
const rowsFor = ({ network }: TabState, most: number): number => {
  let rows = 0;
  for (const { tries, addresses } of Object.values(network))
    rows += tries.length + (addresses?.length ?? 0);
  return rows < KEPT.networkRows ? most : KEPT.networkFew;
};

const keepTry = (tab: TabState, seen: NetworkEndpoint, attempt: NetworkTry): void => {
  const all = rowsFor(tab, KEPT.networkTries.all);
  const first = Math.min(KEPT.networkTries.first, all >> 1);
  seen.tries.push(attempt);
  if (seen.tries.length <= all) return;
  seen.tries.splice(first, seen.tries.length - all);
  (seen.tries[first] as NetworkTry).gap = true;
};

/** The network saw a socket handshake begin. `url` is the handshake's own, queries are dropped here. */
export const foldHandshake = (
  tab: TabState,
  url: string,
  at: number,
  handshake?: Handshake,
): void => {
  const key = keptUrl(url);
  let seen = tab.network[key];
  if (!seen) {
    if (Object.keys(tab.network).length >= KEPT.network) {
      tab.dropped++;
      return;
    }
    seen = { started: 0, recent: [], tries: [] };
    tab.network[key] = seen;
  }
  seen.started++;
  seen.recent.push(at);
  if (seen.recent.length > RECENT) seen.recent.shift();
  tab.observedSince ??= Math.floor(at);
  if (handshake?.address !== undefined) {
    seen.addresses ??= [];
    seen.addresses.push({ at, address: handshake.address });
    if (seen.addresses.length > rowsFor(tab, KEPT.addresses)) seen.addresses.shift();
  }
  if (!handshake || handshake.frameId === null) return;
  // A page counts them itself.
  const counts = ({ endpoints }: TabState['loads'][number]): boolean =>
    Object.values(endpoints).some((fact) => fact.url === key);
  if (tab.loads.some(counts)) {
    seen.tries = [];
    return;
  }
  keepTry(tab, seen, { id: handshake.id, frameId: handshake.frameId, at, endedAt: null });
};

/** … and saw it end. One that came through ends the row of those that did not: how long it lives, nobody sees. */
export const foldHandshakeEnd = (
  tab: TabState,
  url: string,
  at: number,
  { id, opened }: { id: string; opened: boolean },
): void => {
  const seen = tab.network[keptUrl(url)];
  const attempt = seen?.tries.find((one) => one.id === id);
  if (!seen || !attempt) return;
  if (opened) seen.tries = [];
  else attempt.endedAt = at;
};
