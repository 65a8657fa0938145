import type { EndpointKind } from '../core/report';
import type { EndpointFact, TryFact } from '../protocol/facts';
import { LIMITS } from '../protocol/facts';
import {
  addRow,
  beginEntry,
  type Entry,
  know,
  type Marked,
  move,
  rowByKey,
  touch,
  touchTry,
} from './ledger';
import { noteMessage } from './message-runs';
import { bare, max, now } from './natives';
import { bareUrl, patternOf } from './urls';

type Endpoint = EndpointFact & Marked;
type Try = TryFact & Marked;

/** A WebSocket or EventSource, with the try that it is in. */
export interface Connection extends Entry {
  endpoint: Endpoint;
  attempt: Try;
  /** Its own instance: nothing that lasts refers to an entry, so that both stay collectable. */
  self: object;
  /** What the page has given it and the network has not taken yet, in bytes. */
  unsent: number;
}

let endpoints = 0;
let tries = 0;
let lastUrl = '';

const endpointOf = (kind: EndpointKind, rawUrl: string): Endpoint => {
  let url = bareUrl(rawUrl);
  let key = `${kind} ${url}`;
  // Endless distinct URLs (a per-try path segment) would fill memory: past half the table, a new
  // URL is counted under its pattern.
  if (!rowByKey[key] && endpoints >= LIMITS.endpoints / 2) {
    url = endpoints >= LIMITS.endpoints - 2 ? '*' : patternOf(url, lastUrl);
    key = `${kind} ${url}`;
  } else lastUrl = url;
  return (
    (rowByKey[key] as Endpoint | undefined) ??
    addRow(key, {
      n: endpoints++,
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
      changed: false,
    })
  );
};

/** Something has changed with the connection, and with its try. */
const told = (one: Connection, state: string): void => {
  touchTry(one.attempt);
  touch(one.endpoint);
  move(one, state);
};

const beginTry = (endpoint: Endpoint, auto: boolean): Try => {
  const attempt = {
    n: ++tries,
    endpoint: endpoint.n,
    at: now(),
    openedAt: 0,
    endedAt: 0,
    code: 0,
    own: false,
    auto,
    messages: 0,
    sent: 0,
    changed: false,
  };
  endpoint.attempts++;
  endpoint.changed = true;
  endpoint.maxLive = max(endpoint.maxLive, ++endpoint.live);
  touchTry(attempt);
  return attempt;
};

/** A page has begun to connect. */
export const connect = (thing: object, kind: EndpointKind, url = ''): Connection => {
  const endpoint = endpointOf(kind, url);
  return know(thing, {
    ...beginEntry(kind, 'connecting', endpoint.n),
    endpoint,
    attempt: beginTry(endpoint, false),
    self: thing,
    unsent: 0,
  });
};

/** The browser tries again by itself. */
export const retry = (one: Connection): void => {
  one.attempt = beginTry(one.endpoint, true);
};

export const opened = (one: Connection): void => {
  one.attempt.openedAt = now();
  one.endpoint.opened++;
  told(one, 'open');
};

/** The page has asked for the end. */
export const closing = (one: Connection): void => {
  one.attempt.own = true;
  told(one, 'closing');
};

/** The try has ended; `state` is what the connection is in now. */
export const ended = (one: Connection, state: string): void => {
  const { attempt, endpoint } = one;
  attempt.endedAt ||= now();
  // An abort by the page while connecting is the page's will, not a failure.
  if (!attempt.openedAt && !attempt.own) endpoint.failed++;
  endpoint.live--;
  told(one, state);
};

/** A message of `bytes` went in or out. */
export const message = (
  { endpoint, attempt }: Connection,
  out: boolean,
  type: string,
  bytes: number,
): void => {
  attempt.messages++;
  if (out) {
    attempt.sent++;
    endpoint.messagesOut++;
    endpoint.bytesOut += bytes;
  } else {
    endpoint.messagesIn++;
    endpoint.bytesIn += bytes;
  }
  // The clock is asked once: it is a good part of what a message costs.
  const at = now();
  noteMessage(endpoint.n, out, type, bytes, at);
  touch(endpoint, at);
};
