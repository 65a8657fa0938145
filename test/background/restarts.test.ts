import { expect, test, vi } from 'vitest';
import type { Pages } from '../../src/background/pages';
import { createStillThere } from '../../src/background/still-there';
import { createStoredWorld } from '../../src/background/stored-world';
import { endpointsOf } from '../../src/core/endpoints';
import { foldBatch, foldGone, tabOf } from '../../src/core/fold';
import { resourceOf } from '../../src/core/live';
import { createWorld, type World } from '../../src/core/state';
import type { Batch } from '../../src/protocol/facts';
import { aBatch, aKind, anEndpoint, T0 } from '../core/facts';
import { randomOf } from '../core/random';
import { aSessionStore, type FakeStore } from './a-session-store';

vi.mock('../../src/adapters/browser', () => ({ browser: {} }));

/*
 * Pages that open, close and talk at random; what they say is delivered late, twice, in another order, or is
 * lost with a background that is stopped at any moment and reads back what had been written by then. In
 * the end everything is counted as the pages counted it.
 */

const CASES = 2000;
const TABS = 3;
const STEPS = 60;

type Random = () => number;
const below = (random: Random, n: number): number => Math.floor(random() * n);

interface Counts {
  attempts: number;
  opened: number;
  failed: number;
  live: number;
  messagesIn: number;
}

/** A page load as its script and its bridge count. */
const createModelPage = (tabId: number, id: string, urls: number) => {
  const endpoints = Array.from(
    { length: urls },
    (): Counts => ({ attempts: 0, opened: 0, failed: 0, live: 0, messagesIn: 0 }),
  );
  const changed = new Set<number>();
  let seq = 0;
  const sum = (key: keyof Counts): number => endpoints.reduce((all, one) => all + one[key], 0);
  return {
    tabId,
    id,
    endpoints,
    seq: () => seq,
    happens(random: Random): void {
      const n = below(random, urls);
      const one = endpoints[n] as Counts;
      changed.add(n);
      const what = random();
      if (what < 0.4) {
        one.attempts++;
        if (random() < 0.3) one.failed++;
        else {
          one.opened++;
          one.live++;
        }
      } else if (what < 0.6 && one.live > 0) one.live--;
      else if (one.live > 0) one.messagesIn += 1 + below(random, 5);
    },
    /** What has changed since the last batch, or everything; `null` for nothing. */
    collect(full: boolean): Batch | null {
      if (!full && changed.size === 0) return null;
      const told = full ? endpoints.map((_, n) => n) : [...changed];
      changed.clear();
      const [live, created] = [sum('live'), sum('attempts')];
      return aBatch({
        seq: ++seq,
        at: T0 + seq,
        full,
        kinds: [aKind('webSocket', { open: live, closed: created - live })],
        endpoints: told.map((n) =>
          anEndpoint({ ...endpoints[n], n, url: `wss://a.example/${'abcdefgh'[n]}`, maxLive: 1 }),
        ),
      });
    },
  };
};
type ModelPage = ReturnType<typeof createModelPage>;

/** The background as it is between two stops. */
const createModelBackground = (store: FakeStore, pageIn: (tabId: number) => ModelPage) => {
  const world: World = createWorld('chromium');
  const stored = createStoredWorld(store, world, '1');
  const hear = (page: ModelPage, batch: Batch): void => {
    const tab = tabOf(world, page.tabId);
    const complete = foldBatch(tab, 0, page.id, 'https://a.example/', batch, T0 + batch.seq);
    stored.save(tab, T0);
    if (complete) return;
    const all = page.collect(true);
    if (all && pageIn(page.tabId) === page) hear(page, all);
  };
  const pages: Pick<Pages, 'isConnected' | 'who'> = {
    isConnected: () => false,
    async who(tabId, _frameId, seq) {
      const page = pageIn(tabId);
      const batch = page.collect(seq !== null && seq !== page.seq());
      if (batch) hear(page, batch);
      return { load: page.id, seq: page.seq(), late: false, workers: null };
    },
  };
  const { verify } = createStillThere({
    world,
    pages,
    identify: (tab) => tab,
    now: () => T0,
  });
  return {
    world,
    hear,
    gone(page: ModelPage): void {
      foldGone(tabOf(world, page.tabId), page.id);
      stored.save(tabOf(world, page.tabId), T0);
    },
    load: () => stored.load(),
    catchUp: () => Promise.all(Object.values(world.tabs).map(verify)),
    /** As the popup asks. */
    async ask(tabId: number): Promise<void> {
      const known = world.tabs[tabId]?.loads.some(({ gone }) => !gone);
      await pages.who(tabId, 0, known ? null : 0);
    },
  };
};

const run = async (seed: number): Promise<{ seen: unknown; truth: unknown; stops: number }> => {
  const random = randomOf(seed);
  const store = aSessionStore();
  const current = new Map<number, ModelPage>();
  const all: ModelPage[] = [];
  const open = (tabId: number): ModelPage => {
    const page = createModelPage(tabId, `load-${all.length}`, 1 + below(random, 4));
    current.set(tabId, page);
    all.push(page);
    return page;
  };
  for (let tabId = 1; tabId <= TABS; tabId++) open(tabId);
  const pageIn = (tabId: number): ModelPage => current.get(tabId) as ModelPage;
  let background = createModelBackground(store, pageIn);
  let onTheWay: [ModelPage, Batch][] = [];
  let stops = 0;
  // Each is heard of once before anything goes wrong: a tab that nobody has ever heard of is asked by `askStrangers`.
  for (const page of all) {
    page.happens(random);
    const batch = page.collect(false);
    if (batch) background.hear(page, batch);
  }
  const deliver = (most: number): void => {
    for (let i = 0; i < most && onTheWay.length; i++) {
      const at = below(random, Math.min(3, onTheWay.length));
      const [page, batch] = onTheWay[at] as [ModelPage, Batch];
      background.hear(page, structuredClone(batch));
      if (random() < 0.85) onTheWay.splice(at, 1);
    }
  };
  for (let step = 0; step < STEPS; step++) {
    const page = pageIn(1 + below(random, TABS));
    const what = random();
    if (what < 0.6) {
      page.happens(random);
      const batch = random() < 0.5 ? page.collect(false) : null;
      if (batch) onTheWay.push([page, batch]);
    } else if (what < 0.85) deliver(1 + below(random, 4));
    else if (what < 0.93) {
      // Stopped: what is on its way is lost, or comes to the next one.
      stops++;
      store.lose(below(random, 4));
      if (random() < 0.5) onTheWay = [];
      background = createModelBackground(store, pageIn);
      await background.load();
      await background.catchUp();
    } else {
      // The page is left: its last word is heard, in whatever background there is.
      const last = page.collect(true);
      if (last) background.hear(page, last);
      background.gone(page);
      // Nobody can be asked for it again: a browser stops no background that is still writing.
      store.settle();
      onTheWay = onTheWay.filter(([one]) => one !== page);
      const next = open(page.tabId);
      next.happens(random);
      const first = next.collect(false);
      if (first) background.hear(next, first);
    }
  }
  deliver(1000);
  await background.catchUp();
  for (let tabId = 1; tabId <= TABS; tabId++) await background.ask(tabId);

  const seen = [1, 2, 3].map((tabId) => {
    const tab = tabOf(background.world, tabId);
    const { created, live } = resourceOf(tab, 'webSocket');
    // A second account, which is kept as a sum of differences.
    const opened = tab.handshakes.reduce((sum, bucket) => sum + bucket.opened, 0);
    const rows = endpointsOf(tab, T0).map((row) => [
      row.url,
      row.attempts,
      row.opened,
      row.failed,
      row.live,
      row.messagesIn,
    ]);
    return { created, live, opened, rows: rows.sort() };
  });
  const truth = [1, 2, 3].map((tabId) => {
    const own = all.filter((page) => page.tabId === tabId);
    const rows = new Map<string, number[]>();
    for (const page of own)
      for (const [n, one] of page.endpoints.entries()) {
        const told = page.seq() > 0 && (one.attempts > 0 || page.id !== '');
        if (!told) continue;
        const url = `wss://a.example/${'abcdefgh'[n]}`;
        const row = rows.get(url) ?? [0, 0, 0, 0, 0];
        const live = page === pageIn(tabId) ? one.live : 0;
        const add = [one.attempts, one.opened, one.failed, live, one.messagesIn];
        rows.set(
          url,
          row.map((value, i) => value + (add[i] ?? 0)),
        );
      }
    const created = own.reduce(
      (sum, { endpoints }) => sum + endpoints.reduce((s, e) => s + e.attempts, 0),
      0,
    );
    const opened = own.reduce(
      (sum, { endpoints }) => sum + endpoints.reduce((s, e) => s + e.opened, 0),
      0,
    );
    const live = pageIn(tabId).endpoints.reduce((sum, one) => sum + one.live, 0);
    return {
      created,
      live,
      opened,
      rows: [...rows]
        .filter(([, row]) => row.some((value) => value > 0))
        .map(([url, row]) => [url, ...row])
        .sort(),
    };
  });
  const used = seen.map((tab) => ({
    ...tab,
    rows: tab.rows.filter((row) => row.slice(1).some((value) => Number(value) > 0)),
  }));
  return { seen: used, truth, stops };
};

test(`${CASES} cases: nothing is lost, and nothing counted twice`, async () => {
  const first = Number(process.env.WHYLAG_SEED ?? 1);
  let stops = 0;
  for (let seed = first; seed < first + CASES; seed++) {
    const one = await run(seed);
    stops += one.stops;
    expect(one.seen, `seed ${seed}`).toEqual(one.truth);
  }
  expect(stops).toBeGreaterThan(CASES);
});
