import { describe, expect, test } from 'vitest';
import { buildReport } from '../../src/core/build-report';
import { detect } from '../../src/core/detect';
import { foldBatch, foldGone } from '../../src/core/fold';
import { foldHandshake } from '../../src/core/fold-handshake';
import { resourceOf } from '../../src/core/live';
import { toMarkdown } from '../../src/core/markdown';
import { ROOM, roomIn } from '../../src/core/room';
import { takeSample } from '../../src/core/sample';
import { KEPT, type TabState } from '../../src/core/state';
import { type Batch, LIMITS } from '../../src/protocol/facts';
import { asBridgeMessage } from '../../src/protocol/guards';
import { aBatch, aKind, anEndpoint, aSite, aTab, aTry, aWorld, T0 } from './facts';

const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const codes = Object.fromEntries(many(LIMITS.closeCodes, (n) => [1000 + n, 2 ** 40]));
const url = (frame: number, n: number): string => `wss://h/${frame}/${n}/`.padEnd(LIMITS.url, 'x');

/** The largest batch that a forged bridge can get through the guards, of frame `f`. */
const full = (f: number, seq: number): Batch =>
  aBatch({
    seq,
    at: T0 + seq * 250,
    kinds: [aKind('webSocket', { open: 256 }), aKind('mediaElement', { playing: seq % 9 })],
    endpoints: many(LIMITS.endpoints, (n) =>
      anEndpoint({ n, url: url(f, n), closeCodes: codes, unsent: 5 + seq, bytesOut: 2 ** 50 }),
    ),
    tries: many(LIMITS.tries, (n) =>
      aTry({ n: seq * 64 + n, endpoint: n >> 1, at: T0 + seq * 250, openedAt: T0 + seq * 250 }),
    ),
    sites: many(LIMITS.sites, (n) =>
      aSite({
        kind: 'mediaElement',
        endpoint: n,
        count: seq,
        stack: `at ${f} ${n} ${seq} `.padEnd(LIMITS.stack, 's'),
      }),
    ),
    nodes: many(LIMITS.nodes, (n) => ({
      shape: `worklet ${f} ${seq} ${n} `.padEnd(LIMITS.shape, 'w'),
      created: 1,
      live: 1,
    })),
    types: many(LIMITS.types, (n) => ({
      endpoint: (n + seq * 7) % LIMITS.endpoints,
      out: n % 2 === 0,
      type: `~${f} ${seq} ${n} `.padEnd(LIMITS.type, 't'),
      count: 3,
      bytes: 2 ** 40,
      firstAt: T0 + seq * 250,
      lastAt: T0 + seq * 250 + n,
    })),
    dropped: 5,
  });

const flood = (tab: TabState, frames: number, rounds: number): void => {
  for (let seq = 1; seq <= rounds; seq++)
    for (let f = 0; f < frames; f++)
      foldBatch(tab, f, `load-${f}`, `https://h/${f}`, full(f, seq), T0 + seq * 250);
};

/**
 * Of one tab, in characters of JSON; of plain text a third of it. All of it is what the session store holds
 * of ten million bytes: see `session-store.ts` for what becomes of the others then.
 */
const MOST = 8_000_000;

describe('a page that does as much as it can', () => {
  test('the batch is one that the guards take', () => {
    const message = { type: 'batch', load: 'abc-1', url: 'https://h/', batch: full(1, 3) };
    expect(asBridgeMessage(message)).not.toBeNull();
  });

  test('takes bounded memory with any number of frames, and says what was left out', () => {
    const tab = aTab();
    flood(tab, 300, 1);
    for (let seq = 2; seq < 14; seq++)
      for (const f of [0, 1, 2, 3, 100])
        foldBatch(tab, f, `load-${f}`, `https://h/${f}`, full(f, seq), T0 + seq * 250);
    for (let i = 0; i < 6000; i++)
      foldHandshake(tab, url(i % 400, 0), T0 + i, { id: `${i}`, frameId: 0, address: 1 / (i + 1) });
    const world = aWorld([tab]);
    for (let s = 0; s < 3; s++) {
      takeSample(tab, T0 + s * 1000);
      detect(world, tab, T0 + s * 1000);
    }
    expect(tab.loads.length).toBeLessThanOrEqual(KEPT.liveLoads);
    expect(JSON.stringify(tab).length).toBeLessThan(MOST);
    const room = roomIn(tab);
    // Of tries each page load keeps a few, full or not.
    expect(Object.entries(room).filter(([name, left]) => name !== 'tries' && left < -1)).toEqual(
      [],
    );
    const about = { extension: { name: 'W', version: '1' }, browser: { name: 'C', version: '1' } };
    const report = buildReport(world, tab, about, T0 + 4000);
    expect(report.truncated.frames).toBe(300 - KEPT.liveLoads);
    expect(report.truncated.dropped).toBeGreaterThan(50_000);
    expect(report.resources.webSocket.created).toBe(256 * KEPT.liveLoads);
    expect(JSON.stringify(report).length).toBeLessThan(MOST);
    expect(toMarkdown(report).length).toBeLessThan(60_000);
    expect(report.limits.filter((line) => line.startsWith('Truncated: '))).toHaveLength(2);
  });

  test('pages that are gone make room for those that are there; their totals stay', () => {
    const tab = aTab();
    for (let i = 0; i < 12; i++) {
      foldBatch(tab, 0, `load-${i}`, 'https://h/', full(i, 1), T0 + i);
      expect(tab.loads.at(-1)?.tries).toHaveLength(LIMITS.tries);
      expect(Object.keys(tab.loads.at(-1)?.endpoints ?? {})).toHaveLength(LIMITS.endpoints);
      foldGone(tab, `load-${i}`);
    }
    expect(tab.loads.length).toBeLessThan(6);
    expect(resourceOf(tab, 'webSocket').created).toBe(256 * 12);
    // What a page load had dropped is still told when it is folded away.
    expect(tab.dropped).toBeGreaterThanOrEqual(5 * (12 - tab.loads.length));
  });

  test('silent: pages that reload for hours, and a page of many small frames, are told whole', () => {
    const tab = aTab();
    for (let i = 0; i < 100; i++)
      foldBatch(
        tab,
        i % 60,
        `load-${i}`,
        'https://h/',
        aBatch({
          kinds: [aKind('webSocket', { open: 1 })],
          endpoints: many(3, (n) => anEndpoint({ n, url: url(0, n) })),
          tries: many(9, (n) => aTry({ n, endpoint: n % 3 })),
          sites: many(3, (n) => aSite({ endpoint: n, stack: `at ${n}` })),
        }),
        T0 + i,
      );
    expect([tab.dropped, tab.framesOver]).toEqual([0, 0]);
    expect(tab.loads.every(({ tries }) => tries.length === 9)).toBe(true);
    expect(resourceOf(tab, 'webSocket').created).toBe(100);
  });
});

test('each limit is pinned', () => {
  expect(ROOM).toEqual({
    endpoints: 1024,
    tries: 2048,
    sites: 512,
    nodes: 512,
    wires: 64,
    twins: 16,
    unsent: 32,
  });
});
