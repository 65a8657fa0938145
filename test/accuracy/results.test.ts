import { describe, expect, test } from 'vitest';
import { outcomeOf } from './outcomes';
import { afterAgain, falseAlarmsOf, isDisturbed, isGoalMet, totalsOf } from './results.mjs';

const STORM = { fault: 'reconnect-storm' } as const;
const found = { 'reconnect-storm': 'it reconnects in a loop' };
const exact = [{ what: '/ws attempts', expected: 7, seen: 7 }];
const good = [
  outcomeOf({ name: 'storm', ...STORM }, { found, latencyMs: 900, counts: exact }),
  outcomeOf({ name: 'backoff' }, { counts: exact }),
];

describe('the goal', () => {
  test('is met where every fault is found, nothing else is, counts agree and the median is low', () => {
    const totals = totalsOf(good);
    expect(totals).toMatchObject({ faults: 1, found: 1, healthy: 1, counts: 2, exact: 2 });
    expect(totals.medianLatencyMs).toBe(900);
    expect(isGoalMet(totals)).toBe(true);
  });

  test.each([
    ['a fault is missed', outcomeOf({ name: 'missed', ...STORM }), 'misses'],
    ['a healthy page has a finding', outcomeOf({}, { found }), 'falseAlarms'],
    [
      'a faulty page has another finding',
      outcomeOf(STORM, { found: { ...found, 'vad-leak': 'two detectors' }, latencyMs: 1 }),
      'falseAlarms',
    ],
    [
      'a count differs',
      outcomeOf({}, { counts: [{ what: '/ws opened', expected: 2, seen: 3 }] }),
      'inexact',
    ],
    ['a page fails', outcomeOf({}, { trouble: 'its page did not load' }), 'troubles'],
  ] as const)('is missed where %s', (_, outcome, where) => {
    const totals = totalsOf([...good, outcome]);
    expect(totals[where]).toHaveLength(1);
    expect(isGoalMet(totals)).toBe(false);
  });

  test('is missed where findings come too late, and one slow finding among quick ones is none', () => {
    const late = (latencyMs: number) => outcomeOf(STORM, { found, latencyMs });
    expect(isGoalMet(totalsOf([late(3100)]))).toBe(false);
    const mixed = totalsOf([late(500), late(900), late(9000)]);
    expect([mixed.medianLatencyMs, mixed.slowestMs]).toEqual([900, 9000]);
    expect(isGoalMet(mixed)).toBe(true);
  });
});

test('what a case names as true as well is no false alarm', () => {
  const one = { fault: 'socket-leak', mayAlso: { 'duplicate-sockets': 'they are' } } as const;
  const also = { 'socket-leak': '', 'duplicate-sockets': '' };
  expect(falseAlarmsOf(outcomeOf(one, { found: also }))).toEqual([]);
  expect(falseAlarmsOf(outcomeOf({}, { found: also }))).toEqual(Object.keys(also));
});

test('nothing found has no latency', () => {
  expect(totalsOf([outcomeOf({})]).medianLatencyMs).toBeNaN();
});

describe('a page that the machine held up', () => {
  const stall = { 'main-thread-stall': 'it stood still' };

  test('is seen again only where its own timer says so, too, and it was not to', () => {
    expect(isDisturbed(outcomeOf({}, { found: stall, heldUp: true }))).toBe(true);
    expect(isDisturbed(outcomeOf({}, { found: stall }))).toBe(false);
    expect(isDisturbed(outcomeOf({}, { heldUp: true }))).toBe(false);
    const blocking = { fault: 'main-thread-stall' } as const;
    expect(isDisturbed(outcomeOf(blocking, { found: stall, heldUp: true }))).toBe(false);
  });

  test('keeps every other false alarm of the first look, and what the second one finds', () => {
    const first = outcomeOf(STORM, { found: { ...found, ...stall, 'vad-leak': '' }, heldUp: true });
    const quiet = afterAgain(first, outcomeOf(STORM));
    expect([quiet.again, falseAlarmsOf(quiet)]).toEqual([true, ['vad-leak']]);
    // Its own fault has to be found the second time.
    expect(totalsOf([quiet]).found).toBe(0);
    const still = afterAgain(first, outcomeOf(STORM, { found: stall }));
    expect(falseAlarmsOf(still).sort()).toEqual(['main-thread-stall', 'vad-leak']);
  });
});
