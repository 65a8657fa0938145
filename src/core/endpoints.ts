import type { EndpointFact } from '../protocol/facts';
import { addCounters } from './counters';
import type { Endpoint } from './report';
import type { KeptTry, LoadState, TabState } from './state';
import { median } from './statistics';
import { isTool } from './tool-sockets';

/** Endpoints of one page load that are one and the same to the page, with their tries in order. */
export interface EndpointGroup {
  url: string;
  /** A dev server's hot reload: no part of the app. */
  tool: boolean;
  members: EndpointFact[];
  tries: KeptTry[];
}

/**
 * How many look-alike URLs, one after the other, make a pattern: few where the segment looks made up
 * (it has a digit in most of them), many where it could be a name (`/rooms/kitchen`, `/feed`).
 */
const PATTERN_MEMBERS = { madeUp: 3, names: 12 };

const split = (url: string): string[] => {
  const path = url.indexOf('/', url.indexOf('://') + 3);
  return path < 0 ? [url] : [url.slice(0, path), ...url.slice(path + 1).split('/')];
};

/** The keys under which a URL may be one of many: each path segment, and each pair of neighbours, left out. */
const patternsOf = (url: string): string[] => {
  const parts = split(url);
  const patterns: string[] = [];
  for (let i = 1; i < parts.length; i++) {
    patterns.push(parts.map((part, k) => (k === i ? '*' : part)).join('/'));
    // SockJS draws a server and a session: /echo/123/abcd1234/websocket.
    if (i + 1 < parts.length)
      patterns.push(parts.map((part, k) => (k === i || k === i + 1 ? '*' : part)).join('/'));
  }
  return patterns;
};

const stars = (pattern: string): number => pattern.split('*').length;

/** The pattern with the most members first; of two that say the same, the more exact one. */
const byFit = (a: [string, EndpointFact[]], b: [string, EndpointFact[]]): number =>
  b[1].length - a[1].length || stars(a[0]) - stars(b[0]);

const isPattern = (pattern: string, members: readonly EndpointFact[]): boolean => {
  if (members.length < PATTERN_MEMBERS.madeUp) return false;
  const parts = split(pattern.slice(pattern.indexOf(' ') + 1));
  const madeUp = members.filter((fact) =>
    split(fact.url).some((part, i) => parts[i] === '*' && /\d/.test(part)),
  );
  return madeUp.length >= members.length / 2 || members.length >= PATTERN_MEMBERS.names;
};

interface Span {
  from: number;
  to: number;
}

/** Whether the endpoints were used strictly one after the other. */
const takeTurns = (spans: readonly Span[]): boolean => {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  return sorted.every((span, i) => i === 0 || (sorted[i - 1] as Span).to <= span.from);
};

/**
 * Groups the endpoints of a page load. A URL that differs only by a segment made up for each try
 * (`/ws/<random>`) is one endpoint: seen where several such URLs were each tried once, never two at
 * a time. Different sockets that live beside each other stay apart, however alike their URLs are.
 */
export const groupEndpoints = (load: LoadState): EndpointGroup[] => {
  const triesOf = new Map<number, KeptTry[]>();
  for (const attempt of load.tries) {
    const list = triesOf.get(attempt.endpoint);
    if (list) list.push(attempt);
    else triesOf.set(attempt.endpoint, [attempt]);
  }
  const patterns = new Map<string, EndpointFact[]>();
  const all = Object.values(load.endpoints);
  for (const fact of all) {
    // One that lives without a kept try is long-lived: not one of many tries.
    if (fact.attempts !== 1 || (!triesOf.has(fact.n) && fact.live > 0)) continue;
    for (const pattern of patternsOf(fact.url)) {
      const key = `${fact.kind} ${pattern}`;
      const members = patterns.get(key);
      if (members) members.push(fact);
      else patterns.set(key, [fact]);
    }
  }
  const taken = new Set<number>();
  const groups: EndpointGroup[] = [];
  const add = (url: string, members: EndpointFact[]): void => {
    const tries = members.flatMap((fact) => triesOf.get(fact.n) ?? []);
    groups.push({
      url,
      tool: members.some((fact) => isTool(load, fact)),
      members,
      tries: tries.sort((a, b) => a.at - b.at || a.n - b.n),
    });
    for (const fact of members) taken.add(fact.n);
  };
  for (const [key, found] of [...patterns].sort(byFit)) {
    const members = found.filter((fact) => !taken.has(fact.n));
    if (!isPattern(key, members)) continue;
    const spans = members.flatMap((fact) =>
      (triesOf.get(fact.n) ?? []).map((t) => ({
        from: t.at,
        to: t.endedAt ?? Number.POSITIVE_INFINITY,
      })),
    );
    if (takeTurns(spans)) add(key.slice(key.indexOf(' ') + 1), members);
  }
  for (const fact of all) if (!taken.has(fact.n)) add(fact.url, [fact]);
  return groups;
};

/** Whether a page counted `url` under `pattern`: what such URLs share, and `*` for the rest. */
export const fits = (url: string, pattern: string): boolean =>
  url === pattern ||
  pattern === '*' ||
  (pattern.endsWith('/*') && url.startsWith(pattern.slice(0, -1)));

const emptyEndpoint = (kind: Endpoint['kind'], url: string): Endpoint => ({
  kind,
  url,
  attempts: 0,
  opened: 0,
  failed: 0,
  live: 0,
  closeCodes: {},
  messagesIn: 0,
  messagesOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  unattributed: kind === 'webSocket' ? 0 : null,
  unsentBytes: kind === 'webSocket' ? 0 : null,
  handshakeMs: null,
  lifetimeMs: null,
  tool: false,
});

const middle = (values: readonly number[]): number | null =>
  values.length ? Math.round(median(values)) : null;

/** A clock that was set back makes no time less than none. */
const since = (from: number, to: number): number => Math.max(0, to - from);

/**
 * The report's endpoints of a tab, most attempts first. `unattributed` is what the network saw up to
 * the page's last account, less what the page hooks saw.
 */
export const endpointsOf = (tab: TabState, now: number): Endpoint[] => {
  const byKey = new Map<string, Endpoint>();
  /** Page URL → the row it went into, for the network's handshakes. */
  const rowOf = new Map<string, Endpoint>();
  const triesOf = new Map<Endpoint, KeptTry[]>();
  const add = (url: string, fact: EndpointFact, live: boolean): Endpoint => {
    const key = `${fact.kind} ${url}`;
    const row = byKey.get(key) ?? emptyEndpoint(fact.kind, url);
    byKey.set(key, row);
    rowOf.set(fact.url, row);
    addCounters(row, fact);
    row.tool ||= fact.tool;
    if (live) row.live += fact.live;
    if (live && row.unsentBytes !== null) row.unsentBytes += fact.unsent;
    return row;
  };
  for (const fact of tab.past.endpoints) add(fact.url, fact, false);
  for (const load of tab.loads)
    for (const { url, members, tries, tool } of groupEndpoints(load)) {
      let row: Endpoint | undefined;
      for (const fact of members) row = add(url, fact, !load.gone);
      if (!row) continue;
      row.tool ||= tool;
      triesOf.set(row, [...(triesOf.get(row) ?? []), ...tries]);
    }
  for (const [row, tries] of triesOf) {
    const opened = tries.filter((t) => t.openedAt !== null) as (KeptTry & { openedAt: number })[];
    row.handshakeMs = middle(opened.map((t) => since(t.at, t.openedAt)));
    row.lifetimeMs = middle(
      opened.flatMap((t) => (t.endedAt === null ? [] : since(t.openedAt, t.endedAt))),
    );
  }

  // A page's own handshakes may be on their way still: only those older than its last word count.
  const heard = Math.max(0, ...tab.loads.filter((load) => !load.gone).map((load) => load.lastAt));
  const until = heard > 0 && now - heard < 5000 ? heard : now - 1000;
  const seen = new Map<Endpoint, number>();
  for (const [url, network] of Object.entries(tab.network)) {
    const pattern = rowOf.has(url) ? url : [...rowOf.keys()].find((key) => fits(url, key));
    const row = rowOf.get(pattern ?? url) ?? emptyEndpoint('webSocket', url);
    if (pattern === undefined) byKey.set(`webSocket ${url}`, row);
    const later = network.recent.filter((at) => at > until).length;
    seen.set(row, (seen.get(row) ?? 0) + network.started - later);
  }
  for (const [row, started] of seen) row.unattributed = Math.max(0, started - row.attempts);
  return [...byKey.values()].sort((a, b) => b.attempts - a.attempts);
};
