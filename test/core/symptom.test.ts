import { describe, expect, test } from 'vitest';
import type { FindingId, Sample } from '../../src/core/report';
import { symptomOf } from '../../src/core/symptom';
import { aFinding, aSample, aTab, T0 } from './facts';

const timelineOf = (key: keyof Sample, values: number[]): Sample[] =>
  values.map((value, i) => aSample({ at: T0 + i * 1000, [key]: value }));
const steady = Array(10).fill(3) as number[];

test('none where nothing was found, whatever grows', () => {
  const timeline = timelineOf('openSockets', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const { symptom, symptomReason } = symptomOf(aTab({ timeline }));
  expect(symptom).toBe('none');
  expect(symptomReason).not.toBe('');
});

test.each<[keyof Sample, string, number]>([
  ['openSockets', 'open connections', 1],
  ['liveVads', 'voice detectors', 1],
  ['runningAudioContexts', 'running audio contexts', 1],
  ['microphoneTracks', 'microphone tracks', 1],
  ['audioBacklogMs', 'waiting audio', 500],
])('cumulative where %s grow', (key, name, step) => {
  const timeline = timelineOf(
    key,
    Array.from({ length: 10 }, (_, i) => i * step),
  );
  const { symptom, symptomReason } = symptomOf(
    aTab({ timeline, findings: [aFinding('reconnect-storm')] }),
  );
  expect(symptom).toBe('cumulative');
  expect(symptomReason).toContain(name);
  expect(symptomReason).toContain(`from 0 to ${9 * step} in 9 s`);
});

test('cumulative where tabs add up, as long as they do', () => {
  const piled = aFinding('tab-accumulation', {
    evidence: { tabsWithVoice: 3, tabsWithSockets: 2 },
  });
  expect(symptomOf(aTab({ findings: [piled] }))).toMatchObject({
    symptom: 'cumulative',
    symptomReason: expect.stringContaining('3 tabs so far'),
  });
  const over = { ...piled, until: T0 };
  expect(symptomOf(aTab({ findings: [over] })).symptom).toBe('occasional');
});

test('cumulative where a loop goes on, and no longer when it is over', () => {
  const timeline = timelineOf('openSockets', steady);
  const storm = aFinding('reconnect-storm', { evidence: { attempts: 17 } });
  expect(symptomOf(aTab({ timeline, findings: [storm] }))).toMatchObject({
    symptom: 'cumulative',
    symptomReason: expect.stringContaining('17 so far'),
  });
  expect(symptomOf(aTab({ timeline, findings: [{ ...storm, until: T0 }] }))).toMatchObject({
    symptom: 'occasional',
    symptomReason: expect.stringContaining('over 9 s of samples'),
  });
});

test('growth that came back is not cumulative', () => {
  const timeline = timelineOf('openSockets', [1, 2, 4, 6, 8, 9, 8, 6, 4, 2, 1]);
  const findings = [aFinding('reconnect-storm', { until: T0 })];
  expect(symptomOf(aTab({ timeline, findings })).symptom).toBe('occasional');
});

test('samples without a value are no growth', () => {
  const timeline = [null, 0, null, 0, null, 0, null, 0, null, 0].map((audioBacklogMs, i) =>
    aSample({ at: T0 + i * 1000, audioBacklogMs }),
  );
  const findings = [aFinding('reconnect-storm', { until: T0 })];
  expect(symptomOf(aTab({ timeline, findings })).symptom).toBe('occasional');
});

describe('what adds up by its nature', () => {
  test.each<[FindingId, Record<string, number>, string]>([
    [
      'slow-turns',
      { firstWaitMs: 2500, lastWaitMs: 10_000, turns: 5 },
      'The wait for an answer grew from 2.5 s to 10 s over 5 turns.',
    ],
    [
      'memory-growth',
      { grewFromBytes: 40e6, keptBytes: 90e6, growingForMs: 240_000 },
      'The memory that is kept grew from 40 MB to 90 MB in 4 min.',
    ],
    ['vad-leak', {}, 'What is held adds up with each use: “vad-leak” goes on.'],
    ['socket-leak', {}, 'What is held adds up with each use'],
  ])('%s, as long as it goes on', (id, evidence, words) => {
    const finding = aFinding(id, { evidence });
    const said = symptomOf(aTab({ findings: [finding] }));
    expect(said.symptom).toBe('cumulative');
    expect(said.symptomReason).toContain(words);
    expect(said.symptomMeans).toMatch(/^Likely: something that is never let go.*Unlikely: garbage/);
    expect(symptomOf(aTab({ findings: [{ ...finding, until: T0 }] })).symptom).toBe('occasional');
  });
});

describe('stalls', () => {
  const stalls = (...lengths: number[]) =>
    symptomOf(
      aTab({
        findings: [aFinding('main-thread-stall')],
        blocks: lengths.map((durationMs, i) => ({
          at: T0 + i * 60_000,
          durationMs,
          script: null,
          during: i % 2 ? 'reply' : 'no pattern',
        })),
      }),
    );

  test('of about one length come now and then', () => {
    const said = stalls(2400, 3100, 2200, 2800, 2500, 2300);
    expect(said.symptom).toBe('occasional');
    expect(said.symptomReason).toContain('It stood still 6 times, at no common moment.');
    expect(said.symptomMeans).toMatch(/^Likely: garbage collection.*Unlikely: a leak/);
  });

  test('that get longer and longer add up', () => {
    const said = stalls(2100, 2600, 3400, 4500, 6000);
    expect(said.symptom).toBe('cumulative');
    expect(said.symptomReason).toBe(
      'The page stands still for longer and longer: 2.4 s at first, 5.3 s by now, in 5 stalls.',
    );
    expect(stalls(2100, 2200, 2300, 2400, 2500).symptom).toBe('occasional');
    expect(stalls(2100, 2600, 3400, 4500).symptom).toBe('occasional');
  });
});
