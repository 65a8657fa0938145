import { describe, expect, test } from 'vitest';
import { endpointsOf } from '../../src/core/endpoints';
import { foldBatch, foldClosed, foldGone, tabOf } from '../../src/core/fold';
import { foldHandshake } from '../../src/core/fold-handshake';
import { limitsOf } from '../../src/core/limits';
import { resourceOf } from '../../src/core/live';
import { createWorld, KEPT, type TabState } from '../../src/core/state';
import type { Batch } from '../../src/protocol/facts';
import { aBatch, aKind, anEndpoint, aSite, aTab, aTry, someAudio, T0 } from './facts';

interface Where {
  frame?: number;
  load?: string;
  now?: number;
  url?: string;
}
const fold = (tab: TabState, batch: Partial<Batch>, where: Where = {}): boolean => {
  const { frame = 0, load = 'load-1', now = T0, url = 'https://voice.example/app' } = where;
  return foldBatch(tab, frame, load, url, aBatch(batch), now);
};
const sockets = (tab: TabState) => resourceOf(tab, 'webSocket');
const open = (count: number) => ({ kinds: [aKind('webSocket', { open: count })] });

const FULL: Partial<Batch> = {
  full: true,
  kinds: [aKind('webSocket', { open: 2, closed: 3 })],
  endpoints: [anEndpoint({ attempts: 5, opened: 4, failed: 1, closeCodes: { 1006: 3 } })],
  tries: [aTry({ n: 4, endedAt: T0 + 5 }), aTry({ n: 5, openedAt: T0 + 9 })],
  sites: [aSite({ count: 5 })],
  audio: someAudio({ scheduled: { pending: 1, playing: 1, aheadMs: 800 } }),
  types: [
    {
      endpoint: 0,
      out: true,
      type: 'audio-play-start',
      bytes: 100,
      count: 1,
      firstAt: T0,
      lastAt: T0,
    },
    { endpoint: 0, out: false, type: 'audio', bytes: 100, count: 3, firstAt: T0, lastAt: T0 },
  ],
  usedBytes: 1e6,
};

describe('absolute numbers', () => {
  test('the same batch twice changes nothing', () => {
    const tab = aTab();
    fold(tab, FULL);
    const once = structuredClone(tab);
    expect(fold(tab, FULL)).toBe(true);
    expect(tab).toEqual(once);
  });

  test('the same said again under a new number changes no count', () => {
    const tab = aTab();
    fold(tab, FULL);
    const { kinds, endpoints, tries, sites, audio } = structuredClone(
      tab.loads[0],
    ) as never as Batch;
    fold(tab, { ...structuredClone(FULL), types: [], seq: 2 });
    expect(tab.loads[0]).toMatchObject({ kinds, endpoints, tries, sites, audio });
    expect(tab.handshakes).toEqual([{ at: T0 - (T0 % 10_000), opened: 4, failed: 1 }]);
  });

  test('an overtaken batch says nothing new', () => {
    const tab = aTab();
    fold(tab, { seq: 5, full: true, ...open(7) });
    expect(fold(tab, { seq: 4, ...open(3) })).toBe(true);
    expect(sockets(tab).live).toBe(7);
  });

  test('a missed batch asks for a full one, and what came still counts', () => {
    const tab = aTab();
    expect(fold(tab, { seq: 1, ...open(1) })).toBe(true);
    expect(fold(tab, { seq: 3, ...open(3) })).toBe(false);
    expect(sockets(tab).live).toBe(3);
    expect(fold(tab, { seq: 4, full: true, ...open(4) })).toBe(true);
    expect(fold(tab, { seq: 5, ...open(5) })).toBe(true);
  });

  test('a page that is first heard of in its middle is asked for everything', () => {
    expect(fold(aTab(), { seq: 9, ...open(1) })).toBe(false);
    expect(fold(aTab(), { seq: 9, full: true, ...open(1) })).toBe(true);
  });

  test('what a batch leaves out stays as it was', () => {
    const tab = aTab();
    fold(tab, FULL);
    fold(tab, { seq: 2, kinds: [aKind('vad', { live: 1 })] });
    expect(sockets(tab)).toMatchObject({ created: 5, live: 2 });
    expect(tab.loads[0]?.audio).not.toBeNull();
    expect(tab.loads[0]?.audioAt).toBe(T0);
  });

  test('a try that goes on is one try', () => {
    const tab = aTab();
    fold(tab, { tries: [aTry({ n: 1 })] });
    fold(tab, { seq: 2, tries: [aTry({ n: 1, openedAt: T0 + 5 })] });
    fold(tab, { seq: 3, tries: [aTry({ n: 1, openedAt: T0 + 5, endedAt: T0 + 9, code: 1006 })] });
    expect(tab.loads[0]?.tries).toEqual([
      aTry({ n: 1, openedAt: T0 + 5, endedAt: T0 + 9, code: 1006 }),
    ]);
  });

  test('addresses are kept without query, fragment and credentials', () => {
    const tab = aTab();
    fold(tab, {}, { url: 'https://me:secret@voice.example/app?token=1#top' });
    expect(tab.loads[0]?.url).toBe('https://voice.example/app');
  });
});

describe('navigation', () => {
  test('what the old page held is gone, what it created stays counted', () => {
    const tab = aTab();
    fold(tab, open(3));
    fold(tab, open(1), { load: 'load-2', now: T0 + 1 });
    expect(sockets(tab)).toEqual({ created: 4, live: 1, byState: { open: 1 } });
  });

  test('frames that spoke before their top page are not taken for an old page’s', () => {
    const tab = aTab();
    fold(tab, open(5), { load: 'frame-1', frame: 4 });
    fold(tab, open(2), { load: 'load-1', now: T0 + 1000 });
    expect(sockets(tab).live).toBe(7);
  });

  test('an old page’s last word that comes late leaves the new page alone', () => {
    const tab = aTab();
    fold(tab, open(1));
    fold(tab, open(2), { load: 'load-2', now: T0 + 1000 });
    fold(tab, { ...open(1), seq: 2 }, { now: T0 + 1001 });
    expect(sockets(tab).live).toBe(2);
  });

  test('a frame that navigates leaves the others alone', () => {
    const tab = aTab();
    fold(tab, open(1));
    fold(tab, open(2), { load: 'frame-1', frame: 4 });
    fold(tab, open(3), { load: 'frame-2', frame: 5 });
    fold(tab, open(7), { load: 'frame-3', frame: 4, now: T0 + 9 });
    expect(sockets(tab)).toMatchObject({ created: 13, live: 11 });
  });

  test('a page is known by its load, not by its address: a reload is a new one', () => {
    const tab = aTab();
    fold(tab, open(2));
    fold(tab, open(2), { load: 'load-2', now: T0 + 1 });
    expect(sockets(tab)).toMatchObject({ created: 4, live: 2 });
  });
});

describe('going and coming back', () => {
  test('a page in the back/forward cache holds nothing, and holds it again when it is back', () => {
    const tab = aTab();
    fold(tab, open(2));
    foldGone(tab, 'load-1');
    expect(sockets(tab)).toMatchObject({ created: 2, live: 0 });
    fold(tab, open(1), { load: 'load-2', now: T0 + 1 });
    foldGone(tab, 'load-2');
    const back = { seq: 2, full: true, kinds: [aKind('webSocket', { open: 1, closed: 1 })] };
    expect(fold(tab, back, { now: T0 + 2 })).toBe(true);
    expect(sockets(tab)).toEqual({ created: 3, live: 1, byState: { open: 1, closed: 1 } });
  });

  test('the page that it took over from is gone, even where it could not say so', () => {
    const tab = aTab();
    fold(tab, open(2));
    fold(tab, open(1), { load: 'load-2', now: T0 + 1 });
    fold(tab, { seq: 2, full: true, ...open(2) }, { now: T0 + 2 });
    expect(sockets(tab).live).toBe(2);
  });

  test('an unknown load that goes is no news', () => {
    const tab = aTab();
    fold(tab, open(2));
    foldGone(tab, 'load-9');
    expect(sockets(tab).live).toBe(2);
  });

  test('a closed tab holds nothing and keeps its history', () => {
    const tab = aTab();
    fold(tab, open(2));
    foldClosed(tab, T0 + 5);
    expect(tab).toMatchObject({ open: false, closedAt: T0 + 5 });
    expect(sockets(tab)).toMatchObject({ created: 2, live: 0 });
  });
});

describe('what is kept is limited', () => {
  test('folding old page loads away keeps the totals', () => {
    const tab = aTab();
    const loads = KEPT.loads * 3;
    for (let i = 0; i < loads; i++) {
      fold(
        tab,
        {
          kinds: [aKind('webSocket', { open: 1, closed: 1 }), aKind('vad', { live: 1 })],
          endpoints: [anEndpoint({ attempts: 2, opened: 2, closeCodes: { 1001: 1 }, bytesIn: 10 })],
        },
        { load: `load-${i}`, now: T0 + i },
      );
    }
    expect(tab.loads).toHaveLength(KEPT.loads);
    expect(sockets(tab)).toMatchObject({ created: loads * 2, live: 1 });
    expect(resourceOf(tab, 'vad')).toMatchObject({ created: loads, live: 1 });
    expect(endpointsOf(tab, T0)).toMatchObject([
      {
        attempts: loads * 2,
        opened: loads * 2,
        closeCodes: { 1001: loads },
        bytesIn: loads * 10,
        live: 1,
      },
    ]);
  });

  test('endpoints of old loads are limited; what goes over is counted, and no attempt is lost', () => {
    const tab = aTab();
    const urls = KEPT.endpoints + 40;
    for (let i = 0; i < urls + KEPT.loads; i++) {
      const endpoints = [anEndpoint({ url: `wss://voice.example/${i}`, attempts: 1 })];
      fold(tab, { endpoints }, { load: `load-${i}`, now: T0 + i });
    }
    expect(tab.past.endpoints).toHaveLength(KEPT.endpoints);
    expect(tab.dropped).toBe(40);
    const attempts = endpointsOf(tab, T0).reduce((sum, row) => sum + row.attempts, 0);
    expect(attempts).toBe(urls + KEPT.loads);
  });

  test('of many tries the first and the newest are kept, with a mark between', () => {
    const tab = aTab();
    const count = KEPT.tries * 2;
    for (let n = 1; n <= count; n++) fold(tab, { seq: n, tries: [aTry({ n, at: T0 + n })] });
    const tries = tab.loads[0]?.tries ?? [];
    expect(tries).toHaveLength(KEPT.tries);
    expect(tries.slice(0, KEPT.firstTries).map((t) => t.n)).toEqual(
      Array.from({ length: KEPT.firstTries }, (_, i) => i + 1),
    );
    expect(tries.at(-1)?.n).toBe(count);
    expect(tries.map((t, i) => (t.gap ? i : -1)).filter((i) => i >= 0)).toEqual([KEPT.firstTries]);
  });

  test('creation sites', () => {
    const tab = aTab();
    const sites = Array.from({ length: KEPT.sites + 9 }, (_, i) => aSite({ stack: `at ${i}` }));
    fold(tab, { sites });
    expect(tab.loads[0]?.sites).toHaveLength(KEPT.sites);
    expect(tab.dropped).toBe(9);
    fold(tab, { seq: 2, dropped: 9, sites: [aSite({ stack: 'at 3', count: 8 })] });
    expect(tab.loads[0]?.sites[3]?.count).toBe(8);
  });

  test('frames that are alive at once', () => {
    const tab = aTab();
    for (let i = 0; i < KEPT.liveLoads + 5; i++)
      fold(tab, open(1), { load: `frame-${i}`, frame: i });
    expect(tab.loads).toHaveLength(KEPT.liveLoads);
    expect([tab.framesOver, tab.dropped]).toEqual([5, 0]);
  });

  test('the network’s URLs', () => {
    const tab = aTab();
    for (let i = 0; i < KEPT.network + 7; i++) foldHandshake(tab, `wss://h/${i}?q=${i}`, T0 + i);
    expect(Object.keys(tab.network)).toHaveLength(KEPT.network);
    expect(tab.dropped).toBe(7);
    for (let i = 0; i < 500; i++) foldHandshake(tab, 'wss://h/1', T0 + i);
    expect(tab.network['wss://h/1']).toMatchObject({ started: 501 });
    expect(tab.network['wss://h/1']?.recent).toHaveLength(64);
  });

  test('closed tabs: the oldest are forgotten, open ones never', () => {
    const world = createWorld('chromium');
    const staying = tabOf(world, 1);
    for (let id = 2; id < KEPT.closedTabs + 12; id++) foldClosed(tabOf(world, id), T0 + id);
    tabOf(world, 9999);
    expect(world.tabs[1]).toBe(staying);
    const closed = Object.values(world.tabs).filter((tab) => !tab.open);
    expect(closed).toHaveLength(KEPT.closedTabs);
    expect(Math.min(...closed.map((tab) => tab.tabId))).toBe(12);
  });

  test('the report says what was dropped, by the page and by us', () => {
    const tab = aTab();
    fold(tab, { dropped: 3 });
    expect(limitsOf(tab, 'chromium').some((line) => line.includes('Truncated: 3 rows'))).toBe(true);
    tab.dropped = 4;
    expect(limitsOf(tab, 'chromium').some((line) => line.includes('Truncated: 7 rows'))).toBe(true);
    expect(limitsOf(aTab(), 'chromium').join()).not.toContain('Truncated');
  });
});

test('the time since when a tab is observed is that of the first word', () => {
  const tab = aTab();
  foldHandshake(tab, 'wss://h/a', T0 - 10);
  fold(tab, { at: T0 });
  expect(tab.observedSince).toBe(T0 - 10);
});

test('times that are reported are whole milliseconds, though the network’s are not', () => {
  const tab = aTab();
  foldHandshake(tab, 'wss://h/a', T0 + 0.73);
  expect(tab.observedSince).toBe(T0);
});

test('what voice detectors are made of: each batch says those that have changed, by their shape', () => {
  const tab = aTab();
  fold(tab, { seq: 1, nodes: [{ shape: 'worklet vad', created: 1, live: 1 }] });
  fold(tab, { seq: 2, nodes: [{ shape: 'script 4096', created: 2, live: 2 }] });
  fold(tab, { seq: 3, nodes: [{ shape: 'worklet vad', created: 3, live: 0 }] });
  expect(tab.loads[0]?.nodes).toEqual([
    { shape: 'worklet vad', created: 3, live: 0 },
    { shape: 'script 4096', created: 2, live: 2 },
  ]);
  const many = Array.from({ length: KEPT.nodes }, (_, i) => ({
    shape: `worklet ${i}`,
    created: 1,
    live: 1,
  }));
  fold(tab, { seq: 4, nodes: many });
  expect(tab.loads[0]?.nodes).toHaveLength(KEPT.nodes);
  expect(tab.dropped).toBe(2);
});
