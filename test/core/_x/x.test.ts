import { test } from 'vitest';
import { type Attempt, attempt, client, URL, watch } from '../page';
import { randomOf } from '../random';

const show = (name: string, attempts: Attempt[], seconds: number, phase = 0) => {
  const w = watch('reconnect-storm', attempts, { seconds, phase });
  const a = w.active;
  const runs: string[] = [];
  let s = -1;
  let p = -2;
  for (const x of a) {
    if (x !== p + 1) {
      if (s >= 0) runs.push(`${s}-${p}`);
      s = x;
    }
    p = x;
  }
  if (s >= 0) runs.push(`${s}-${p}`);
  console.log(
    `${name}: tries ${attempts.length} active [${runs.slice(0, 12).join(' ')}${runs.length > 12 ? '…' + runs.length : ''}] findings ${w.findings.length} ${w.findings[0]?.summary ?? ''}`,
  );
};
const x = (from: number, f: number, cap: number) => (n: number) =>
  Math.min(cap, from * f ** (n - 1));
test('x', () => {
  const r = randomOf(1);
  console.log('--- FOUND');
  show('0ms held', client({ until: 60000, pause: () => 0, heldBy: randomOf(2) }), 60);
  show('0ms held stops at 20', client({ until: 20000, pause: () => 0, heldBy: randomOf(2) }), 60);
  show(
    '0ms unheld',
    client({ until: 20000, pause: () => 0, answer: () => ({ after: 3, live: null }) }),
    30,
  );
  for (const p of [100, 250, 500, 1000, 2000, 4000])
    show(`fixed ${p}`, client({ until: 120000, pause: () => p }), 130);
  for (const p of [100, 500, 1000])
    show(`fixed held ${p}`, client({ until: 120000, pause: () => p, heldBy: randomOf(3) }), 130);
  for (const p of [0, 100, 500, 1000])
    show(
      `flap ${p}`,
      client({ until: 60000, pause: () => p, answer: () => ({ after: 10, live: 200 }) }),
      70,
    );
  for (const p of [0, 1000])
    show(
      `flap 4s ${p}`,
      client({ until: 60000, pause: () => p, answer: () => ({ after: 10, live: 4000 }) }),
      70,
    );
  show('path', client({ until: 60000, pause: () => 500, url: (n) => `wss://h/ws/${n}x` }), 70);
  show(
    'sockjs',
    client({
      until: 60000,
      pause: () => 500,
      url: (n) => `wss://h/echo/${n % 1000}/s${n}/websocket`,
    }),
    70,
  );
  show(
    'path held',
    client({ until: 60000, pause: () => 0, url: (n) => `wss://h/ws/${n}x`, heldBy: randomOf(4) }),
    70,
  );
  show('es recreated', client({ until: 60000, pause: () => 100, kind: 'eventSource' }), 70);
  show(
    'two loops',
    [
      ...client({ until: 60000, pause: () => 500, heldBy: randomOf(5) }),
      ...client({ from: 130, until: 60000, pause: () => 500, heldBy: randomOf(6) }),
    ],
    70,
  );
  show(
    'two loops unheld',
    [
      ...client({ until: 60000, pause: () => 500 }),
      ...client({ from: 1, until: 60000, pause: () => 500 }),
    ],
    70,
  );
  show('jitter fixed 1s ±50%', client({ until: 120000, pause: () => 500 + 1000 * r() }), 130);
  show('first at once then 1s', client({ until: 120000, pause: (n) => (n === 1 ? 0 : 1000) }), 130);
  console.log('--- SILENT');
  for (const cap of [1e9, 30000, 5000, 3000, 2000])
    show(`x2 100 cap ${cap}`, client({ until: 600000, pause: x(100, 2, cap) }), 600);
  for (const cap of [10000, 5000, 4000])
    show(`x1.3 1000 cap ${cap}`, client({ until: 600000, pause: x(1000, 1.3, cap) }), 600);
  show('x1.5 1000 cap 5000', client({ until: 600000, pause: x(1000, 1.5, 5000) }), 600);
  show('x1.5 1000 cap 2000', client({ until: 600000, pause: x(1000, 1.5, 2000) }), 600);
  for (const seed of [1, 2, 3, 4, 5]) {
    const q = randomOf(seed);
    show(
      `full jitter 1000 cap 30000 #${seed}`,
      client({ until: 300000, pause: (n) => q() * Math.min(30000, 1000 * 2 ** (n - 1)) }),
      300,
    );
  }
  for (const seed of [1, 2, 3]) {
    const q = randomOf(seed);
    show(
      `full jitter 100 cap 10000 #${seed}`,
      client({ until: 300000, pause: (n) => q() * Math.min(10000, 100 * 2 ** (n - 1)) }),
      300,
    );
  }
  for (const [down, p] of [
    [2000, 200],
    [2000, 100],
    [3000, 200],
    [4000, 1000],
    [5000, 1000],
    [3000, 500],
    [2000, 0],
  ] as const)
    for (const held of [false, true])
      show(
        `restart ${down} retry ${p} held ${held}`,
        client({
          until: 60000,
          pause: () => p,
          answer: (at) =>
            at < 10000
              ? { after: 5, live: 10000 - at }
              : at < 10000 + down
                ? { after: 3, live: null }
                : { after: 5, live: Infinity },
          ...(held ? { heldBy: randomOf(7) } : {}),
        }),
        60,
      );
  show(
    'five alive',
    [0, 1, 2, 3, 4].map((i) =>
      attempt(i * 20, { url: `wss://h/${i}`, openedAt: i * 20 + 5, endedAt: null }),
    ),
    30,
  );
  show(
    'five refused',
    [0, 1, 2, 3, 4].map((i) => attempt(0, { url: `wss://h/${i}` })),
    30,
  );
  show(
    'five refused in turn',
    [0, 1, 2, 3, 4].map((i) => attempt(i * 10, { url: `wss://h/${i}` })),
    30,
  );
  show(
    'rooms w/o msg',
    Array.from({ length: 12 }, (_, i) =>
      attempt(i * 700, {
        url: `wss://h/rooms/${i}`,
        openedAt: i * 700 + 5,
        endedAt: i < 11 ? (i + 1) * 700 : null,
        own: true,
      }),
    ),
    30,
  );
  show(
    'rooms w/o msg, one url',
    Array.from({ length: 12 }, (_, i) =>
      attempt(i * 700, {
        openedAt: i * 700 + 5,
        endedAt: i < 11 ? (i + 1) * 700 : null,
        own: true,
      }),
    ),
    30,
  );
  show(
    'rooms',
    Array.from({ length: 12 }, (_, i) =>
      attempt(i * 700, {
        url: `wss://h/rooms/${i}`,
        openedAt: i * 700 + 5,
        endedAt: i < 11 ? (i + 1) * 700 : null,
        own: true,
        received: 2,
      }),
    ),
    30,
  );
  show('strict', [attempt(0, { own: true }), attempt(4, { openedAt: 20, endedAt: null })], 30);
  show(
    'request server closes',
    client({
      until: 60000,
      pause: () => 1500,
      answer: () => ({ after: 5, live: 300 }),
      received: 1,
    }),
    60,
  );
  show(
    'es auto 3s',
    client({ until: 120000, pause: () => 3000, kind: 'eventSource', auto: (n) => n > 0 }),
    130,
  );
  show(
    'hourly',
    client({ until: 3 * 3600000, pause: () => 100, answer: () => ({ after: 10, live: 3600000 }) }),
    120,
  );
  show(
    'blackhole 21s',
    client({ until: 600000, pause: () => 0, answer: () => ({ after: 21000, live: null }) }),
    600,
  );
  show(
    'blackhole 127s',
    client({ until: 1200000, pause: () => 1000, answer: () => ({ after: 127000, live: null }) }),
    1200,
  );
  show(
    'two endpoints backoff cap 2 s',
    [
      ...client({ until: 600000, pause: x(100, 2, 2000) }),
      ...client({ from: 50, until: 600000, pause: x(100, 2, 2000), url: () => 'wss://h/other' }),
    ],
    600,
  );
  show(
    '2nd outage, cap 2',
    client({
      until: 900000,
      pause: x(100, 2, 2000),
      answer: (at) =>
        at < 70000 || at > 200000 ? { after: 3, live: null } : { after: 3, live: 200000 - at },
    }),
    900,
  );
});
