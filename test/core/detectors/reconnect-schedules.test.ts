import { describe, expect, test, vi } from 'vitest';
import { reconnectStorm } from '../../../src/core/detectors/reconnect-storm';
import { foldBatch } from '../../../src/core/fold';
import { aBatch, anEndpoint, aTab, aTry, T0 } from '../facts';
import { randomOf } from '../random';
import { BACKING_OFF, LOOPING, type Schedule } from '../schedules';

/*
 * Every schedule that clients are known to have, many clients of each, two minutes before a server that is
 * not there or throws them out, under each browser's own hold: the share that is said to storm is 0 or 1.
 */
vi.setConfig({ testTimeout: 60_000 });

const CLIENTS = 30;
const MS = 120_000;

/** How long a try takes by the browser's own hold, after so many that failed. */
type Hold = (failures: number, random: () => number) => number;
const HOLDS: [name: string, engine: 'chromium' | 'firefox', hold: Hold, live: number | null][] = [
  ['refused at once', 'chromium', () => 0, null],
  [
    'refused, as Chromium holds it',
    'chromium',
    (n, random) => (1000 + 4000 * random()) * 2 ** (Math.min(16, 1 + n) - 16),
    null,
  ],
  [
    'refused, as Firefox holds it',
    'firefox',
    (n) => (n ? Math.min(60_000, 200 * 1.5 ** n) : 0),
    null,
  ],
  ['thrown out after 200 ms', 'chromium', () => 0, 200],
];

/** When this client is first said to storm, in seconds; `null`: never. */
const foundAt = (schedule: Schedule, seed: number, how: (typeof HOLDS)[number]): number | null => {
  const [, engine, hold, live] = how;
  const random = randomOf(seed);
  const wait = schedule(random);
  const tab = aTab();
  let at = T0;
  let asked = T0;
  for (let n = 0; at < T0 + MS; n++) {
    const held = engine === 'firefox' ? Math.max(0, asked + hold(n, random) - at) : hold(n, random);
    const answered = Math.round(at + held + 2 + 8 * random());
    const tried = { n: n + 1, at: Math.round(at), endedAt: answered + (live ?? 0), code: 1006 };
    const attempt = aTry({ ...tried, openedAt: live === null ? null : answered });
    const endpoints = [anEndpoint({ attempts: n + 1, opened: 0, live: 0 })];
    const now = attempt.endedAt as number;
    foldBatch(
      tab,
      0,
      'load-1',
      '',
      aBatch({ seq: n + 1, at: now, endpoints, tries: [attempt] }),
      now,
    );
    if (reconnectStorm.detect({ tab, sameOrigin: [tab], engine, now })) return (now - T0) / 1000;
    asked = now;
    at = now + wait(n) + 1 + 4 * random();
  }
  return null;
};

const clients = Array.from({ length: CLIENTS }, (_, i) => i + 1);

describe.each(HOLDS)('%s', (...how) => {
  test.each(BACKING_OFF)('silent: %s', (_name, schedule) => {
    const found = clients.filter((seed) => foundAt(schedule, seed, how) !== null);
    expect(found.length / CLIENTS).toBe(0);
  });
});

describe.each(HOLDS.filter(([, engine]) => engine === 'chromium'))('%s', (...how) => {
  test.each(LOOPING)('found: %s', (_name, schedule, by) => {
    const found = clients.filter((seed) => foundAt(schedule, seed, how) !== null);
    expect(found.length / CLIENTS).toBe(1);
    const usual = clients
      .map((seed) => foundAt(schedule, seed, how) as number)
      .sort((a, b) => a - b);
    expect(usual[CLIENTS >> 1]).toBeLessThanOrEqual(by);
  });
});
