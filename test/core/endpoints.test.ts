import { describe, expect, test } from 'vitest';
import { endpointsOf, groupEndpoints } from '../../src/core/endpoints';
import { foldBatch, foldGone } from '../../src/core/fold';
import { foldHandshake } from '../../src/core/fold-handshake';
import type { TabState } from '../../src/core/state';
import type { EndpointFact, TryFact } from '../../src/protocol/facts';
import { aBatch, anEndpoint, aTab, aTry, T0 } from './facts';

interface Tried {
  url: string;
  from: number;
  to?: number | null;
  kind?: EndpointFact['kind'];
}

/** Each endpoint tried once, from one time to another (`null`: it is alive). */
const tabWith = (tried: Tried[], tab: TabState = aTab()): TabState => {
  const endpoints: EndpointFact[] = [];
  const tries: TryFact[] = [];
  for (const [n, { url, from, to = null, kind = 'webSocket' }] of tried.entries()) {
    const live = to === null ? 1 : 0;
    endpoints.push(anEndpoint({ n, url, kind, live, opened: live, failed: 1 - live }));
    tries.push(
      aTry({ n: n + 1, endpoint: n, at: T0 + from, endedAt: to === null ? null : T0 + to }),
    );
  }
  foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints, tries }), T0);
  return tab;
};
const inTurn = (...urls: string[]): Tried[] =>
  urls.map((url, i) => ({ url, from: i * 100, to: i * 100 + 50 }));
const urlsOf = (tried: Tried[]): string[] =>
  groupEndpoints(tabWith(tried).loads[0] as TabState['loads'][number])
    .map((group) => group.url)
    .sort();

const NAMES = Array.from('abcdefghijklm', (letter) => `wss://h/rooms/${letter}`);

describe('a URL that differs by a segment per try is one endpoint', () => {
  test.each<[string, string[], string]>([
    ['the last', ['wss://h/ws/a1', 'wss://h/ws/b2', 'wss://h/ws/c3'], 'wss://h/ws/*'],
    ['the only', ['wss://h/1', 'wss://h/2', 'wss://h/3'], 'wss://h/*'],
    ['one in between', ['wss://h/s/0a/io', 'wss://h/s/0b/io', 'wss://h/s/cc/io'], 'wss://h/s/*/io'],
    [
      'two neighbours (SockJS)',
      ['wss://h/echo/1/aa/websocket', 'wss://h/echo/2/bb/websocket', 'wss://h/echo/3/cc/websocket'],
      'wss://h/echo/*/*/websocket',
    ],
  ])('%s segment', (_name, urls, pattern) => {
    expect(urlsOf(inTurn(...urls))).toEqual([pattern]);
  });

  test('even without a digit, where there are a dozen', () => {
    expect(urlsOf(inTurn(...NAMES.slice(0, 12)))).toEqual(['wss://h/rooms/*']);
  });

  test('with its tries in order, and its members', () => {
    const tab = tabWith(inTurn('wss://h/ws/1', 'wss://h/ws/2', 'wss://h/ws/3').reverse());
    const [group] = groupEndpoints(tab.loads[0] as TabState['loads'][number]);
    expect(group?.tries.map((t) => t.at - T0)).toEqual([0, 100, 200]);
    expect(group?.members).toHaveLength(3);
  });

  test('also while the last of them is alive', () => {
    const tried = inTurn('wss://h/ws/1', 'wss://h/ws/2', 'wss://h/ws/3');
    expect(urlsOf([...tried, { url: 'wss://h/ws/4', from: 900 }])).toEqual(['wss://h/ws/*']);
  });
});

describe('different endpoints stay apart', () => {
  test.each<[string, Tried[]]>([
    ['two of a kind are no pattern', inTurn('wss://h/ws/1', 'wss://h/ws/2')],
    ['different hosts', inTurn('wss://a/ws', 'wss://b/ws', 'wss://c/ws')],
    ['different ports', inTurn('ws://h:1/ws', 'ws://h:2/ws', 'ws://h:3/ws')],
    ['different lengths', inTurn('wss://h/a', 'wss://h/a/b', 'wss://h/a/b/c')],
    ['three different segments', inTurn('wss://h/a/1/x', 'wss://h/b/2/y', 'wss://h/c/3/z')],
    ['names, one after the other', inTurn(...NAMES.slice(0, 11))],
    [
      'one made up segment among names',
      inTurn('wss://h/r/kitchen', 'wss://h/r/films', 'wss://h/r/7'),
    ],
    [
      'beside each other and alive',
      [1, 2, 3, 4, 5].map((name, i) => ({ url: `wss://h/${name}`, from: i * 10 })),
    ],
    [
      'beside each other and refused',
      [1, 2, 3, 4, 5].map((name) => ({ url: `wss://h/${name}`, from: 0, to: 5 })),
    ],
  ])('%s', (_name, tried) => {
    expect(urlsOf(tried)).toEqual(tried.map((one) => one.url).sort());
  });

  test('a socket and an event source', () => {
    const tried = inTurn('https://h/1', 'https://h/2', 'https://h/3');
    tried[1] = { ...(tried[1] as Tried), kind: 'eventSource' };
    expect(urlsOf(tried)).toHaveLength(3);
  });

  test('those that were tried more than once', () => {
    const tab = tabWith(inTurn('wss://h/1', 'wss://h/2', 'wss://h/3'));
    const load = tab.loads[0] as TabState['loads'][number];
    for (const fact of Object.values(load.endpoints)) fact.attempts = 2;
    expect(groupEndpoints(load)).toHaveLength(3);
  });
});

describe('the report’s rows', () => {
  test('sum up over page loads; what lives is now', () => {
    const tab = aTab();
    const endpoint = anEndpoint({
      attempts: 3,
      opened: 2,
      failed: 1,
      live: 1,
      closeCodes: { 1006: 2 },
      messagesIn: 4,
      messagesOut: 5,
      bytesIn: 6,
      bytesOut: 7,
    });
    foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints: [{ ...endpoint }] }), T0);
    foldBatch(
      tab,
      0,
      'load-2',
      '',
      aBatch({ endpoints: [{ ...endpoint, closeCodes: { 1000: 1 } }] }),
      T0 + 1,
    );
    tab.past.endpoints.push({ ...endpoint, closeCodes: { 1006: 10 } });
    expect(endpointsOf(tab, T0)).toEqual([
      {
        kind: 'webSocket',
        url: endpoint.url,
        attempts: 9,
        opened: 6,
        failed: 3,
        live: 1,
        closeCodes: { 1006: 12, 1000: 1 },
        messagesIn: 12,
        messagesOut: 15,
        bytesIn: 18,
        bytesOut: 21,
        unattributed: 0,
        unsentBytes: 0,
        handshakeMs: null,
        lifetimeMs: null,
        tool: false,
      },
    ]);
  });

  test('most attempts first; a page that is gone has nothing live', () => {
    const endpoints = [3, 9, 5].map((attempts, n) =>
      anEndpoint({ n, url: `wss://h/${n}/x`, attempts }),
    );
    const tab = aTab();
    foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints }), T0);
    expect(endpointsOf(tab, T0).map((row) => row.attempts)).toEqual([9, 5, 3]);
    foldGone(tab, 'load-1');
    expect(endpointsOf(tab, T0).map((row) => row.live)).toEqual([0, 0, 0]);
  });

  test('reading them changes nothing', () => {
    const tab = tabWith(inTurn('wss://h/ws/1', 'wss://h/ws/2', 'wss://h/ws/3'));
    const before = structuredClone(tab);
    expect(endpointsOf(tab, T0)).toEqual(endpointsOf(tab, T0));
    expect(tab).toEqual(before);
  });
});

describe('unattributed', () => {
  const URL = 'wss://voice.example/client-ws';
  /** The page knows of some attempts, the network saw handshakes at these times. */
  const unattributed = (attempts: number, seen: number[], now = T0 + 3000): number | null => {
    const tab = aTab();
    if (attempts) {
      const batch = aBatch({ at: T0 + 2000, endpoints: [anEndpoint({ url: URL, attempts })] });
      foldBatch(tab, 0, 'load-1', '', batch, T0 + 2000);
    }
    for (const at of seen) foldHandshake(tab, `${URL}?token=secret`, T0 + at);
    return endpointsOf(tab, now).find((row) => row.url === URL)?.unattributed ?? null;
  };

  test('is what the network saw and the page did not', () => {
    expect(unattributed(1, [100])).toBe(0);
    expect(unattributed(1, [100, 200, 300])).toBe(2);
    expect(unattributed(0, [100, 200])).toBe(2);
  });

  test('handshakes after the page’s last word do not count yet', () => {
    expect(unattributed(1, [100, 2001, 2500])).toBe(0);
    expect(unattributed(1, [100, 2000])).toBe(1);
  });

  test('but a page that has been silent for 5 s has had its time', () => {
    expect(unattributed(1, [100, 2500], T0 + 6999)).toBe(0);
    expect(unattributed(1, [100, 2500], T0 + 7000)).toBe(1);
  });

  test('sockets that never reached the network are not less than none', () => {
    expect(unattributed(5, [100])).toBe(0);
  });

  test('a URL per try: the network’s URLs are those of the one row', () => {
    const urls = [1, 2, 3].map((name) => `wss://h/ws/${name}`);
    const tab = tabWith(inTurn(...urls));
    for (const url of [...urls, ...urls]) foldHandshake(tab, url, T0 - 5000);
    expect(endpointsOf(tab, T0 + 9000)).toMatchObject([
      { url: 'wss://h/ws/*', attempts: 3, unattributed: 3 },
    ]);
  });

  test.each([
    ['wss://h/ws/*', ['wss://h/ws/aa', 'wss://h/ws/bb']],
    ['wss://h/echo/*', ['wss://h/echo/1/a/websocket', 'wss://h/echo/2/b/websocket']],
    ['wss://h/*', ['wss://h/a', 'wss://h/b/c/d']],
  ])('a page that counts under %s has its own handshakes there', (url, seen) => {
    const tab = aTab();
    const endpoints = [anEndpoint({ url, attempts: 2 })];
    foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints }), T0);
    for (const one of seen) foldHandshake(tab, one, T0 - 5000);
    expect(endpointsOf(tab, T0 + 9000)).toMatchObject([{ url, attempts: 2, unattributed: 0 }]);
  });

  test('of an event source nobody knows', () => {
    const tab = tabWith([{ url: 'https://h/events', from: 0, kind: 'eventSource' }]);
    expect(endpointsOf(tab, T0)[0]?.unattributed).toBeNull();
  });
});
