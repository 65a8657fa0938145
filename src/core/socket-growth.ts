import { originOf } from './address';
import { type OpenTry, openTries, withOneAddress } from './open-sockets';
import type { LoadState, TabState } from './state';
import { isTool } from './tool-sockets';

/*
 * Open sockets that pile up. Their own times tell it, not samples: so neither a hidden tab's gaps nor a late
 * look make growth, and a reload begins anew.
 */

/** What is opened again and again at one address has no end of its own: "four rises over 8 s" (contract), and one more. */
const ONE_ADDRESS = { sockets: 6, ms: 8000 };
/**
 * Sockets of different addresses may be a set: a board's feeds take some seconds to open, and a person who
 * opens one room after the other has half a dozen. No set of this size is still being opened after so long.
 */
const ADDRESSES = { sockets: 20, ms: 30_000 };
/** "No fall that matters": for so many open ones one was closed again. */
const CLOSED_ONE_IN = 4;
/** It goes on as long as the next one may come: twice as late as the latest of the last ones. */
const NEXT = { gaps: 8, late: 2, leastMs: 5000 };

/** Of so many the pace is told. */
const NEWEST = 32;

export interface SocketGrowth {
  /** The address, or what the addresses share. */
  url: string;
  endpoints: ReadonlySet<number>;
  /** The oldest and the newest. */
  from: number;
  to: number;
  open: number;
  /** How long after the last one the next one is opened, of the newest ones. */
  everyMs: number;
  /** Opened and closed again since the oldest of them. */
  closed: number;
}

const keepsGrowing = (
  sockets: readonly OpenTry[],
  least: typeof ONE_ADDRESS,
  now: number,
): boolean => {
  const times = sockets.map(({ openedAt }) => openedAt);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return false;
  if (sockets.length < least.sockets || last - first < least.ms) return false;
  const gaps = times.slice(1).map((at, i) => at - (times[i] as number));
  const latest = Math.max(...gaps.slice(-NEXT.gaps));
  return now - last <= Math.max(NEXT.leastMs, NEXT.late * latest);
};

const growthOf = (
  load: LoadState,
  url: string,
  sockets: readonly OpenTry[],
  facts: ReadonlySet<number>,
): SocketGrowth | null => {
  const from = sockets[0]?.openedAt ?? 0;
  const closed = load.tries.filter(
    ({ endpoint, openedAt, endedAt }) =>
      facts.has(endpoint) && openedAt !== null && endedAt !== null && endedAt >= from,
  ).length;
  if (closed * CLOSED_ONE_IN > sockets.length) return null;
  const to = sockets.at(-1)?.openedAt ?? 0;
  const newest = sockets.slice(-NEWEST);
  const everyMs = (to - (newest[0]?.openedAt ?? to)) / Math.max(1, newest.length - 1);
  const own = Object.values(load.endpoints).filter(({ n }) => facts.has(n));
  const sum = (key: 'attempts' | 'live'): number => own.reduce((all, fact) => all + fact[key], 0);
  const kept = load.tries.filter(({ endpoint }) => facts.has(endpoint)).length;
  // Where tries were forgotten the page's own count is left.
  const open = sum('attempts') > kept ? sum('live') : sockets.length;
  return { url, endpoints: facts, from, to, open, everyMs, closed };
};

/** Where the open sockets of a page load keep growing, the most first. */
export const socketGrowth = (tab: TabState, load: LoadState, now: number): SocketGrowth[] => {
  const found: SocketGrowth[] = [];
  const hosts = new Map<string, { sockets: OpenTry[]; endpoints: Set<number> }>();
  for (const fact of Object.values(load.endpoints)) {
    if (fact.kind !== 'webSocket' || isTool(load, fact)) continue;
    const open = openTries(load, fact.n);
    const endpoints = new Set([fact.n]);
    const same = withOneAddress(tab, fact.url, open);
    const growth = keepsGrowing(same, ONE_ADDRESS, now)
      ? growthOf(load, fact.url, same, endpoints)
      : null;
    if (growth) found.push(growth);
    const host = originOf(fact.url);
    const group = hosts.get(host) ?? { sockets: [], endpoints: new Set() };
    hosts.set(host, group);
    group.sockets.push(...open);
    group.endpoints.add(fact.n);
  }
  if (!found.length)
    for (const [host, { sockets, endpoints }] of hosts) {
      sockets.sort((a, b) => a.openedAt - b.openedAt);
      const [one] = endpoints;
      const url = endpoints.size === 1 ? (load.endpoints[one ?? 0]?.url ?? host) : `${host}/*`;
      const growth = keepsGrowing(sockets, ADDRESSES, now)
        ? growthOf(load, url, sockets, endpoints)
        : null;
      if (growth) found.push(growth);
    }
  return found.sort((a, b) => b.open - a.open);
};
