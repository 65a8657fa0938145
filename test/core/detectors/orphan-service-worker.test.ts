import { describe, expect, test } from 'vitest';
import { detect } from '../../../src/core/detect';
import { foldClosed } from '../../../src/core/fold';
import type { OriginState } from '../../../src/core/origin-state';
import {
  foldAct,
  foldActEnd,
  foldAlone,
  foldInventory,
  foldOpened,
  originStateOf,
} from '../../../src/core/origins';
import { KEPT, type KeptFinding } from '../../../src/core/state';
import { aTab, aWorld, T0 } from '../facts';

const POLL = 'https://voice.example/poll';
const SOCKET = 'wss://voice.example/worker-ws';

interface Ask {
  at: number;
  url?: string;
  /** How long it takes; `null`: it never ends. */
  takes?: number | null;
}
const every = (ms: number, count: number, more: Partial<Ask> & { from?: number } = {}): Ask[] =>
  Array.from({ length: count }, (_, i) => ({ ...more, at: (more.from ?? ms) + i * ms }));

interface Setting {
  asks: Ask[];
  scopes?: string[];
  framed?: boolean | null;
  script?: string | null;
  /** Seconds from the last tab on until it is looked at last. */
  seconds?: number;
  meanwhile?: (state: OriginState, second: number) => void;
}

/** The tab is closed at `T0`; its findings after each second. */
const watch = ({
  asks,
  scopes = ['https://voice.example/'],
  framed = false,
  script = null,
  seconds = 60,
  meanwhile = () => {},
}: Setting): { seen: (KeptFinding | null)[]; last: KeptFinding | undefined } => {
  const tab = aTab();
  const world = aWorld([tab]);
  const workers = scopes.map((scope) => ({
    scope,
    scriptUrl: `${scope}sw.js`,
    state: 'activated',
  }));
  foldInventory(world, tab, workers, T0);
  foldClosed(tab, T0);
  const state = originStateOf(world, tab);
  if (state) foldAlone(world, state, T0);
  if (state) state.framed = { at: T0, found: framed };
  const told = asks
    .flatMap(({ at, url = POLL, takes = 50 }, i) => [
      { at, begin: true, url, id: `${i}` },
      ...(takes === null ? [] : [{ at: at + takes, begin: false, url, id: `${i}` }]),
    ])
    .sort((a, b) => a.at - b.at);
  const seen: (KeptFinding | null)[] = [];
  for (let second = 1; second <= seconds; second++) {
    while (told[0] && told[0].at <= second * 1000) {
      const { at, begin, url, id } = told.shift() as (typeof told)[number];
      if (state?.aloneSince == null) continue;
      if (begin) foldAct(state, { url, socket: url.startsWith('ws'), script, id, at: T0 + at });
      else foldActEnd(state, url, id, T0 + at);
    }
    if (state) meanwhile(state, second);
    detect(world, tab, T0 + second * 1000);
    const found = tab.findings.find(({ id, until }) => id === 'orphan-service-worker' && !until);
    seen.push(found ? structuredClone(found) : null);
  }
  return { seen, last: tab.findings.at(-1) };
};
const isFound = (setting: Setting): boolean => watch(setting).seen.some(Boolean);

describe('found', () => {
  test.each<[string, Ask[]]>([
    ['it asks every two seconds', every(2000, 25)],
    ['it asks every ten seconds', every(10_000, 6)],
    ['each time with another query', every(3000, 16, { url: POLL })],
    ['the answers take their time', every(3000, 16, { takes: 2000 })],
    ['nobody answers', every(3000, 16, { takes: 3 })],
    [
      'a timer begins after each answer',
      [50, 80, 55, 140, 70, 60, 90, 65].map((takes, i) => ({ at: 3000 + 2080 * i, takes })),
    ],
    [
      'one of its timers is late',
      every(2000, 12).map((one, i) => ({ ...one, at: one.at + (i >= 3 ? 900 : 0) })),
    ],
    [
      'a timer was late, and the next is on time',
      every(2000, 12).map((one, i) => ({ ...one, at: one.at + (i === 3 ? 900 : 0) })),
    ],
    ['it opens sockets again and again', every(6000, 5, { url: SOCKET })],
    [
      '… as the browser holds them back',
      [4, 6, 10, 18].map((s) => ({ at: s * 1000, url: SOCKET })),
    ],
    ['… that never open', every(4000, 5, { url: SOCKET, takes: null })],
    [
      'it asks one address among many',
      [...every(2500, 20), ...every(7300, 5, { url: `${POLL}/2` })],
    ],
  ])('%s', (_name, asks) => {
    expect(isFound({ asks })).toBe(true);
  });

  test('it begins once it is sure, is over when the worker is, and keeps its beginning', () => {
    const { seen, last } = watch({ asks: every(2000, 15), seconds: 120 });
    const first = seen.findIndex(Boolean) + 1;
    expect(first).toBe(14);
    expect(seen.slice(first - 1, 50).every(Boolean)).toBe(true);
    expect(seen.at(-1)).toBeNull();
    expect(last).toMatchObject({ since: T0 + 14_000, until: T0 + 55_000 });
  });

  test('what it says', () => {
    const [one] = watch({ asks: every(2000, 20), seconds: 41 }).seen.slice(-1);
    expect(one).toMatchObject({
      severity: 'warning',
      summary:
        'No tab of https://voice.example is open, and its service worker has asked 20 times for https://voice.example/poll since, about every 2 s.',
      evidence: {
        origin: 'https://voice.example',
        scope: 'https://voice.example/',
        script: 'https://voice.example/sw.js',
        serviceWorkers: 1,
        address: POLL,
        requests: 20,
        everyMs: 2000,
        withoutTabForMs: 41_000,
      },
    });
    const scopes = ['https://voice.example/', 'https://voice.example/a/'];
    const asks = every(5000, 4, { url: SOCKET });
    const [two] = watch({ asks, scopes, seconds: 21 }).seen.slice(-1);
    expect(two?.summary).toBe(
      'No tab of https://voice.example is open, and one of its service workers has opened 4 connections to wss://voice.example/worker-ws since, about every 5 s.',
    );
    expect(two?.evidence).not.toHaveProperty('scope');
    const script = 'https://voice.example/a/sw.js';
    const [three] = watch({ asks, scopes, script, seconds: 21 }).seen.slice(-1);
    expect(three?.evidence).toMatchObject({ scope: 'https://voice.example/a/', script });
    expect(two?.evidence).toMatchObject({ serviceWorkers: 2, connections: 4 });
  });

  test('of requests and sockets the sockets are named', () => {
    const asks = [...every(1000, 20), ...every(5000, 4, { url: SOCKET })];
    const [one] = watch({ asks, seconds: 21 }).seen.slice(-1);
    expect(one?.evidence).toMatchObject({ address: SOCKET, connections: 4 });
  });

  test('a row that outlives what is kept of it is counted to its end', () => {
    const { seen } = watch({ asks: every(1000, 80), seconds: 80 });
    expect(seen.at(-1)?.evidence.requests).toBe(80);
    expect(80).toBeGreaterThan(KEPT.acts.tries);
  });
});

describe('silent', () => {
  /** Whenever they come: the same ones in each run. */
  const pushes = (count: number, seed: number): Ask[] => {
    let state = seed;
    let at = 4000;
    return Array.from({ length: count }, () => {
      state = (state * 48_271) % 2_147_483_647;
      at += 500 - 6000 * Math.log(state / 2_147_483_647);
      return { at, takes: 80 };
    });
  };
  test.each<[string, Partial<Setting>]>([
    ['silent: a worker that sleeps', { asks: [] }],
    [
      'silent: it fills its cache: many addresses, each once',
      { asks: Array.from({ length: 60 }, (_, i) => ({ at: i * 500, url: `${POLL}/${i}` })) },
    ],
    [
      'silent: it fills its cache from one address with other queries, one after the other',
      { asks: every(1000, 40, { takes: 980 }) },
    ],
    ['silent: it empties a queue over a slow network', { asks: every(4000, 12, { takes: 3990 }) }],
    ['silent: a push that tries again', { asks: every(700, 8, { from: 20_000 }) }],
    [
      'silent: a socket for each of a few pushes',
      { asks: every(400_000, 4, { url: SOCKET }), seconds: 1300 },
    ],
    [
      'silent: the worker was unregistered meanwhile',
      {
        asks: every(2000, 25),
        meanwhile: (state) => {
          state.workers = [];
        },
      },
    ],
    ['silent: a push: a few requests at once', { asks: every(100, 8, { from: 20_000 }) }],
    ['silent: a sync that tries five times', { asks: every(3000, 5, { from: 5000 }) }],
    ['silent: the last words of the page', { asks: every(300, 8, { from: 0 }) }],
    [
      'silent: a last socket, and one more try',
      { asks: [4, 9].map((s) => ({ at: s * 1000, url: SOCKET })) },
    ],
    [
      'silent: sockets while the last page closes',
      { asks: every(500, 6, { from: 0, url: SOCKET }) },
    ],
    ['silent: three sockets at once', { asks: every(100, 3, { from: 10_000, url: SOCKET }) }],
    ['silent: a frame of it stands in another site’s tab', { asks: every(2000, 25), framed: true }],
    ['silent: a tab does not answer what frames it has', { asks: every(2000, 25), framed: null }],
    ['silent: it has no service worker that is known', { asks: every(2000, 25), scopes: [] }],
    [
      'silent: a tab of it is opened again',
      { asks: every(2000, 25), meanwhile: (state, second) => second === 11 && foldOpened(state) },
    ],
    [
      'silent: waits that grow are no timer',
      { asks: [3, 5, 9, 17, 33, 65, 129].map((s) => ({ at: s * 1000 })), seconds: 200 },
    ],
  ])('%s', (_name, setting) => {
    expect(isFound({ asks: [], ...setting })).toBe(false);
  });

  test('silent: a busy group’s pushes, whenever they come', () => {
    const alarms = Array.from({ length: 200 }, (_, i) =>
      isFound({ asks: pushes(12, 1000 + 7919 * i), seconds: 90 }),
    ).filter(Boolean);
    expect(alarms).toEqual([]);
  });

  test('silent: an open tab of the origin, however its worker works', () => {
    const tab = aTab();
    const world = aWorld([tab]);
    const worker = { scope: 'https://voice.example/', scriptUrl: 'x', state: 'activated' };
    foldInventory(world, tab, [worker], T0);
    const state = originStateOf(world, tab) as OriginState;
    Object.assign(state, { aloneSince: T0, framed: { at: T0, found: false } });
    for (const { at } of every(2000, 25)) {
      foldAct(state, { url: POLL, socket: false, script: null, id: `${at}`, at: T0 + at });
      foldActEnd(state, POLL, `${at}`, T0 + at + 50);
    }
    detect(world, tab, T0 + 50_000);
    expect(tab.findings).toEqual([]);
    foldClosed(tab, T0);
    detect(world, tab, T0 + 50_000);
    expect(tab.findings).toHaveLength(1);
  });
});
