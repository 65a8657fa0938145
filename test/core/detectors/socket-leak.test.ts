import { describe, expect, test, vi } from 'vitest';
import { socketLeak } from '../../../src/core/detectors/socket-leak';
import { aSite, T0 } from '../facts';
import { URL } from '../page';
import { randomOf } from '../random';
import { type Socket, socket, watchSockets } from '../socket-page';

// Many seeds of many seconds are a lot to fold on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const ID = 'socket-leak';
const look = (sockets: Socket[], seconds: number, phase = 0) =>
  watchSockets(ID, sockets, { seconds, phase });
const row = (count: number, ms: number, over: (i: number) => Partial<Socket> = () => ({})) =>
  Array.from({ length: count }, (_, i) => socket(i * ms, over(i)));
const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('found: one address again and again', () => {
  test.each([
    ['every half second', 500, 30, 10],
    ['every second', 1000, 30, 10],
    ['every two seconds', 2000, 15, 12],
    ['with each turn of a conversation, 20 s apart', 20_000, 12, 102],
  ])('%s', (_name, ms, count, by) => {
    const { active, findings } = look(row(count, ms), (count * ms) / 1000);
    expect(active[0]).toBeLessThanOrEqual(by);
    expect(active, 'no flicker').toEqual(from(active[0] ?? 0, (count * ms) / 1000));
    expect(findings).toHaveLength(1);
  });

  test.each([100, 400, 900])('wherever the seconds fall (%i ms)', (phase) => {
    expect(look(row(20, 1000), 12, phase).active[0]).toBeLessThanOrEqual(10);
  });

  test.each(from(1, 20))('at times of a person’s own, seed %i', (seed) => {
    const random = randomOf(seed);
    let at = 0;
    const sockets = Array.from({ length: 40 }, () => {
      at += 500 + 4000 * random();
      return socket(at);
    });
    const { active, findings } = look(sockets, Math.floor(at / 1000));
    expect(active.length).toBeGreaterThan(40);
    expect(findings).toHaveLength(1);
  });

  test('a few that are closed again do not hide it', () => {
    const some = row(40, 500, (i) => (i % 6 === 5 ? { endedAt: i * 500 + 400 } : {}));
    expect(look(some, 20).active.at(-1)).toBe(20);
  });

  test('though their tries are more than are kept', () => {
    const { active, findings } = look(row(400, 250), 100);
    expect(active.at(-1)).toBe(100);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.evidence).toMatchObject({ openSockets: 400, openedPerMin: 240 });
  });
});

test('found: addresses that differ, from twenty and half a minute on', () => {
  const rooms = row(60, 1600, (i) => ({ url: `${URL}/${i}` }));
  const { active, findings } = look(rooms, 90);
  expect(active[0]).toBe(31);
  expect(findings[0]?.evidence.endpoint).toBe('wss://voice.example/*');
  const byQuery = row(60, 1600, (i) => ({ query: `?t=${i}` }));
  expect(look(byQuery, 90).findings[0]?.evidence.endpoint).toBe(URL);
});

test('it is over when no more come, and when they are closed', () => {
  const stopped = look(row(20, 1000), 60);
  expect(stopped.active.at(-1)).toBeLessThanOrEqual(25);
  expect(stopped.findings[0]?.until).not.toBeNull();
  const closed = look(row(30, 1000, () => ({ endedAt: 15_500, own: true })).slice(0, 15), 30);
  expect(closed.active.at(-1)).toBe(15);
});

test('the text says how many, how fast and from where', () => {
  const { findings } = watchSockets(ID, row(20, 1000), {
    seconds: 15,
    sites: [aSite({ count: 15 })],
  });
  expect(findings[0]?.summary).toBe(
    'This page holds 15 open connections to wss://voice.example/client-ws, one more every 1 s, and none of them was closed again.',
  );
  expect(findings[0]?.severity).toBe('warning');
  expect(findings[0]?.evidence).toEqual({
    endpoint: URL,
    openSockets: 15,
    openedPerMin: 60,
    closedAgain: 0,
    growingForMs: 14_000,
  });
  expect(findings[0]?.sites).toEqual([{ stack: aSite().stack, count: 15 }]);
});

test.each([
  [99, 'warning'],
  [100, 'critical'],
])('%i of them are a %s', (count, severity) => {
  expect(look(row(count, 200), 21).findings[0]?.severity).toBe(severity);
});

test.each([
  { sockets: 6, span: 8000, found: true },
  { sockets: 5, span: 8000, found: false },
  { sockets: 6, span: 7999, found: false },
])('threshold: $sockets at one address over $span ms', ({ sockets, span, found }) => {
  const all = Array.from({ length: sockets }, (_, i) =>
    socket(i === sockets - 1 ? span : Math.round((i * span) / sockets)),
  );
  expect(look(all, 9).active).toEqual(found ? [9] : []);
});
test.each([
  { sockets: 20, span: 30_000, found: true },
  { sockets: 19, span: 30_000, found: false },
  { sockets: 20, span: 29_999, found: false },
])('threshold: $sockets at several addresses over $span ms', ({ sockets, span, found }) => {
  const all = Array.from({ length: sockets }, (_, i) =>
    socket(i === sockets - 1 ? span : Math.round((i * span) / sockets), { query: `?room=${i}` }),
  );
  expect(look(all, 31).active).toEqual(found ? [31] : []);
});

const twelve = from(0, 11);
const LOOKALIKES: [name: string, sockets: Socket[], seconds: number][] = [
  [
    'a set of eight feeds that takes 12 s to open',
    row(8, 1500, (i) => ({ url: `${URL}/${i}` })),
    60,
  ],
  [
    'a set of twelve that differ by their query, over 15 s',
    row(12, 1300, (i) => ({ query: `?feed=${i}` })),
    60,
  ],
  [
    'rooms that a person opens, up to a dozen',
    twelve.map((i) => socket(i * 9000, { query: `?room=${i}` })),
    200,
  ],
  ['a burst of thirty at once', row(30, 10), 30],
  ['one for each request', row(60, 500, (i) => ({ endedAt: i * 500 + 300, own: true })), 40],
  ['a client that rotates', row(30, 2000, (i) => ({ endedAt: i * 2000 + 3000, own: true })), 60],
  [
    'as many closed as opened, six at a time',
    row(120, 500, (i) => ({ endedAt: i * 500 + 3000, code: 1000 })),
    60,
  ],
  [
    'as many closed as opened, each after 12 s',
    row(60, 1000, (i) => ({ endedAt: i * 1000 + 12_000, code: 1000 })).map((one, i) => ({
      ...one,
      // The first ones are closed sooner: it is a set from the start.
      endedAt: Math.max(one.at + 500, (one.endedAt ?? 0) - Math.max(0, 8 - i) * 1400),
    })),
    60,
  ],
  ['those that never open', row(30, 1000, () => ({ openedAt: null })), 40],
  [
    'fifty relays of a host each, over a minute',
    row(50, 1200, (i) => ({ url: `wss://relay-${i}.example/` })),
    80,
  ],
  [
    'event sources',
    row(30, 1000, () => ({ kind: 'eventSource', url: 'https://voice.example/sse' })),
    40,
  ],
];
test.each(LOOKALIKES)('silent: %s', (_name, sockets, seconds) => {
  expect(look(sockets, seconds).active).toEqual([]);
});

test('silent: a page that is loaded again begins anew', () => {
  const { tab } = look(row(30, 1000), 20);
  const input = { tab, sameOrigin: [tab], engine: 'chromium', now: T0 + 20_000 } as const;
  expect(socketLeak.detect(input)).not.toBeNull();
  for (const load of tab.loads) load.gone = true;
  expect(socketLeak.detect(input)).toBeNull();
});

test('silent: a dev server’s', () => {
  const facts = (fact: { tool: boolean }) => {
    fact.tool = true;
  };
  expect(watchSockets(ID, row(30, 1000), { seconds: 30, facts }).active).toEqual([]);
});
