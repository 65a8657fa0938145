import type { EndpointKind, ResourceKind } from '../core/report';
import type {
  AudioFact,
  Batch,
  EndpointFact,
  KindFact,
  SiteFact,
  TryFact,
  TypeRun,
} from '../protocol/facts';
import { LIMITS } from '../protocol/facts';
import { usedBytes } from './memory';
import { add, bare, now } from './natives';
import { stackNow } from './stack';
import { bareUrl, templateOf } from './urls';

/** One living thing of a kind; `state` is the platform's own word. */
export interface Entry {
  kind: ResourceKind;
  state: string;
}

/** A fact with the mark that it has changed since the last batch. */
interface Marked<T> {
  fact: T;
  changed: boolean;
}

export interface Ledger {
  add(kind: ResourceKind, state: string): Entry;
  /** Moves an entry to another state; `null` takes it out (collected without an end). */
  move(entry: Entry, state: string | null): void;
  endpoint(kind: EndpointKind, url: string): EndpointFact;
  /** A counter of this endpoint has changed. */
  touch(endpoint: EndpointFact): void;
  attempt(endpoint: EndpointFact, auto: boolean): TryFact;
  /** The try has opened or ended. */
  moved(attempt: TryFact): void;
  site(kind: ResourceKind, endpoint: EndpointFact | null): void;
  type(endpoint: EndpointFact, out: boolean, type: string, audio: boolean): void;
  /** The audio probes have something new; `audio()` is asked when the next batch is made. */
  audioChanged(): void;
  /** What has changed since the last batch (everything with `full`), `null` for nothing. */
  collect(full: boolean): Batch | null;
}

export const createLedger = (changed: () => void, audio: () => AudioFact | null): Ledger => {
  const kinds = bare<Record<string, Marked<KindFact>>>();
  const kindList: Marked<KindFact>[] = [];
  const endpoints = bare<Record<string, EndpointFact>>();
  const endpointList: Marked<EndpointFact>[] = [];
  const sites = bare<Record<string, Marked<SiteFact>>>();
  const siteList: Marked<SiteFact>[] = [];
  let tries: TryFact[] = [];
  let queued = bare<Record<number, true>>();
  let types: TypeRun[] = [];
  let tryCount = 0;
  let lastUrl = '';
  let audioDirty = false;
  let dropped = 0;
  let seq = 0;

  const kindOf = (kind: ResourceKind): KindFact => {
    let marked = kinds[kind];
    if (!marked) {
      marked = { fact: { kind, created: 0, byState: bare() }, changed: true };
      kinds[kind] = marked;
      add(kindList, marked);
    }
    marked.changed = true;
    return marked.fact;
  };

  const take = <T>(list: Marked<T>[], full: boolean): T[] => {
    const out: T[] = [];
    for (let i = 0; i < list.length; i++) {
      const marked = list[i] as Marked<T>;
      if (full || marked.changed) add(out, marked.fact);
      marked.changed = false;
    }
    return out;
  };

  const queueTry = (attempt: TryFact): void => {
    if (queued[attempt.n]) return;
    if (tries.length >= LIMITS.tries) {
      dropped++;
      return;
    }
    queued[attempt.n] = true;
    add(tries, attempt);
  };

  const touch = (endpoint: EndpointFact): void => {
    (endpointList[endpoint.n] as Marked<EndpointFact>).changed = true;
    changed();
  };

  return {
    add(kind, state) {
      const fact = kindOf(kind);
      fact.created++;
      fact.byState[state] = (fact.byState[state] ?? 0) + 1;
      changed();
      return { kind, state };
    },
    move(entry, state) {
      if (entry.state === state || entry.state === '') return;
      const { byState } = kindOf(entry.kind);
      byState[entry.state] = (byState[entry.state] ?? 1) - 1;
      if (state !== null) byState[state] = (byState[state] ?? 0) + 1;
      entry.state = state ?? '';
      changed();
    },
    endpoint(kind, rawUrl) {
      let url = bareUrl(rawUrl);
      let key = `${kind} ${url}`;
      // Endless distinct URLs (a per-try path segment) would fill memory: past half the table, a new
      // URL is counted under its pattern.
      if (!endpoints[key] && endpointList.length >= LIMITS.endpoints / 2) {
        url = endpointList.length >= LIMITS.endpoints - 2 ? '*' : templateOf(url, lastUrl);
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
        };
        endpoints[key] = fact;
        add(endpointList, { fact, changed: true });
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
      };
      endpoint.attempts++;
      endpoint.live++;
      if (endpoint.live > endpoint.maxLive) endpoint.maxLive = endpoint.live;
      queueTry(attempt);
      touch(endpoint);
      return attempt;
    },
    moved(attempt) {
      queueTry(attempt);
      changed();
    },
    site(kind, endpoint) {
      const stack = stackNow();
      if (stack === '') return;
      const n = endpoint ? endpoint.n : null;
      const key = `${kind} ${n} ${stack}`;
      let marked = sites[key];
      if (!marked) {
        if (siteList.length >= LIMITS.sites) {
          dropped++;
          return;
        }
        marked = { fact: { kind, endpoint: n, stack, count: 0 }, changed: true };
        sites[key] = marked;
        add(siteList, marked);
      }
      marked.fact.count++;
      marked.changed = true;
    },
    type(endpoint, out, type, withAudio) {
      const at = now();
      const last = types[types.length - 1];
      if (
        last &&
        last.type === type &&
        last.out === out &&
        last.audio === withAudio &&
        last.endpoint === endpoint.n
      ) {
        last.count++;
        last.lastAt = at;
      } else if (types.length < LIMITS.types) {
        add(types, {
          endpoint: endpoint.n,
          out,
          type,
          audio: withAudio,
          count: 1,
          firstAt: at,
          lastAt: at,
        });
      } else dropped++;
    },
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
        audio: full || audioDirty ? audio() : null,
        types,
        usedBytes: usedBytes(),
        dropped,
      };
      tries = [];
      queued = bare();
      types = [];
      audioDirty = false;
      const nothing =
        !full &&
        batch.kinds.length +
          batch.endpoints.length +
          batch.tries.length +
          batch.sites.length +
          batch.types.length ===
          0 &&
        batch.audio === null;
      if (nothing) return null;
      batch.seq = ++seq;
      return batch;
    },
  };
};
