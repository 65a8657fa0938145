import { describe, expect, test, vi } from 'vitest';
import { duplicateSockets } from '../../../src/core/detectors/duplicate-sockets';
import { aSite, T0 } from '../facts';
import { URL } from '../page';
import { randomOf } from '../random';
import { type Message, type Socket, socket, watchSockets } from '../socket-page';

// Many seeds of many seconds are a lot to fold on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const ID = 'duplicate-sockets';
const look = (sockets: Socket[], seconds = 12, messages: Message[] = [], phase = 0) =>
  watchSockets(ID, sockets, { seconds, messages, phase });

/** The same message on each of so many sockets, a few milliseconds apart. */
const broadcast = (
  times: readonly number[],
  size: (i: number) => number,
  over: Partial<Message> = {},
  sockets = 2,
): Message[] =>
  times.flatMap((at, i) => {
    const bytes = size(i);
    const one = { at, url: URL, type: 'tick', bytes, ...over };
    return Array.from({ length: sockets }, (_, k) => ({ ...one, at: at + 2 * k }));
  });
const every = (ms: number, seconds: number): number[] =>
  Array.from({ length: Math.floor((seconds * 1000 - 1000) / ms) }, (_, i) => 1000 + i * ms);
const drawn = (seed: number) => {
  const random = randomOf(seed);
  return () => 60 + Math.floor(100 * random());
};

describe('found: three sockets at one address', () => {
  test.each([0, 100, 400, 900])('within 3 s and a second of the look, phase %i ms', (phase) => {
    const { active, findings } = look(
      [0, 300, 600].map((at) => socket(at)),
      10,
      [],
      phase,
    );
    expect(active[0]).toBeLessThanOrEqual(4);
    expect(active.at(-1)).toBe(10);
    expect(findings).toHaveLength(1);
  });

  test('its end is kept when they are closed', () => {
    const ended = [0, 0, 0].map((at) => socket(at, { endedAt: 8000, own: true }));
    const { active, findings } = look(ended, 15);
    expect(active).toEqual([3, 4, 5, 6, 7]);
    expect(findings[0]?.until).not.toBeNull();
  });

  test('three of one room are, beside two of others', () => {
    const rooms = ['?room=a', '?room=b', '?room=a', '?room=c', '?room=a'];
    const { findings } = look(rooms.map((query, i) => socket(i * 200, { query })));
    expect(findings[0]?.evidence.openSockets).toBe(3);
  });

  test('the text names number, address and place, and no query', () => {
    const { findings } = watchSockets(
      ID,
      [0, 10, 20, 30].map((at) => socket(at, { query: '?token=s3cret' })),
      { seconds: 6, sites: [aSite({ count: 4 }), aSite({ endpoint: 7, stack: 'elsewhere' })] },
    );
    const [finding] = findings;
    expect(finding?.summary).toBe(
      'This page holds 4 open connections to wss://voice.example/client-ws at the same time, the newest for 6 s.',
    );
    expect(finding?.evidence).toEqual({
      endpoint: URL,
      openSockets: 4,
      oldestOpenForMs: 5995,
    });
    expect(finding?.sites).toEqual([{ stack: aSite().stack, count: 4 }]);
    expect(JSON.stringify(finding)).not.toContain('s3cret');
  });

  test.each([
    ['a task', { endedAt: 1200, own: true, messages: 4 }, 32],
    ['a task that the server ends', { endedAt: 1200, code: 1000, messages: 4 }, 32],
    ['what was never used', { endedAt: 1200, own: true }, 4],
    ['what broke', { endedAt: 1200, code: 1006, messages: 4 }, 4],
    ['a mount of React StrictMode', { endedAt: 300, own: true, messages: 4 }, 4],
  ])('of a page that has closed %s', (_name, closed, second) => {
    const stay = [1300, 1400, 1500].map((at) => socket(at));
    expect(look([socket(0, closed), ...stay], 40).active[0]).toBe(second);
  });
});

describe('found: two sockets with the same traffic', () => {
  const two = [socket(0), socket(100)];

  test('messages of varying size come on both', () => {
    const messages = broadcast(every(260, 20), drawn(1));
    const { active, findings } = look(two, 20, messages);
    expect(active[0]).toBeLessThanOrEqual(5);
    expect(active.at(-1)).toBe(20);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.summary).toContain('both carry the same messages');
    expect(findings[0]?.evidence.sameMessagesReceivedByEach).toBeGreaterThan(9);
  });

  test('of one size, at times that no timer makes', () => {
    const random = randomOf(5);
    let at = 1000;
    const times = Array.from({ length: 60 }, () => (at += 150 + 900 * random()));
    const { active } = look(
      two,
      30,
      broadcast(times, () => 80),
    );
    expect(active[0]).toBeLessThanOrEqual(28);
  });

  test('what the page alone says on one of them does not matter', () => {
    const said = every(400, 20).map((at) => ({ at, url: URL, type: 'say', bytes: 50, out: true }));
    expect(look(two, 20, [...broadcast(every(260, 20), drawn(1)), ...said]).active).not.toEqual([]);
  });

  test('what the page sends twice', () => {
    const sent = broadcast(every(200, 20), drawn(2), { out: true, type: '#' });
    const { findings } = look(two, 20, sent);
    expect(findings[0]?.evidence.sameMessagesSentByEach).toBeGreaterThan(9);
  });

  test('one moment in twenty that a busy page tears apart does not matter', () => {
    const messages = broadcast(every(500, 60), drawn(1));
    // 51 messages later: the second of the 26th moment.
    (messages[51] as Message).at += 180;
    expect(look(two, 60, messages).active.at(-1)).toBe(60);
  });
});

const five = ['a', 'b', 'c', 'd', 'e'];
const LOOKALIKES: [name: string, sockets: Socket[], messages?: Message[], seconds?: number][] = [
  ['one socket', [socket(0)]],
  ['two sockets of which nothing is known', [socket(0), socket(50)]],
  ['five feeds side by side', five.map((feed, i) => socket(i, { url: `${URL}/${feed}` }))],
  [
    'five rooms that differ by their query, opened at once',
    five.map((room, i) => socket(i, { query: `?room=${room}` })),
  ],
  [
    'five rooms that differ by their query, one after the other',
    five.map((room, i) => socket(i * 500, { query: `?room=${room}` })),
  ],
  [
    'five rooms that say the same',
    five.map((room, i) => socket(i * 300, { query: `?room=${room}` })),
    broadcast(every(260, 12), drawn(3), {}, 5),
  ],
  [
    'three whose handshakes the network did not tell',
    [0, 9, 18].map((at) => socket(at, { query: null })),
  ],
  [
    'one handshake told, of three',
    [socket(0), socket(1, { query: null }), socket(2, { query: null })],
  ],
  [
    'React StrictMode: the first is closed as soon as it is open',
    [socket(0, { endedAt: 8, own: true }), socket(4), socket(8, { endedAt: 20 })],
  ],
  [
    'a client that rotates: the new one opens before the old one is closed',
    Array.from({ length: 12 }, (_, i) =>
      socket(i * 2000, { endedAt: i * 2000 + 3500, own: true, messages: 5 }),
    ),
    [],
    30,
  ],
  [
    'one socket for each sentence, up to four at a time',
    Array.from({ length: 40 }, (_, i) =>
      socket(i * 1500, { endedAt: i * 1500 + 6000, own: i % 2 > 0, code: 1000, messages: 9 }),
    ),
    [],
    60,
  ],
  ["socket.io's upgrade: one socket with a session of its own", [socket(0, { query: '?sid=x' })]],
  [
    'three that are closing',
    [0, 1, 2]
      .map((at) => socket(at, { endedAt: 9000, own: true }))
      .map((s) => ({ ...s, endedAt: 900 })),
  ],
  [
    'event sources',
    [0, 1, 2].map((at) => socket(at, { kind: 'eventSource', url: 'https://voice.example/sse' })),
  ],
  [
    'two with heartbeats that the server sends both at a time',
    [socket(0), socket(3)],
    broadcast(every(1000, 120), () => 13, { type: 'ping' }),
    120,
  ],
  [
    'two of one size in the same second, late now and then',
    [socket(0), socket(3)],
    broadcast(
      every(1000, 300).map((at, i) => at + (i % 7 === 0 ? 400 : 0)),
      () => 80,
    ),
    300,
  ],
  [
    'two whose answers come one at a time',
    [socket(0), socket(3)],
    every(300, 30).map((at) => ({ at, url: URL, type: 'answer', bytes: 70 + (at % 37) })),
    30,
  ],
  [
    '… and are of even sizes',
    [socket(0), socket(3)],
    every(260, 30).map((at) => ({ at, url: URL, type: 'answer', bytes: 70 + 2 * (at % 37) })),
    30,
  ],
  [
    'two rooms that say the same in a third socket’s company',
    [socket(0), socket(3), socket(60, { query: '?room=b' })],
    broadcast(every(260, 12), drawn(3), {}, 3),
  ],
  [
    'two whose notices are the same and whose answers are not',
    [socket(0), socket(3)],
    [
      ...broadcast(every(520, 30), drawn(4), { type: 'notice' }),
      ...every(130, 30).map((at) => ({ at: at + 60, url: URL, type: 'answer', bytes: 71 })),
    ],
    30,
  ],
];
test.each(LOOKALIKES)('silent: %s', (_name, sockets, messages = [], seconds = 12) => {
  expect(look(sockets, seconds, messages).active).toEqual([]);
});

test('silent: a dev server’s, and those of a page that is gone', () => {
  const three = [0, 1, 2].map((at) => socket(at));
  const tools = watchSockets(ID, three, {
    seconds: 9,
    facts: (fact) => {
      fact.tool = true;
    },
  });
  expect(tools.active).toEqual([]);
  const { tab } = look(three);
  const input = { tab, sameOrigin: [tab], engine: 'chromium', now: T0 + 12_000 } as const;
  expect(duplicateSockets.detect(input)).not.toBeNull();
  for (const load of tab.loads) load.gone = true;
  expect(duplicateSockets.detect(input)).toBeNull();
});

test('silent: two feeds of one address that beat in time, their sizes drawn for each (200 of them)', () => {
  let alarms = 0;
  for (let seed = 0; seed < 200; seed++) {
    const size = drawn(seed);
    const messages = every(500, 20).flatMap((at) => [
      { at, url: URL, type: 'tick', bytes: size() },
      { at: at + 2, url: URL, type: 'tick', bytes: size() },
    ]);
    if (look([socket(0), socket(3)], 20, messages).active.length) alarms++;
  }
  // By chance one in 1024 of them is even ten times in a row, and none of these is.
  expect(alarms).toBe(0);
});
