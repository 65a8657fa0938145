import type { Batch, NodeFact, SiteFact } from '../protocol/facts';
import { keptUrl } from './address';
import { addCounters } from './counters';
import { createLoad } from './load';
import { isFull, type Room, roomIn, take, triesFor } from './room';
import { createTab, KEPT, type KeptTry, type LoadState, type TabState, type World } from './state';
import { isTool } from './tool-sockets';
import { closeTurns, foldTypes } from './turns';
import { foldTwins } from './twins';
import { foldUnsent } from './unsent';
import { foldDetectorsAway } from './voice-detectors';
import { beforeOf, foldVoice } from './voice-history';

/** The tab's state, made when it is first heard of. */
export const tabOf = (world: World, tabId: number): TabState => {
  let tab = world.tabs[tabId];
  if (!tab) {
    tab = createTab(tabId);
    world.tabs[tabId] = tab;
    forgetOldTabs(world);
  }
  return tab;
};

const forgetOldTabs = (world: World): void => {
  const closed = Object.values(world.tabs).filter((tab) => !tab.open);
  closed.sort((a, b) => (a.closedAt ?? 0) - (b.closedAt ?? 0));
  for (const tab of closed.slice(0, Math.max(0, closed.length - KEPT.closedTabs)))
    delete world.tabs[tab.tabId];
};

const foldAway = (tab: TabState, load: LoadState): void => {
  const { created, endpoints } = tab.past;
  foldDetectorsAway(tab, load);
  tab.dropped += load.dropped;
  if (load.frameId === 0) tab.past.blockedMs += load.main?.blockedMs ?? 0;
  tab.past.longestMs = Math.max(tab.past.longestMs, load.main?.longestMs ?? 0);
  for (const fact of Object.values(load.kinds))
    created[fact.kind] = (created[fact.kind] ?? 0) + fact.created;
  for (const fact of Object.values(load.endpoints)) {
    let past = endpoints.find((e) => e.kind === fact.kind && e.url === fact.url);
    if (!past && endpoints.length >= KEPT.endpoints) {
      tab.dropped++;
      past = endpoints[endpoints.length - 1];
    }
    if (!past) {
      past = { ...fact, attempts: 0, opened: 0, failed: 0, live: 0, unsent: 0, closeCodes: {} };
      past.messagesIn = past.messagesOut = past.bytesIn = past.bytesOut = 0;
      endpoints.push(past);
    }
    addCounters(past, fact);
    past.tool ||= isTool(load, fact);
  }
};

const loadOf = (
  tab: TabState,
  frameId: number,
  { id, full, seq, now }: { id: string; full: boolean; seq: number; now: number },
): LoadState | null => {
  const known = tab.loads.find((load) => load.id === id);
  // One that returns from the back/forward cache says everything; a last word that was overtaken by
  // the next page's first does not bring its page back.
  if (known && !(known.gone && full)) return known;
  // A frame holds one document: what was there before is gone, whether or not it could say so. Other
  // frames say so themselves, or their line breaks.
  for (const load of tab.loads) if (load.frameId === frameId) load.gone = true;
  if (known) {
    known.gone = false;
    return known;
  }
  if (tab.loads.length >= KEPT.liveLoads) {
    if (seq === 1) tab.framesOver++;
    return null;
  }
  const fresh = createLoad(id, frameId, now);
  tab.loads.push(fresh);
  return fresh;
};

/** Of pages that are gone only their totals stay, where there are many or the tab is full. */
const makeRoom = (tab: TabState, current: LoadState): void => {
  while (tab.loads.length > KEPT.loads || isFull(tab)) {
    const oldest = tab.loads.findIndex((load) => load.gone && load !== current);
    if (oldest < 0) break;
    foldAway(tab, tab.loads[oldest] as LoadState);
    tab.loads.splice(oldest, 1);
  }
};

const foldTries = (load: LoadState, tries: readonly KeptTry[], room: Room): void => {
  const most = triesFor(room, load, KEPT.tries);
  const first = Math.min(KEPT.firstTries, most >> 1);
  for (const attempt of tries) {
    const i = load.tries.findIndex((t) => t.n === attempt.n);
    const known = load.tries[i];
    if (known) {
      // What is known has moved with the clock, should that have been set meanwhile (`clock.ts`).
      const { at, openedAt, endedAt } = known;
      load.tries[i] = {
        ...known,
        ...attempt,
        at,
        openedAt: openedAt ?? attempt.openedAt,
        endedAt: endedAt ?? attempt.endedAt,
      };
    } else load.tries.push(attempt);
  }
  const over = load.tries.length - most;
  if (over <= 0) return;
  const dropped = new Set(load.tries.splice(first, over).map((t) => t.endpoint));
  // The wait before what follows is not known: for each endpoint, and for a pattern of several.
  const next = load.tries[first];
  if (next) next.gap = true;
  for (const endpoint of dropped) {
    const after = load.tries.findIndex((t, i) => i >= first && t.endpoint === endpoint);
    if (after >= 0) (load.tries[after] as KeptTry).gap = true;
  }
};

const foldSites = (tab: TabState, load: LoadState, sites: readonly SiteFact[], room: Room) => {
  for (const site of sites) {
    const known = load.sites.find(
      (s) => s.kind === site.kind && s.endpoint === site.endpoint && s.stack === site.stack,
    );
    if (known) known.count = site.count;
    else if (load.sites.length < KEPT.sites && take(room, 'sites')) load.sites.push(site);
    else tab.dropped++;
  }
};

const foldNodes = (tab: TabState, load: LoadState, nodes: readonly NodeFact[], room: Room) => {
  for (const node of nodes) {
    const at = load.nodes.findIndex(({ shape }) => shape === node.shape);
    if (at >= 0) load.nodes[at] = node;
    else if (load.nodes.length < KEPT.nodes && take(room, 'nodes')) load.nodes.push(node);
    else tab.dropped++;
  }
};

const BUCKET_MS = 10_000;
/** Chromium's throttle looks back over its current and its previous two-minute period. */
const HANDSHAKES_KEPT_MS = 240_000;

const countHandshakes = (tab: TabState, opened: number, failed: number, now: number): void => {
  if (opened <= 0 && failed <= 0) return;
  const at = now - (now % BUCKET_MS);
  let bucket = tab.handshakes.at(-1);
  if (!bucket || bucket.at !== at) {
    bucket = { at, opened: 0, failed: 0 };
    tab.handshakes.push(bucket);
  }
  bucket.opened += Math.max(0, opened);
  bucket.failed += Math.max(0, failed);
  tab.handshakes = tab.handshakes.filter((b) => now - b.at <= HANDSHAKES_KEPT_MS);
};

/**
 * Takes one checked batch of a page load into its tab.
 *
 * Every number in it is absolute, so the same batch twice changes nothing, and a missed one is made
 * good by the next that is `full`. Gives `false` where batches are missing: ask for a full one.
 */
export const foldBatch = (
  tab: TabState,
  frameId: number,
  loadId: string,
  url: string,
  batch: Batch,
  now: number,
): boolean => {
  const load = loadOf(tab, frameId, { id: loadId, full: batch.full, seq: batch.seq, now });
  if (!load) return true;
  // A batch that was taken already, or was overtaken, says nothing new.
  if (batch.seq <= load.lastSeq) return true;
  const complete = batch.full || batch.seq === load.lastSeq + 1;
  tab.observedSince ??= Math.floor(batch.at);
  load.url = keptUrl(url);
  load.lastAt = batch.at;
  load.lastSeq = batch.seq;
  load.dropped = batch.dropped;
  load.usedBytes = batch.usedBytes;
  const before = beforeOf(load);
  for (const kind of batch.kinds) load.kinds[kind.kind] = kind;
  makeRoom(tab, load);
  const room = roomIn(tab);
  let opened = 0;
  let failed = 0;
  for (const endpoint of batch.endpoints) {
    const before = load.endpoints[endpoint.n];
    if (!before && !take(room, 'endpoints')) {
      tab.dropped++;
      continue;
    }
    if (endpoint.kind === 'webSocket') {
      opened += endpoint.opened - (before?.opened ?? 0);
      failed += endpoint.failed - (before?.failed ?? 0);
    }
    load.endpoints[endpoint.n] = endpoint;
  }
  countHandshakes(tab, opened, failed, now);
  foldTries(load, batch.tries, room);
  foldTwins(load, batch, room);
  foldUnsent(load, batch, room);
  foldSites(tab, load, batch.sites, room);
  foldNodes(tab, load, batch.nodes, room);
  load.files = batch.files;
  const endedBefore = load.audio?.elements.played ?? 0;
  if (batch.audio) {
    load.audio = batch.audio;
    load.audioAt = batch.at;
  }
  foldVoice(load, before, batch.at);
  foldTypes(tab, load, batch.types, (load.audio?.elements.played ?? 0) - endedBefore);
  return complete;
};

/** The page load has ended or gone into the back/forward cache: nothing in it lives any more. */
export const foldGone = (tab: TabState, loadId: string): void => {
  const load = tab.loads.find((l) => l.id === loadId);
  if (!load) return;
  load.gone = true;
  closeTurns(tab, load);
};

/** The tab is closed; its history is kept. */
export const foldClosed = (tab: TabState, now: number): void => {
  tab.open = false;
  tab.closedAt = now;
  for (const load of tab.loads) load.gone = true;
};
