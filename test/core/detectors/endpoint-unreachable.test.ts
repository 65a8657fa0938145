import { describe, expect, test, vi } from 'vitest';
import { endpointUnreachable } from '../../../src/core/detectors/endpoint-unreachable';
import { foldBatch } from '../../../src/core/fold';
import { foldHandshake, foldHandshakeEnd } from '../../../src/core/fold-handshake';
import { foldMain } from '../../../src/core/fold-main';
import { aBatch, aKind, anEndpoint, aSite, aTab, aTry, T0 } from '../facts';
import { type Attempt, attempt, client, URL, type Watch, watch } from '../page';
import { randomOf } from '../random';
import { BACKING_OFF, LOOPING } from '../schedules';

vi.setConfig({ testTimeout: 60_000 });

const ID = 'endpoint-unreachable';
const seen = (attempts: readonly Attempt[], how: Watch) => watch(ID, attempts, how);
const doubled =
  (first: number, most: number) =>
  (failures: number): number =>
    Math.min(most, first * 2 ** (failures - 1));
const FOR_EVER = Number.POSITIVE_INFINITY;

describe('found: a page that backs off and is refused for ever', () => {
  test.each(BACKING_OFF)('%s', (_name, schedule) => {
    const waits = schedule(randomOf(11));
    const attempts = client({ until: 100_000, pause: (n) => waits(n - 1) });
    const { active, findings, tab } = seen(attempts, { seconds: 100 });
    // It is told by the first try that fails after 30 s.
    const proof = attempts.find(({ endedAt }) => (endedAt ?? 0) >= 30_003)?.endedAt ?? FOR_EVER;
    expect(active[0]).toBe(Math.max(31, Math.ceil(proof / 1000)));
    expect(active.at(-1)).toBe(100);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.severity).toBe('info');
    expect(tab.findings.map(({ id }) => id)).toEqual([ID]);
  });

  test('a fixed wait of five seconds is a real pause', () => {
    expect(seen(client({ until: 60_000, pause: () => 5000 }), { seconds: 60 }).active[0]).toBe(31);
  });

  test("the browser's own retries of an EventSource", () => {
    const auto = client({
      until: 60_000,
      pause: () => 3000,
      kind: 'eventSource',
      url: () => 'https://voice.example/events',
      auto: (n) => n > 0,
    });
    const { active, findings } = seen(auto, { seconds: 60 });
    expect(active[0]).toBeLessThanOrEqual(34);
    expect(findings[0]?.summary).toContain('the browser tries again after waits of up to 3 s');
  });

  test('a server that does not answer, given up after 4 s each', () => {
    const silent = client({
      until: 90_000,
      pause: doubled(1000, 10_000),
      answer: () => ({ after: 4000, live: null }),
      own: true,
    });
    expect(seen(silent, { seconds: 90 }).active[0]).toBeLessThanOrEqual(45);
  });

  test('a dedicated worker', () => {
    const tab = aTab();
    foldBatch(tab, 0, 'load-1', '', aBatch({ kinds: [aKind('worker', { live: 1 })] }), T0);
    for (const [n, at] of [0, 1000, 3000, 7000, 15_000, 31_000].entries()) {
      foldHandshake(tab, URL, T0 + at, { id: String(n), frameId: 0 });
      foldHandshakeEnd(tab, URL, T0 + at + 3, { id: String(n), opened: false });
    }
    const input = { tab, sameOrigin: [tab], engine: 'chromium', now: T0 + 33_000 } as const;
    expect(endpointUnreachable.detect(input)?.evidence).toMatchObject({
      endpoint: URL,
      openedBy: 'a worker of this page',
      failedTriesInARow: 6,
    });
  });

  test('the text says for how long, how often and with what waits', () => {
    const attempts = client({ until: 40_000, pause: doubled(1000, 30_000) });
    const { findings } = seen(attempts, { seconds: 40 });
    expect(findings[0]?.summary).toBe(
      'No connection to wss://voice.example/client-ws for 40 s: 6 tries in a row failed, and the page tries again after waits of up to 16 s.',
    );
    expect(findings[0]?.evidence).toEqual({
      endpoint: URL,
      failedTriesInARow: 6,
      attempts: 6,
      failingForMs: 40_000,
      startedAt: T0,
      closeCodes: '1006 × 6',
      lastWaitMs: 16_000,
      longestWaitMs: 16_000,
    });
  });
});

describe('it is over', () => {
  test('when a connection opens', () => {
    const back = client({
      until: 60_000,
      pause: doubled(1000, 4000),
      answer: (at) => (at < 45_000 ? { after: 3, live: null } : { after: 3, live: FOR_EVER }),
    });
    const { active, findings } = seen(back, { seconds: 70 });
    expect(active.at(-1)).toBeLessThanOrEqual(50);
    expect(findings[0]?.until).not.toBeNull();
  });

  test('when the page has stopped trying, twice its last wait and ten seconds later', () => {
    const attempts = client({ until: 40_000, pause: doubled(1000, 5000) });
    const { active } = seen(attempts, { seconds: 90 });
    const last = Math.max(...attempts.map(({ endedAt }) => endedAt ?? 0));
    expect(active.at(-1)).toBe(Math.floor((last + 20_000) / 1000));
  });

  test('a storm that was there is told by it, for ten seconds more', () => {
    // A loop of a second for 20 s, then waits that grow to 6 s.
    const waits = (n: number) => (n < 20 ? 1000 : 6000);
    const attempts = client({ until: 90_000, pause: waits });
    const { active, tab } = seen(attempts, { seconds: 90 });
    const storm = tab.findings.find(({ id }) => id === 'reconnect-storm');
    expect(storm?.until).not.toBeNull();
    expect(T0 + (active[0] ?? 0) * 1000 - (storm?.until ?? 0)).toBeGreaterThan(10_000);
  });
});

test.each(LOOPING)('silent: what the storm speaks for: %s', (_name, schedule) => {
  const waits = schedule(randomOf(3));
  const loop = client({ until: 90_000, pause: (n) => waits(n - 1) });
  const { active, tab } = seen(loop, { seconds: 90 });
  expect(tab.findings.map(({ id }) => id)).toContain('reconnect-storm');
  // Some take their time to be told a storm.
  expect(active.filter((second) => second > 60)).toEqual([]);
});

test('silent: the slower one of two storms, though only the faster one is told', () => {
  const fast = client({ until: 60_000, pause: () => 1000 });
  const slow = client({ from: 40, until: 60_000, pause: () => 3000, url: () => `${URL}/slow` });
  const { active, tab } = seen([...fast, ...slow], { seconds: 60 });
  expect(tab.findings[0]?.evidence.endpoint).toBe(URL);
  expect(active).toEqual([]);
});

const once = (at: number, over: Partial<Attempt> = {}) => attempt(at, over);
const LOOKALIKES: [name: string, attempts: Attempt[], seconds: number][] = [
  ['an optional endpoint tried once', [once(0)], 90],
  ['… twice, a minute apart', [once(0), once(60_000)], 120],
  ['five tries within 15 s and no more', client({ until: 16_000, pause: doubled(1000, 8000) }), 90],
  [
    'SignalR, which gives up after four tries within 42 s, but is told for its last wait at most',
    client({ until: 13_000, pause: (n) => [0, 2000, 10_000][n - 1] ?? FOR_EVER }),
    90,
  ],
  [
    'down for 25 s',
    client({
      until: 90_000,
      pause: doubled(1000, 10_000),
      answer: (at) => (at < 25_000 ? { after: 3, live: null } : { after: 3, live: FOR_EVER }),
    }),
    90,
  ],
  [
    'one that opens now and then',
    client({
      until: 180_000,
      pause: () => 6000,
      answer: (_at, n) => ({ after: 3, live: n % 3 === 2 ? 3000 : null }),
    }),
    180,
  ],
  [
    'one that accepts and closes, after growing waits',
    client({
      until: 120_000,
      pause: doubled(1000, 30_000),
      answer: () => ({ after: 3, live: 100 }),
    }),
    120,
  ],
  [
    'aborts by the page while it connects',
    client({
      until: 90_000,
      pause: () => 6000,
      answer: () => ({ after: 300, live: null }),
      own: true,
    }),
    90,
  ],
  [
    '… after a second and a half, again and again',
    client({
      until: 90_000,
      pause: () => 6000,
      answer: () => ({ after: 1500, live: null }),
      own: true,
    }),
    90,
  ],
  [
    'a machine that slept: tries before and after, none long enough',
    [0, 2000, 6000, 3_600_000, 3_603_000].map((at) => once(at)),
    3610,
  ],
];
test.each(LOOKALIKES)('silent: %s', (_name, attempts, seconds) => {
  expect(seen(attempts, { seconds }).active).toEqual([]);
});

describe('a machine without a network', () => {
  const failing = (url: string) => {
    const tab = aTab();
    const attempts = [0, 5000, 11_000, 17_000, 24_000, 31_000].map((at, n) =>
      aTry({ n: n + 1, at: T0 + at, endedAt: T0 + at + 3, code: 1006 }),
    );
    const endpoints = [anEndpoint({ url, attempts: 6, opened: 0, failed: 6, live: 0 })];
    const batch = aBatch({ endpoints, tries: attempts, sites: [aSite()] });
    foldBatch(tab, 0, 'load-1', '', batch, T0 + 31_100);
    return tab;
  };
  const look = (url: string, offlineAt?: number) => {
    const tab = failing(url);
    const input = { tab, sameOrigin: [tab], engine: 'chromium', now: T0 + 32_000 } as const;
    return endpointUnreachable.detect({ ...input, offlineAt });
  };
  test('silent: what failed while it had none', () => {
    expect(look(URL)?.sites).toEqual([{ stack: aSite().stack, count: 1 }]);
    expect(look(URL, T0 - 1)).not.toBeNull();
    expect(look(URL, T0 + 1)).toBeNull();
    expect(look(URL, T0 + 32_000)).toBeNull();
  });
  test.each([
    'ws://localhost:8080/ws',
    'ws://127.0.0.1/ws',
    'ws://[::1]:9/ws',
    'ws://app.localhost/',
  ])('needs none to reach itself: %s', (url) => {
    expect(look(url, T0 + 32_000)).not.toBeNull();
  });
  test('silent: names that only look like it', () => {
    for (const url of ['ws://localhost.example/', 'ws://127.0.0.1.example/', 'ws://x/localhost/'])
      expect(look(url, T0 + 32_000)).toBeNull();
  });
});

describe('in a hidden tab', () => {
  const look = (now: number, hidden: boolean) => {
    const tab = aTab();
    const tries = [0, 1000, 30_000, 60_000].map((at, n) =>
      aTry({ n: n + 1, at: T0 + at, endedAt: T0 + at + 3, code: 1006 }),
    );
    const endpoints = [anEndpoint({ attempts: 4, opened: 0, failed: 4, live: 0 })];
    foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints, tries }), T0 + 60_100);
    const main = { byFrames: true, loadedAt: null, blockedMs: 0, longestMs: 0, blocks: [] };
    foldMain(tab, 'load-1', { ...main, hidden }, null, T0 + 60_100);
    const input = { tab, sameOrigin: [tab], engine: 'chromium', now: T0 + now } as const;
    return endpointUnreachable.detect(input) !== null;
  };
  test.each([
    [130_000, true, true],
    [130_001, false, false],
    [190_000, true, true],
    [196_000, true, false],
  ])('its timers come once a minute: at %i ms, hidden %s', (now, hidden, found) => {
    expect(look(now, hidden)).toBe(found);
  });
});

test('of two the one with more failed tries is told', () => {
  const other = `${URL}/other`;
  const both = [
    ...client({ until: 60_000, pause: doubled(1000, 30_000) }),
    ...client({ from: 40, until: 60_000, pause: doubled(1000, 5000), url: () => other }),
  ];
  const { findings } = seen(both, { seconds: 60 });
  expect(findings).toHaveLength(1);
  expect(findings[0]?.evidence.endpoint).toBe(other);
});
