import type { EndpointKind, ResourceKind } from '../core/report';
import type {
  AudioFact,
  Batch,
  EndpointFact,
  KindFact,
  SiteFact,
  TryFact,
} from '../protocol/facts';
import { LIMITS } from '../protocol/facts';
import { createRuns } from './message-runs';
import { add, bare, now } from './natives';
import { createShapes } from './shapes';
import { stackNow } from './stack';
import { bareUrl, patternOf } from './urls';

/** One living thing of a kind; `state` is the platform's own word. */
export interface Entry {
  kind: ResourceKind;
  state: string;
}

/** A fact with the mark that it has changed since the last batch; the bridge drops the mark. */
type Marked<T> = T & { changed?: boolean };

export interface Ledger {
  /** Counts a new one, and where it was made. */
  add(kind: ResourceKind, state: string, endpoint?: EndpointFact): Entry;
  /** Moves an entry to another state; `''` takes it out (collected without an end). */
  move(entry: Entry, state: string): void;
  endpoint(kind: EndpointKind, url: string): EndpointFact;
  /** Counters of this endpoint have changed, and perhaps one of its tries has opened or ended. */
  touch(endpoint: EndpointFact, attempt?: TryFact): void;
  attempt(endpoint: EndpointFact, auto: boolean): TryFact;
  /** A message of `bytes` went in or out. */
  message(endpoint: EndpointFact, out: boolean, type: string, bytes: number): void;
  /** One more of what voice detectors are made of: gives back what tells its shape and whether it is there. */
  node(): (shape: string, live: boolean) => void;
  /** The audio probes have something new; `audio()` is asked when the next batch is made. */
  audioChanged(): void;
  /** What has changed since the last batch (everything with `full`), `null` for nothing. */
  collect(full: boolean): Batch | null;
}

export const createLedger = (changed: () => void, audio: () => AudioFact | null): Ledger => {
  const kinds = bare<Record<string, Marked<KindFact>>>();
  const kindList: Marked<KindFact>[] = [];
  const endpoints = bare<Record<string, Marked<EndpointFact>>>();
  const endpointList: Marked<EndpointFact>[] = [];
  const sites = bare<Record<string, Marked<SiteFact>>>();
  const siteList: Marked<SiteFact>[] = [];
  const shapes = createShapes();
  const runs = createRuns();
  let tries: TryFact[] = [];
  let queued = bare<Record<number, true>>();
  let tryCount = 0;
  let lastUrl = '';
  let audioDirty = false;
  let dropped = 0;
  let seq = 0;

  const kindOf = (kind: ResourceKind): KindFact => {
    let fact = kinds[kind];
    if (!fact) {
      fact = { kind, created: 0, byState: bare(), changed: true };
      kinds[kind] = fact;
      add(kindList, fact);
    }
    fact.changed = true;
    return fact;
  };

  const site = (kind: ResourceKind, endpoint: number | null): void => {
    const stack = stackNow();
    if (!stack) return;
    const key = `${kind} ${endpoint} ${stack}`;
    let fact = sites[key];
    if (!fact) {
      if (siteList.length >= LIMITS.sites) {
        dropped++;
        return;
      }
      fact = { kind, endpoint, stack, count: 0, changed: true };
      sites[key] = fact;
      add(siteList, fact);
    }
    fact.count++;
    fact.changed = true;
  };

  const take = <T>(list: Marked<T>[], full: boolean): T[] => {
    const out: T[] = [];
    for (let i = 0; i < list.length; i++) {
      const fact = list[i] as Marked<T>;
      if (full || fact.changed) add(out, fact);
      fact.changed = false;
    }
    return out;
  };

  const touch: Ledger['touch'] = (endpoint, attempt) => {
    (endpoint as Marked<EndpointFact>).changed = true;
    if (attempt && !queued[attempt.n]) {
      if (tries.length < LIMITS.tries) {
        queued[attempt.n] = true;
        add(tries, attempt);
      } else dropped++;
    }
    changed();
  };

  return {
    add(kind, state, endpoint) {
      const fact = kindOf(kind);
      fact.created++;
      fact.byState[state] = (fact.byState[state] ?? 0) + 1;
      site(kind, endpoint ? endpoint.n : null);
      changed();
      return { kind, state };
    },
    move(entry, state) {
      if (entry.state === state || !entry.state) return;
      const { byState } = kindOf(entry.kind);
      byState[entry.state] = (byState[entry.state] ?? 1) - 1;
      if (state) byState[state] = (byState[state] ?? 0) + 1;
      entry.state = state;
      changed();
    },
    endpoint(kind, rawUrl) {
      let url = bareUrl(rawUrl);
      let key = `${kind} ${url}`;
      // Endless distinct URLs (a per-try path segment) would fill memory: past half the table, a new
      // URL is counted under its pattern.
      if (!endpoints[key] && endpointList.length >= LIMITS.endpoints / 2) {
        url = endpointList.length >= LIMITS.endpoints - 2 ? '*' : patternOf(url, lastUrl);
        key = `${kind} ${url}`;
      } else lastUrl = url;
      let fact = endpoints[key];
      if (!fact) {
        fact = {
          n: endpointList.length,
          kind,
          url,
          attempts: 0,
          opened: 0,
          failed: 0,
          live: 0,
          maxLive: 0,
          closeCodes: bare(),
          messagesIn: 0,
          messagesOut: 0,
          bytesIn: 0,
          bytesOut: 0,
          unsent: 0,
          tool: false,
          changed: true,
        };
        endpoints[key] = fact;
        add(endpointList, fact);
      }
      return fact;
    },
    touch,
    attempt(endpoint, auto) {
      const attempt: TryFact = {
        n: ++tryCount,
        endpoint: endpoint.n,
        at: now(),
        openedAt: null,
        endedAt: null,
        code: null,
        own: false,
        auto,
        messages: 0,
        sent: 0,
      };
      endpoint.attempts++;
      endpoint.live++;
      if (endpoint.live > endpoint.maxLive) endpoint.maxLive = endpoint.live;
      touch(endpoint, attempt);
      return attempt;
    },
    message(endpoint, out, type, bytes) {
      if (out) {
        endpoint.messagesOut++;
        endpoint.bytesOut += bytes;
      } else {
        endpoint.messagesIn++;
        endpoint.bytesIn += bytes;
      }
      runs.note(endpoint.n, out, type, bytes);
      touch(endpoint);
    },
    node: () => shapes.node(changed),
    audioChanged() {
      audioDirty = true;
      changed();
    },
    collect(full) {
      const batch: Batch = {
        seq: 0,
        at: now(),
        full,
        kinds: take(kindList, full),
        endpoints: take(endpointList, full),
        tries,
        sites: take(siteList, full),
        nodes: shapes.take(full),
        audio: full || audioDirty ? audio() : null,
        types: runs.take(),
        files: [],
        usedBytes: null,
        dropped,
      };
      tries = [];
      queued = bare();
      audioDirty = false;
      if (
        !full &&
        !batch.audio &&
        !(batch.kinds.length + batch.endpoints.length + batch.nodes.length)
      )
        return null;
      batch.seq = ++seq;
      return batch;
    },
  };
};
