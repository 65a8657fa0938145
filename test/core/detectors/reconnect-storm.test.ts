import { describe, expect, test, vi } from 'vitest';
import { reconnectStorm } from '../../../src/core/detectors/reconnect-storm';
import { foldBatch } from '../../../src/core/fold';
import { foldMain } from '../../../src/core/fold-main';
import type { TryFact } from '../../../src/protocol/facts';
import { aBatch, aKind, anEndpoint, aSite, aTab, aTry, T0 } from '../facts';
import { type Attempt, attempt, type Client, client, type Watch, watch } from '../page';
import { randomOf } from '../random';

// A quarter of an hour of tries is a lot to fold on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const ID = 'reconnect-storm';
const seen = (attempts: readonly Attempt[], how: Watch) => watch(ID, attempts, how);
const from = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
const FOR_EVER = Number.POSITIVE_INFINITY;
const slowly = () => ({ after: 50, live: null });
const flap = (live: number) => () => ({ after: 10, live });

type Loop = Omit<Client, 'until'>;
/** Each goes on for a minute. The number: the second in which it is found at the latest. */
const LOOPS: [name: string, by: number, loops: Loop[]][] = [
  ['0 ms on a port that takes 50 ms to refuse', 5, [{ pause: () => 0, answer: slowly }]],
  ["0 ms, held back by Chrome's own throttle", 5, [{ pause: () => 0, heldBy: randomOf(1) }]],
  ['100 ms', 5, [{ pause: () => 100 }]],
  ['100 ms, held back', 5, [{ pause: () => 100, heldBy: randomOf(2) }]],
  ['500 ms', 9, [{ pause: () => 500 }]],
  ['500 ms, held back', 9, [{ pause: () => 500, heldBy: randomOf(3) }]],
  ['a fixed second', 13, [{ pause: () => 1000 }]],
  ['a fixed second, held back', 13, [{ pause: () => 1000, heldBy: randomOf(4) }]],
  ['at once, then every second', 13, [{ pause: (n) => (n === 1 ? 0 : 1000) }]],
  [
    'a server that dies 200 ms after it opened, at once',
    5,
    [{ pause: () => 0, answer: flap(200) }],
  ],
  ['the same after 500 ms', 9, [{ pause: () => 500, answer: flap(200) }]],
  ['the same after a second', 13, [{ pause: () => 1000, answer: flap(200) }]],
  ['a path segment per try', 9, [{ pause: () => 500, url: (n) => `wss://voice.example/ws/${n}f` }]],
  [
    'a path segment per try, held back',
    5,
    [{ pause: () => 0, url: (n) => `wss://voice.example/ws/${n}f`, heldBy: randomOf(6) }],
  ],
  [
    "SockJS's two segments",
    9,
    [{ pause: () => 500, url: (n) => `wss://voice.example/echo/${n * 7}/s${n}/websocket` }],
  ],
  [
    'an EventSource made anew in onerror',
    5,
    [{ pause: () => 200, kind: 'eventSource', url: () => 'https://voice.example/events' }],
  ],
  ['two loops beside each other', 9, [{ pause: () => 500 }, { pause: () => 500, from: 130 }]],
  [
    'two loops beside each other, held back',
    9,
    [
      { pause: () => 500, heldBy: randomOf(7) },
      { pause: () => 500, from: 130, heldBy: randomOf(8) },
    ],
  ],
];

describe.each(LOOPS)('found: %s', (_name, by, loops) => {
  const attempts = loops.flatMap((loop) => client({ ...loop, until: 60_000 }));

  test.each([0, 400, 800])('in time, without a flicker, until it stops (phase %i ms)', (phase) => {
    const { active, findings } = seen(attempts, { seconds: 80, phase });
    expect(active[0], 'found in second').toBeLessThanOrEqual(by);
    const last = active.at(-1) ?? 0;
    expect(active, 'no flicker').toEqual(from(active[0] ?? 0, last));
    expect(findings).toHaveLength(1);
    // The last try ends up to 5 s late where the browser holds it; 5 s more are a real pause.
    expect(last, 'goes on').toBeGreaterThanOrEqual(60);
    expect(last, 'ends').toBeLessThanOrEqual(72);
    expect(findings[0]?.until).toBe(T0 + phase + (last + 1) * 1000);
  });
});

test.each([0, 50, 100, 200, 300])(
  'a loop that waits %i ms is found within 5 s of its start, wherever the seconds fall',
  (ms) => {
    for (const heldBy of [undefined, randomOf(9)])
      for (const phase of [0, 250, 500, 750, 990]) {
        const how = { answer: slowly, ...(heldBy ? { heldBy } : {}) };
        const loop = client({ until: 10_000, pause: () => ms, ...how });
        const { active } = seen(loop, { seconds: 10, phase });
        expect(phase + (active[0] ?? FOR_EVER) * 1000).toBeLessThanOrEqual(5000);
      }
  },
);

test('a quarter of an hour of it is one finding, though most tries are forgotten', () => {
  const { active, findings } = seen(client({ until: 900_000, pause: () => 1000 }), {
    seconds: 900,
  });
  expect(findings).toHaveLength(1);
  expect(active).toEqual(from(active[0] ?? 0, 900));
});

const growing =
  (first: number, factor: number, most = FOR_EVER) =>
  (failures: number) =>
    Math.min(most, first * factor ** (failures - 1));
/** AWS's "full jitter": anything from nothing up to the exponential wait. */
const fullJitter = (first: number, most: number, random: () => number) => (failures: number) =>
  random() * Math.min(most, first * 2 ** (failures - 1));

/** A server that is open from the start, is down once, and comes back for good. */
const restart = (downMs: number, pauseMs: number, heldBy?: () => number): Attempt[] =>
  client({
    until: 60_000,
    pause: () => pauseMs,
    answer: (at) => {
      if (at < 10_000) return { after: 5, live: 10_000 - at };
      return at < 10_000 + downMs ? { after: 3, live: null } : { after: 5, live: FOR_EVER };
    },
    ...(heldBy ? { heldBy } : {}),
  });

const endpoint = (i: number) => `wss://voice.example/${['a', 'b', 'c', 'd', 'e'][i]}`;
const five = [0, 1, 2, 3, 4];
const twelve = Array.from({ length: 12 }, (_, i) => i);
const hour = 3_600_000;

const LOOKALIKES: [name: string, attempts: Attempt[], seconds: number][] = [
  ['backoff x2 from 100 ms', client({ until: 300_000, pause: growing(100, 2) }), 300],
  [
    'backoff x2 from 1 s up to 30 s',
    client({ until: 300_000, pause: growing(1000, 2, 30_000) }),
    300,
  ],
  ['backoff x1.3 from 1 s', client({ until: 300_000, pause: growing(1000, 1.3, 10_000) }), 300],
  [
    'backoff x2 from 100 ms, held back by Chrome',
    client({ until: 300_000, pause: growing(100, 2), heldBy: randomOf(20) }),
    300,
  ],
  [
    'backoff with a plateau of 5 s',
    client({ until: 900_000, pause: growing(1000, 1.5, 5000) }),
    900,
  ],
  ['backoff with a plateau of 2 s', client({ until: 60_000, pause: growing(100, 2, 2000) }), 60],
  [
    'backoff with a plateau of 2 s, past all tries that are kept',
    client({ until: 900_000, pause: growing(100, 2, 2000) }),
    900,
  ],
  [
    'two endpoints, each with backoff and a plateau of 2 s, past all tries that are kept',
    [
      ...client({ until: 600_000, pause: growing(100, 2, 2000) }),
      ...client({ from: 50, until: 600_000, pause: growing(100, 2, 2000), url: () => endpoint(1) }),
    ],
    600,
  ],
  ...five.map((seed): [string, Attempt[], number] => [
    `full jitter from 1 s (seed ${seed})`,
    client({ until: 300_000, pause: fullJitter(1000, 30_000, randomOf(seed)) }),
    300,
  ]),
  ['one restart of 2 s, a try every 200 ms', restart(2000, 200), 60],
  ['the same, held back by Chrome', restart(2000, 200, randomOf(21)), 60],
  ['one restart of 2 s, a try every second', restart(2000, 1000), 60],
  ['one restart of 4 s, a try every second', restart(4000, 1000), 60],
  ['one restart of 10 s, a try every second', restart(10_000, 1000), 60],
  ['the same, held back by Chrome', restart(10_000, 1000, randomOf(23)), 60],
  ['one restart of 6 s, a try every half second', restart(6000, 500), 60],
  ['the same, held back by Chrome', restart(4000, 1000, randomOf(22)), 60],
  [
    'five different sockets, opened once each and alive',
    five.map((i) => attempt(i * 20, { url: endpoint(i), openedAt: i * 20 + 5, endedAt: null })),
    30,
  ],
  [
    'five different endpoints, refused once each at the same time',
    five.map((i) => attempt(0, { url: endpoint(i) })),
    30,
  ],
  [
    'five different endpoints, refused once each, one after the other',
    five.map((i) => attempt(i * 10, { url: endpoint(i) })),
    30,
  ],
  [
    'five feeds of one host, each refused once, one after the other',
    ['chat', 'news', 'presence', 'prices', 'mail'].map((name, i) =>
      attempt(i * 800, { url: `wss://voice.example/${name}` }),
    ),
    30,
  ],
  [
    'twelve rooms, each opened, used and closed by the page',
    twelve.map((i) =>
      attempt(i * 700, {
        url: `wss://voice.example/rooms/${i}`,
        openedAt: i * 700 + 5,
        endedAt: i < 11 ? (i + 1) * 700 : null,
        own: true,
        messages: 1,
      }),
    ),
    30,
  ],
  [
    'React StrictMode: the first socket is aborted while it connects',
    [attempt(0, { own: true }), attempt(4, { openedAt: 20, endedAt: null })],
    30,
  ],
  [
    'a socket per keystroke, aborted while it connects',
    twelve.map((i) => attempt(i * 300, { own: true, endedAt: (i + 1) * 300 })),
    30,
  ],
  [
    'a socket for each request, closed by the page when the answer is there',
    client({ until: 60_000, pause: () => 400, answer: flap(150), own: true, messages: 1 }),
    60,
  ],
  [
    "the browser's own EventSource retry every 3 s",
    client({ until: 120_000, pause: () => 3000, kind: 'eventSource', auto: (n) => n > 0 }),
    120,
  ],
  [
    "the browser's own EventSource retry after streams that end",
    client({
      until: 120_000,
      pause: () => 3000,
      kind: 'eventSource',
      auto: (n) => n > 0,
      answer: flap(300),
    }),
    120,
  ],
  [
    'a server that closes one long-lived socket an hour',
    client({ until: 3 * hour, pause: () => 100, answer: flap(hour) }).filter(
      (t) => t.at < hour * 2,
    ),
    120,
  ],
  ['a try every 5 s', client({ until: 120_000, pause: () => 5000 }), 120],
];

test.each(LOOKALIKES)('silent: %s', (_name, attempts, seconds) => {
  expect(seen(attempts, { seconds }).active).toEqual([]);
});

/** `tries` refused tries over `span` ms, each begun `pause` ms after the last one's end. */
const evenly = (tries: number, span: number, pause: number): TryFact[] => {
  // Whole milliseconds, as a clock gives them.
  const beginning = (i: number) => Math.round((i * (span + pause)) / tries);
  return Array.from({ length: tries }, (_, i) =>
    aTry({ n: i + 1, at: T0 + beginning(i), endedAt: T0 + beginning(i + 1) - pause, code: 1006 }),
  );
};

const look = (tries: TryFact[], now: number, over: Parameters<typeof aBatch>[0] = {}) => {
  const tab = aTab();
  const attempts = tries.length;
  const endpoints = [anEndpoint({ attempts, opened: 0, failed: attempts, live: 0 })];
  foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints, tries, ...over }), now);
  return reconnectStorm.detect({ tab, sameOrigin: [tab], engine: 'chromium', now });
};

test.each([
  { pause: 0, tries: 5, span: 2200, found: true },
  { pause: 0, tries: 4, span: 2200, found: false },
  { pause: 0, tries: 5, span: 2199, found: false },
  { pause: 25, tries: 5, span: 2200, found: true },
  { pause: 26, tries: 5, span: 2200, found: false },
  { pause: 99, tries: 7, span: 2200, found: true },
  { pause: 99, tries: 6, span: 2200, found: false },
  { pause: 100, tries: 7, span: 2200, found: false },
  { pause: 300, tries: 8, span: 2800, found: true },
  { pause: 300, tries: 7, span: 2800, found: false },
  { pause: 300, tries: 8, span: 2799, found: false },
  { pause: 349, tries: 8, span: 2800, found: true },
  { pause: 350, tries: 8, span: 2800, found: false },
  { pause: 500, tries: 9, span: 6500, found: true },
  { pause: 500, tries: 8, span: 6500, found: false },
  { pause: 500, tries: 9, span: 6499, found: false },
  { pause: 1000, tries: 7, span: 10_500, found: true },
  { pause: 1000, tries: 6, span: 10_500, found: false },
  { pause: 1000, tries: 7, span: 10_499, found: false },
  { pause: 4999, tries: 7, span: 40_000, found: true },
  { pause: 5000, tries: 7, span: 40_000, found: false },
])('threshold: $tries tries over $span ms with pauses of $pause ms', (given) => {
  const { tries, span, pause, found } = given;
  expect(look(evenly(tries, span, pause), T0 + span) !== null).toBe(found);
});

test.each([
  [4500, true],
  [4499, false],
])('a try that the browser holds back counts after %i ms: %s', (ms, found) => {
  const tries = [...evenly(8, 2000, 200), aTry({ n: 9, at: T0 + 2200 })];
  expect(look(tries, T0 + ms) !== null).toBe(found);
});

describe('in a hidden tab', () => {
  /** Refused after so long each, and begun again at the next full second after `wait`. */
  const tries = (count: number, took: (n: number) => number, wait: (n: number) => number) => {
    let at = T0;
    return Array.from({ length: count }, (_, n) => {
      const endedAt = at + took(n);
      const one = aTry({ n: n + 1, at, endedAt, code: 1006 });
      at = Math.ceil((endedAt + wait(n)) / 1000) * 1000;
      return one;
    });
  };
  const hidden = (all: TryFact[], isHidden = true) => {
    const now = all.at(-1)?.endedAt as number;
    const tab = aTab();
    const endpoints = [anEndpoint({ attempts: all.length, opened: 0, live: 0 })];
    foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints, tries: all }), now);
    const main = { byFrames: true, loadedAt: null, blockedMs: 0, longestMs: 0, blocks: [] };
    foldMain(tab, 'load-1', { ...main, hidden: isHidden }, null, T0);
    return reconnectStorm.detect({ tab, sameOrigin: [tab], engine: 'chromium', now });
  };
  const varied = (n: number) => 200 + ((n * 370) % 800);

  test('waits that its timers make unlike are a loop’s', () => {
    expect(hidden(tries(14, varied, () => 250))).not.toBeNull();
    expect(
      hidden(
        tries(14, varied, () => 250),
        false,
      ),
    ).toBeNull();
  });

  test('after nine tries and 15 s', () => {
    const slow = (n: number) => 1200 + ((n * 370) % 700);
    const wait = () => 250;
    expect(hidden(tries(9, slow, wait))).not.toBeNull();
    expect(hidden(tries(8, slow, wait))).toBeNull();
    const second = (count: number) => hidden(tries(count, () => 5, wait));
    expect(second(16)).not.toBeNull();
    expect(second(15)).toBeNull();
  });

  test('what does not wait for a timer is found as ever', () => {
    expect(hidden(evenly(5, 2200, 0))).not.toBeNull();
  });

  test('silent: Phoenix’s table', () => {
    const table = [10, 50, 100, 150, 200, 250, 500, 1000, 2000];
    for (let count = 2; count < 20; count++)
      expect(
        hidden(
          tries(
            count,
            () => 5,
            (n) => table[n] ?? 5000,
          ),
        ),
      ).toBeNull();
  });
});

test('five a second are critical, fewer a warning', () => {
  const young = (count: number) =>
    look(
      evenly(count, 4000, 100).map((t) => ({ ...t, openedAt: t.at })),
      T0 + 4000,
      { endpoints: [anEndpoint({ attempts: count, opened: count, live: 0 })] },
    );
  // Beginnings 195 ms apart are 5.1 a second, 205 ms apart 4.9.
  expect(young(21)?.severity).toBe('critical');
  expect(young(20)?.severity).toBe('warning');
});

test.each([
  [12, undefined, 'warning'],
  [13, 375, 'warning'],
  [14, 750, 'warning'],
  [15, 1500, 'critical'],
  [16, 3000, 'critical'],
])(
  "with %i hung or failed handshakes Chrome's hold is told as %s ms",
  (connecting, held, severity) => {
    // The tries died young, so that none of them is a failed handshake.
    const tries = evenly(8, 4000, 300).map((t) => ({ ...t, openedAt: t.at, code: 1000 }));
    const endpoints = [anEndpoint({ attempts: 8, opened: 8, live: 0 })];
    const kinds = [aKind('webSocket', { connecting: connecting - 3, closed: 8 })];
    const tab = aTab();
    foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints, tries, kinds }), T0 + 4000);
    tab.handshakes = [{ at: T0, opened: 0, failed: 3 }];
    const input = { tab, sameOrigin: [tab], now: T0 + 4000 };
    const finding = reconnectStorm.detect({ ...input, engine: 'chromium' });
    expect(finding?.evidence.browserHoldsNewSocketsMs).toBe(held);
    expect(finding?.summary.includes('Chrome now holds back')).toBe(held !== undefined);
    expect(finding?.severity).toBe(severity);
    const other = reconnectStorm.detect({ ...input, engine: 'firefox' });
    expect(other?.evidence).not.toHaveProperty('browserHoldsNewSocketsMs');
  },
);

describe('beside it stands what the hold does to sockets that open', () => {
  /** A storm of so many refused tries, and sockets elsewhere by the time they took to open. */
  const stormWith = (
    failed: number,
    opens: readonly number[],
    over: { endpoint?: number } = {},
  ) => {
    const tab = aTab();
    const opened = opens.map((ms, i) =>
      aTry({ n: 100 + i, endpoint: 1, at: T0 + 1000, openedAt: T0 + 1000 + ms, ...over }),
    );
    const endpoints = [
      anEndpoint({ attempts: failed, opened: 0, failed, live: 0 }),
      anEndpoint({ n: 1, url: 'wss://voice.example/healthy', attempts: opens.length, opened: 0 }),
    ];
    const tries = [...evenly(8, 4000, 100), ...opened].sort((a, b) => a.at - b.at);
    foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints, tries }), T0 + 4000);
    return tab;
  };
  const find = (tab: ReturnType<typeof aTab>, others: ReturnType<typeof aTab>[] = []) =>
    reconnectStorm.detect({
      tab,
      sameOrigin: [tab, ...others],
      engine: 'chromium',
      now: T0 + 4000,
    });

  test('the middle one of the tab', () => {
    const found = find(stormWith(14, [4000, 700, 900]));
    expect(found?.summary).toMatch(
      /holds back every new socket of this page by about 750 ms \(a healthy one took 900 ms to open\)\.$/,
    );
    expect(found?.evidence).toMatchObject({
      browserHoldsNewSocketsMs: 750,
      browserHoldsNewSocketsAtMostMs: 1250,
      pendingHandshakes: 0,
      failedHandshakes: 14,
      openedHandshakes: 0,
      healthySocketsOpened: 3,
      healthySocketOpenMs: 900,
    });
    expect(found?.evidence).not.toHaveProperty('healthySocketOpen');
  });

  test('or else of the other tabs of the site', () => {
    const other = stormWith(0, [300]);
    other.tabId = 2;
    expect(find(stormWith(14, []), [other])?.evidence.healthySocketOpenMs).toBe(300);
    expect(find(stormWith(14, [500]), [other])?.evidence.healthySocketOpenMs).toBe(500);
  });

  test('or it says that there was none: the storm’s own sockets are not healthy', () => {
    for (const tab of [stormWith(14, []), stormWith(14, [200], { endpoint: 0 })]) {
      const found = find(tab);
      expect(found?.evidence).not.toHaveProperty('healthySocketOpenMs');
      expect(found?.evidence.healthySocketOpen).toMatch(/^not measured/);
    }
  });

  test('before it can be felt it says that', () => {
    const found = find(stormWith(8, [5]));
    expect(found?.evidence.browserHoldsNewSockets).toMatch(/^not so/);
    expect(found?.evidence).not.toHaveProperty('browserHoldsNewSocketsMs');
    expect(found?.evidence.healthySocketOpenMs).toBe(5);
  });

  test('what opened more than a minute ago is forgotten', () => {
    const loop = client({ from: 2000, until: 90_000, pause: () => 100 });
    const beside = attempt(2500, { url: `${endpoint(1)}`, openedAt: 2900, endedAt: null });
    const at = (seconds: number) => seen([...loop, beside], { seconds }).findings[0]?.evidence;
    expect(at(60)?.healthySocketOpenMs).toBe(400);
    expect(at(63)?.healthySocketOpenMs).toBeUndefined();
  });
});

test('the text says how often, where to, and how the tries end', () => {
  const refused = look(evenly(8, 4000, 300), T0 + 4000);
  expect(refused?.summary).toContain('2 times a second to wss://voice.example/client-ws');
  expect(refused?.summary).toContain('each try fails');
  expect(refused?.evidence).toMatchObject({
    endpoint: 'wss://voice.example/client-ws',
    attempts: 8,
    triesInARow: 8,
    failed: 8,
    diedYoung: 0,
    triesPerSecond: 1.9,
    medianPauseMs: 300,
    startedAt: T0,
    runningForMs: 4000,
  });
  expect(refused?.evidence).not.toHaveProperty('ofTriesKept');
  const young = evenly(8, 4000, 300).map((t) => ({ ...t, openedAt: t.at }));
  expect(look(young, T0 + 4000)?.summary).toContain('is closed soon after it opens');
  const advice = look(young, T0 + 4000)?.advice ?? [];
  expect(advice.at(-1)).not.toBe(refused?.advice.at(-1));
});

test.each([
  [0, 3200, 'tries again after 0 ms, without a pause, to connect to'],
  [250, 3200, 'tries again after only 250 ms to connect to'],
  [1000, 2000, 'tries again after only 1 s to connect to'],
  [1200, 900, 'reconnects every 2.2 s to'],
])(
  'where the browser spaces the tries the pause of %i ms is told: every %i ms',
  (pause, took, text) => {
    const tries = evenly(12, 12 * (took + pause), pause);
    const summary = look(tries, T0 + 12 * (took + pause))?.summary;
    expect(summary).toContain(text);
    expect(summary).toMatch(/every [23]/);
  },
);

test('where tries were forgotten, the counts say of how many they are', () => {
  const { findings } = seen(client({ until: 300_000, pause: () => 1000 }), { seconds: 300 });
  expect(findings[0]?.evidence).toMatchObject({
    attempts: 300,
    triesInARow: 128,
    ofTriesKept: 128,
  });
});

test('sites are those of the endpoint, the busiest first, five at most', () => {
  const sites = [3, 9, 1, 7, 5, 8].map((count) => aSite({ stack: `at ${count}`, count }));
  sites.push(aSite({ endpoint: 5, stack: 'elsewhere', count: 99 }));
  const finding = look(evenly(8, 4000, 300), T0 + 4000, { sites });
  expect(finding?.sites.map((site) => site.count)).toEqual([9, 8, 7, 5, 3]);
});

test('of two storms the faster one is told', () => {
  const slow = client({ until: 20_000, pause: () => 500 });
  const fast = client({ until: 20_000, pause: () => 100, url: () => endpoint(2) });
  const { findings } = seen([...slow, ...fast], { seconds: 10 });
  expect(findings).toHaveLength(1);
  expect(findings[0]?.evidence.endpoint).toBe(endpoint(2));
});

test('a page that is gone has no storm', () => {
  const { tab } = seen(client({ until: 10_000, pause: () => 100 }), { seconds: 10 });
  const input = { tab, sameOrigin: [tab], engine: 'chromium', now: T0 + 10_000 } as const;
  expect(reconnectStorm.detect(input)).not.toBeNull();
  for (const load of tab.loads) load.gone = true;
  expect(reconnectStorm.detect(input)).toBeNull();
});

test.each([
  ['lives', { openedAt: 5, endedAt: null }],
  ['hangs', { endedAt: null }],
])('a storm ends though a socket beside it %s', (_name, beside) => {
  const storm = client({ from: 10, until: 10_000, pause: () => 200 });
  const { active } = seen([attempt(0, beside), ...storm], { seconds: 60 });
  expect(active[0]).toBeLessThanOrEqual(5);
  expect(active.at(-1)).toBeLessThanOrEqual(20);
});

test('silent: a backoff capped at 4 s, after a connection that lived', () => {
  const page = client({
    until: 120_000,
    pause: (failures) => Math.min(4000, 1000 * 2 ** (failures - 1)),
    answer: (_at, n) => ({ after: 5, live: n === 0 ? 20_000 : null }),
  });
  expect(seen(page, { seconds: 120 }).active).toEqual([]);
});

test('silent: one restart of 8 s, a try every second', () => {
  const page = client({
    until: 60_000,
    pause: () => 1000,
    answer: (at) => ({ after: 5, live: at < 20_000 ? 20_000 - at : at < 28_000 ? null : 90_000 }),
  });
  expect(seen(page, { seconds: 60 }).active).toEqual([]);
});

test('a server that does not answer at all is one finding at most, not one per try', () => {
  const loop = client({
    until: 400_000,
    pause: () => 0,
    answer: () => ({ after: 21_000, live: null }),
  });
  expect(seen(loop, { seconds: 400 }).findings.length).toBeLessThanOrEqual(1);
});
