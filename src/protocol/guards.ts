import * as v from 'valibot';
import { RESOURCE_KINDS } from '../core/report';
import { type BridgeIdentity, type BridgeMessage, LIMITS } from './facts';
import type { Request } from './messages';

/*
 * What turns `unknown` into facts. Everything that comes from a page or from another script passes
 * here once; what does not fit is refused whole, and nothing behind this line checks again.
 */

const count = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const whole = v.pipe(count, v.integer());
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const list = <T extends v.GenericSchema>(item: T, most: number) =>
  v.pipe(v.array(item), v.maxLength(most));
/** A small table from short names to counts; `__proto__` and its like are not names. */
const tally = (name: RegExp, most: number) =>
  v.pipe(
    v.record(v.pipe(v.string(), v.regex(name)), whole),
    v.check((table) => Object.keys(table).length <= most, 'too many keys'),
  );

const url = text(LIMITS.url);
/** A script's function and file, each cut to the limit, and what joins them. */
const SCRIPT = 2 * LIMITS.script + 3;
const kinds = v.object({
  kind: v.picklist(RESOURCE_KINDS),
  created: whole,
  byState: tally(/^[a-z-]{1,16}$/, LIMITS.states),
});
const endpoint = v.object({
  n: v.pipe(whole, v.maxValue(LIMITS.endpoints)),
  kind: v.picklist(['webSocket', 'eventSource']),
  url,
  attempts: whole,
  opened: whole,
  failed: whole,
  live: whole,
  maxLive: whole,
  closeCodes: tally(/^\d{1,5}$/, LIMITS.closeCodes),
  messagesIn: whole,
  messagesOut: whole,
  bytesIn: whole,
  bytesOut: whole,
  unsent: whole,
  tool: v.boolean(),
});
const attempt = v.object({
  n: whole,
  endpoint: whole,
  at: count,
  openedAt: v.nullable(count),
  endedAt: v.nullable(count),
  code: v.nullable(whole),
  own: v.boolean(),
  auto: v.boolean(),
  messages: whole,
  sent: whole,
});
const site = v.object({
  kind: v.picklist(RESOURCE_KINDS),
  endpoint: v.nullable(whole),
  stack: text(LIMITS.stack),
  count: whole,
});
const node = v.object({ shape: text(LIMITS.shape), created: whole, live: whole });
const audio = v.object({
  scheduled: v.object({
    pending: whole,
    playing: whole,
    played: whole,
    aheadMs: count,
    held: whole,
    heldSince: v.nullable(count),
  }),
  underruns: v.nullable(v.object({ events: whole, ms: count })),
  elements: v.object({
    pending: whole,
    playing: whole,
    played: whole,
    pendingMs: count,
    bufferedMs: count,
    unknown: whole,
    asked: whole,
    askedSince: v.nullable(count),
  }),
  meanClipMs: v.nullable(count),
});
const run = v.object({
  endpoint: whole,
  out: v.boolean(),
  type: text(LIMITS.type),
  count: whole,
  bytes: whole,
  firstAt: count,
  lastAt: count,
});
const batch = v.object({
  seq: v.pipe(whole, v.minValue(1)),
  at: count,
  full: v.boolean(),
  kinds: list(kinds, RESOURCE_KINDS.length),
  endpoints: list(endpoint, LIMITS.endpoints),
  tries: list(attempt, LIMITS.tries),
  sites: list(site, LIMITS.sites),
  nodes: list(node, LIMITS.nodes),
  audio: v.nullable(audio),
  types: list(run, LIMITS.types),
  files: list(text(LIMITS.file), LIMITS.files),
  usedBytes: v.nullable(count),
  dropped: whole,
});

const main = v.object({
  byFrames: v.boolean(),
  hidden: v.boolean(),
  loadedAt: v.nullable(count),
  blockedMs: count,
  longestMs: count,
  blocks: list(
    v.object({ n: whole, at: count, durationMs: count, script: v.nullable(text(SCRIPT)) }),
    LIMITS.blocks,
  ),
});

const load = v.pipe(v.string(), v.regex(/^[a-z0-9-]{3,32}$/));
const bridgeMessage = v.variant('type', [
  v.object({ type: v.literal('batch'), load, url: text(1100), batch }),
  v.object({ type: v.literal('main'), load, main, usedBytes: v.nullable(count) }),
  v.object({ type: v.literal('idle'), load }),
  v.object({ type: v.literal('gone'), load }),
]);

/** A message of a bridge, or `null` for anything else. */
export const asBridgeMessage = (value: unknown): BridgeMessage | null => {
  const result = v.safeParse(bridgeMessage, value, { abortEarly: true });
  return result.success ? (result.output as BridgeMessage) : null;
};

const identity = v.object({
  load,
  seq: whole,
  late: v.boolean(),
  workers: v.nullable(list(v.object({ scope: url, scriptUrl: url, state: text(16) }), 50)),
});

/** A bridge's answer to `who`, or `null` for anything else. */
export const asBridgeIdentity = (value: unknown): BridgeIdentity | null => {
  const result = v.safeParse(identity, value, { abortEarly: true });
  return result.success ? result.output : null;
};

const tabId = v.pipe(v.number(), v.integer());
/** More tabs than anybody has of one site. */
const TABS = 1000;
const request = v.variant('type', [
  v.object({ type: v.literal('tabs') }),
  v.object({ type: v.literal('report'), tabId }),
  v.object({ type: v.literal('markdown'), tabId }),
  v.object({ type: v.literal('popup'), tabId }),
  v.object({ type: v.literal('sources'), tabId }),
  v.object({ type: v.literal('pause'), tabId, paused: v.boolean() }),
  v.object({ type: v.literal('unregister-workers'), tabId }),
  v.object({ type: v.literal('close-others'), tabId, tabIds: list(tabId, TABS) }),
]);

/** A request of an extension page, or `null` for anything else. */
export const asRequest = (value: unknown): Request | null => {
  const result = v.safeParse(request, value, { abortEarly: true });
  return result.success ? result.output : null;
};
