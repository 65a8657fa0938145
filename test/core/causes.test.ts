import { describe, expect, test } from 'vitest';
import { CAUSES, causeOf, withCauses } from '../../src/core/causes';
import { FINDING_IDS, type FindingId } from '../../src/core/report';
import { aFinding, T0 } from './facts';

const MINUTE = 60_000;

describe('the table', () => {
  test('names every finding there is, and nothing else', () => {
    expect(Object.keys(CAUSES).sort()).toEqual([...FINDING_IDS].sort());
    for (const causes of Object.values(CAUSES))
      for (const id of causes) expect(FINDING_IDS).toContain(id);
  });

  test('nothing explains itself, directly or by a detour', () => {
    const reached = (from: FindingId, seen: FindingId[] = []): FindingId[] =>
      CAUSES[from].flatMap((id) =>
        seen.includes(id) ? [id] : [id, ...reached(id, [...seen, id])],
      );
    for (const id of FINDING_IDS) expect(reached(id), id).not.toContain(id);
  });

  test.each<[FindingId, FindingId]>([
    ['main-thread-stall', 'reconnect-storm'],
    ['main-thread-stall', 'vad-leak'],
    ['memory-growth', 'vad-leak'],
    ['microphone-leak', 'vad-leak'],
    ['audio-underrun', 'tab-accumulation'],
    ['audio-queue-backlog', 'audio-context-suspended'],
    ['media-player-leak', 'audio-context-suspended'],
    ['turn-stalled', 'audio-context-suspended'],
    ['connection-pool-exhaustion', 'tab-accumulation'],
  ])('%s: because of %s', (effect, cause) => {
    expect(CAUSES[effect]).toContain(cause);
  });
});

describe('a cause', () => {
  const becauseOf = (effect: [number, number | null], cause: [number, number | null]) =>
    causeOf(
      aFinding('microphone-leak', { since: T0 + effect[0], until: effect[1] && T0 + effect[1] }),
      [aFinding('vad-leak', { since: T0 + cause[0], until: cause[1] && T0 + cause[1] })],
    ) !== null;

  test.each<[string, boolean, [number, number | null], [number, number | null]]>([
    ['both go on', true, [5000, null], [0, null]],
    ['it was plain a little later', true, [0, null], [MINUTE, null]],
    ['it came long after', false, [0, null], [MINUTE + 1, null]],
    ['it is over', false, [5000, null], [0, 9000]],
    ['both are over, and it was there', true, [5000, 9000], [0, 6000]],
    ['it was over before', false, [7000, 9000], [0, 6000]],
    ['it came when the other was over', false, [0, 9000], [10_000, null]],
  ])('%s: %s', (_name, expected, effect, cause) => {
    expect(becauseOf(effect, cause)).toBe(expected);
  });

  test('the likeliest of several; none where none is there', () => {
    const all = [
      aFinding('main-thread-stall'),
      aFinding('memory-growth'),
      aFinding('reconnect-storm'),
    ];
    expect(withCauses(all).map(({ id, because }) => [id, because])).toEqual([
      ['main-thread-stall', 'reconnect-storm'],
      ['memory-growth', 'reconnect-storm'],
      ['reconnect-storm', null],
    ]);
    expect(
      withCauses([aFinding('microphone-leak'), aFinding('slow-turns')])[0]?.because,
    ).toBeNull();
  });

  test('leaves the findings as they were', () => {
    const all = [aFinding('microphone-leak'), aFinding('vad-leak')];
    const before = structuredClone(all);
    withCauses(all);
    expect(all).toEqual(before);
  });
});
