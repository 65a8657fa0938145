import { describe, expect, test, vi } from 'vitest';
import { clockJumped, onThisClock } from '../../src/core/clock';
import { foldBatch } from '../../src/core/fold';
import type { FindingId } from '../../src/core/report';
import type { TryFact } from '../../src/protocol/facts';
import { aBatch, aTab, aTry, aWorld, someAudio, T0 } from './facts';
import { isName, type Jump, type Seen, timesIn, watchTape } from './jump';
import { client } from './page';
import { randomOf } from './random';
import { BACKING_OFF } from './schedules';
import { connecting, connectingOnce, talking } from './tapes';

vi.setConfig({ testTimeout: 60_000 });

const HOUR = 3_600_000;
const STEPS = [-HOUR, HOUR, -5000, 5000, 9 * HOUR, -40 * 24 * HOUR, 14_000, -1500];
const SEED = 20_261_124;

/** Jumps of each length at moments that differ, the same ones each time. */
const jumps = (seconds: number, each: number): Jump[] => {
  const random = randomOf(SEED);
  return STEPS.flatMap((by) =>
    Array.from({ length: each }, () => ({
      at: Math.round((2 + random() * (seconds - 4)) * 1000),
      by,
    })),
  );
};
const told = ({ at, by }: Jump): string => `${by / 1000} s at ${at} ms`;

const totals = ({ report }: Seen) => ({
  resources: report.resources,
  endpoints: report.endpoints.map(
    ({ attempts, opened, failed, live, messagesIn, messagesOut }) => ({
      attempts,
      opened,
      failed,
      live,
      messagesIn,
      messagesOut,
    }),
  ),
  turns: report.turns.map(({ firstResponseMs, totalMs }) => [firstResponseMs, totalMs]),
});

const HEALTHY: [name: string, tape: () => ReturnType<typeof talking>, seconds: number][] = [
  ['a talk', talking, 70],
  ['a slow handshake', () => connectingOnce(4000, 12_000), 20],
  ...BACKING_OFF.map(([name, schedule]): (typeof HEALTHY)[number] => [
    `refused once in a while, backs off: ${name}`,
    () => {
      const waits = schedule(randomOf(5));
      return connecting(
        client({
          until: 28_000,
          pause: (n) => waits(n - 1),
          // The server is there from the third try on.
          answer: (_at, n) => (n < 2 ? { after: 5, live: null } : { after: 5, live: 6000 }),
        }),
      );
    },
    28,
  ]),
];

describe('silent: a healthy page, whatever the clock does', () => {
  test.each(HEALTHY)('%s', (name, tape, seconds) => {
    const undisturbed = watchTape(tape(), seconds);
    expect(undisturbed.wrong).toEqual([]);
    expect([...undisturbed.found.keys()]).toEqual([]);
    for (const jump of jumps(seconds, name === 'a talk' ? 6 : 1)) {
      const seen = watchTape(tape(), seconds, jump);
      expect(seen.wrong.slice(0, 3), told(jump)).toEqual([]);
      expect([...seen.found], told(jump)).toEqual([]);
      expect(totals(seen), told(jump)).toEqual(totals(undisturbed));
    }
  });
});

const storm = (until: number) =>
  client({ until, pause: () => 0, answer: () => ({ after: 20, live: 200 }) });
const FAULTS: [FindingId, name: string, tape: () => ReturnType<typeof talking>, seconds: number][] =
  [
    ['reconnect-storm', 'accepted and thrown out', () => connecting(storm(40_000)), 60],
    [
      'reconnect-storm',
      'a fixed second',
      () => connecting(client({ until: 45_000, pause: () => 1000 })),
      65,
    ],
    [
      'endpoint-unreachable',
      'refused for long',
      () => connecting(client({ until: 80_000, pause: () => 6000 })),
      80,
    ],
  ];

describe('a page with a fault', () => {
  test.each(FAULTS)('%s, %s: found, and its end too', (id, _name, tape, seconds) => {
    const undisturbed = watchTape(tape(), seconds);
    expect([...undisturbed.found.keys()]).toEqual([id]);
    for (const jump of jumps(seconds, 2)) {
      const seen = watchTape(tape(), seconds, jump);
      expect(seen.wrong.slice(0, 3), told(jump)).toEqual([]);
      expect([...seen.found.keys()], told(jump)).toEqual([id]);
      const [usual, disturbed] = [undisturbed, seen].map((one) => one.found.get(id) ?? []);
      // Sleep ends what has gone on until then; an hour that was set back, or a small step, changes nothing.
      if (jump.by < 15_000) expect(disturbed, told(jump)).toEqual(usual);
      else expect(disturbed?.at(-1), told(jump)).toBeLessThanOrEqual(usual?.at(-1) ?? 0);
      expect(totals(seen), told(jump)).toEqual(totals(undisturbed));
    }
  });
});

test('set back, everything moves: no time in the state has a name that says nothing of it', () => {
  const { tab } = watchTape(talking(), 30);
  const before = new Map(timesIn(tab));
  const names = [...before.keys()].filter((path) => !isName(path));
  expect(names.length).toBeGreaterThan(100);
  clockJumped({ engine: 'chromium', origins: {}, tabs: { 1: tab } }, { at: T0, by: -HOUR });
  const after = new Map(timesIn(tab));
  const stayed = names.filter((path) => after.get(path) !== (before.get(path) ?? 0) - HOUR);
  expect(stayed).toEqual([]);
});

test('a machine that slept leaves a gap in the timeline', () => {
  const { tab } = watchTape(talking(), 30, { at: 15_100, by: 8 * HOUR });
  const gaps = tab.timeline.slice(1).map(({ at }, i) => at - (tab.timeline[i]?.at ?? 0));
  expect(gaps.filter((gap) => gap > 8 * HOUR)).toHaveLength(1);
  expect(tab.timeline).toHaveLength(30);
});

describe('what a page took the time of before', () => {
  const asked = (at: number) => aBatch({ at, audio: someAudio({ elements: { askedSince: T0 } }) });
  const since = (batch: ReturnType<typeof asked>) => batch.audio?.elements.askedSince;
  test('the clock was set back', () => {
    const now = T0 - HOUR + 2000;
    expect(since(onThisClock(asked(now), { at: now - 1000, by: -HOUR }, now))).toBe(T0 - HOUR);
  });
  test('it went ahead', () => {
    const now = T0 + HOUR + 2000;
    expect(since(onThisClock(asked(now), { at: now - 1000, by: HOUR }, now))).toBe(T0 + HOUR);
  });
  test('nobody knows of a jump: nothing is of the future', () => {
    const now = T0 - HOUR;
    const batch = onThisClock(aBatch({ at: T0, tries: [aTry({ at: T0 })] }), null, now);
    expect(batch).toMatchObject({ at: now, tries: [{ at: now }] });
  });
  test('silent: a clock that is a little ahead of ours', () => {
    const batch = aBatch({ at: T0 + 900 });
    expect(onThisClock(batch, { at: T0 - 5000, by: -HOUR }, T0).at).toBe(T0 + 900);
    expect(onThisClock(batch, null, T0)).toBe(batch);
  });
});

test('a try that was told before a jump that nobody remembers keeps its place', () => {
  const tab = aTab();
  const tell = (seq: number, at: number, attempt: TryFact) =>
    foldBatch(tab, 0, 'load-1', '', aBatch({ seq, at, tries: [attempt] }), at);
  tell(1, T0 + 500, aTry({ at: T0, openedAt: T0 + 400 }));
  clockJumped(aWorld([tab]), { at: T0 - HOUR + 600, by: -HOUR });
  // The background has been stopped since; the page tells the times that it took.
  const endedAt = T0 - HOUR + 2000;
  tell(2, endedAt, aTry({ at: T0, openedAt: T0 + 400, endedAt }));
  expect(tab.loads[0]?.tries).toMatchObject([
    { at: T0 - HOUR, openedAt: T0 - HOUR + 400, endedAt },
  ]);
});
