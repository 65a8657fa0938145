import { describe, expect, test } from 'vitest';
import { connectionPoolExhaustion } from '../../../src/core/detectors/connection-pool-exhaustion';
import { foldBatch } from '../../../src/core/fold';
import type { TabState } from '../../../src/core/state';
import { aBatch, anEndpoint, aSite, aTab, aTry, T0 } from '../facts';

interface Stream {
  url?: string;
  at?: number;
  openedAt?: number | null;
  endedAt?: number | null;
  kind?: 'eventSource' | 'webSocket';
}
const PLAIN = 'http://voice.example:8080/events';
const SECURE = 'https://voice.example/events';

/** A tab with such streams, each at its own endpoint where its address is. */
const tabWith = (tabId: number, streams: readonly Stream[]): TabState => {
  const tab = aTab({ tabId });
  const urls = [...new Set(streams.map(({ url = PLAIN }) => url))];
  const endpoints = urls.map((url, n) => {
    const of = streams.filter((one) => (one.url ?? PLAIN) === url);
    return anEndpoint({ n, kind: of[0]?.kind ?? 'eventSource', url, attempts: of.length });
  });
  const tries = streams.map(({ url = PLAIN, at = 0, openedAt = 10, endedAt = null }, i) =>
    aTry({
      n: i + 1,
      endpoint: urls.indexOf(url),
      at: T0 + at,
      openedAt: openedAt === null ? null : T0 + openedAt,
      endedAt: endedAt === null ? null : T0 + endedAt,
    }),
  );
  const sites = [aSite({ kind: 'eventSource' })];
  foldBatch(tab, 0, `load-${tabId}`, '', aBatch({ endpoints, tries, sites }), T0);
  return tab;
};
const tabs = (each: readonly (readonly Stream[])[]): TabState[] =>
  each.map((streams, i) => tabWith(i + 1, streams));
const look = (all: readonly TabState[], now = 10_000, tab = all[0] as TabState) =>
  connectionPoolExhaustion.detect({
    tab,
    sameOrigin: all.filter(({ open }) => open),
    engine: 'chromium',
    now: T0 + now,
  });
const many = (count: number, stream: Stream = {}): Stream[] => Array(count).fill(stream);
const HANGING: Stream = { openedAt: null };

describe('found: without TLS, six open streams', () => {
  test('of six tabs, and it stands in each', () => {
    const all = tabs(Array(6).fill([{}]));
    for (const tab of all) {
      const found = look(all, 10_000, tab);
      expect(found?.severity).toBe('warning');
      expect(found?.summary).toBe(
        '6 tabs of this site hold 6 event streams to http://voice.example:8080, which are all the connections that the browser allows to one server: the next tab, request or image from there waits without an error.',
      );
      expect(found?.evidence).toEqual({
        host: 'http://voice.example:8080',
        openStreams: 6,
        openStreamsOfThisTab: 1,
        tabsWithStreams: 6,
        allowedConnections: 6,
        hangingStreams: 0,
      });
      expect(found?.sites).toEqual([{ stack: aSite().stack, count: 1 }]);
    }
  });

  test('of one tab', () => {
    expect(look(tabs([many(6)]))?.summary).toMatch(/^This page holds 6 event streams/);
  });

  test('and one that hangs is critical, in its tab as well', () => {
    const all = tabs([many(5), [{}], [HANGING]]);
    for (const tab of all) {
      const found = look(all, 10_000, tab);
      expect(found?.severity).toBe('critical');
      expect(found?.summary).toContain('1 more stream has waited for 10 s without an error');
      expect(found?.evidence).toMatchObject({ hangingStreams: 1, hangingForMs: 10_000 });
    }
  });

  test('at different paths of one host', () => {
    const urls = [1, 2, 3, 4, 5, 6].map((n) => ({ url: `http://voice.example:8080/feed/${n}` }));
    expect(look(tabs([urls]))).not.toBeNull();
  });
});

describe('found: with TLS, six open streams and a seventh that hangs', () => {
  test('at an address that answers others', () => {
    const all = tabs([many(6, { url: SECURE }), [{ url: SECURE, openedAt: null }]]);
    expect(look(all)?.severity).toBe('critical');
  });
});

test.each([
  [1509, false],
  [1510, true],
])('threshold: held for %i ms', (now, found) => {
  expect(look(tabs([many(6)]), now) !== null).toBe(found);
});
test.each([
  [3009, false],
  [3010, true],
])('threshold: with TLS hanging for %i ms', (now, found) => {
  const all = tabs([[...many(6, { url: SECURE }), { url: SECURE, openedAt: null }]]);
  expect(look(all, now) !== null).toBe(found);
});

const LOOKALIKES: [name: string, each: Stream[][]][] = [
  ['five streams', [many(5)]],
  ['seven that are open: there is no such limit', [many(7)]],
  ['six over TLS, which may be HTTP/2', [many(6, { url: SECURE })]],
  ['twenty over TLS', [many(20, { url: SECURE })]],
  [
    'six over TLS, and one hangs whose server does not answer',
    [[...many(6, { url: SECURE }), { url: 'https://voice.example/slow', openedAt: null }]],
  ],
  [
    'five over TLS, and one that hangs',
    [[...many(5, { url: SECURE }), { url: SECURE, openedAt: null }]],
  ],
  ['six at two hosts', [many(3), many(3, { url: 'http://voice.example/events' })]],
  ['six of which one is closed', [[...many(5), { endedAt: 900 }]]],
  ['six sockets, which do not count', [many(6, { kind: 'webSocket', url: 'ws://voice.example/' })]],
  ['six that wait for a server that is down', [many(6, HANGING)]],
];
test.each(LOOKALIKES)('silent: %s', (_name, each) => {
  expect(look(tabs(each))).toBeNull();
});

test.each([
  ['chromium', 6, true],
  ['chromium', 7, false],
  ['firefox', 5, false],
  ['firefox', 9, true],
  ['firefox', 10, false],
] as const)('in %s %i open ones are all there are: %s', (engine, count, found) => {
  const tab = tabWith(1, many(count));
  const input = { tab, sameOrigin: [tab], engine, now: T0 + 10_000 };
  expect(connectionPoolExhaustion.detect(input) !== null).toBe(found);
});

test('silent: tabs that are closed, or whose page is gone, hold nothing', () => {
  const all = tabs([many(3), many(3)]);
  expect(look(all)).not.toBeNull();
  (all[1] as TabState).open = false;
  expect(look(all)).toBeNull();
  (all[1] as TabState).open = true;
  for (const load of (all[1] as TabState).loads) load.gone = true;
  expect(look(all)).toBeNull();
});

test('silent: in a tab of the site that has no stream', () => {
  const all = tabs([many(6), []]);
  expect(look(all, 10_000, all[1])).toBeNull();
});
