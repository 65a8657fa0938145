import { expect, test } from 'vitest';
import type { Sample } from '../../src/core/report';
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
  expect(symptomOf(aTab({ timeline, findings: [storm] }))).toEqual({
    symptom: 'cumulative',
    symptomReason: expect.stringContaining('17 so far'),
  });
  expect(symptomOf(aTab({ timeline, findings: [{ ...storm, until: T0 }] }))).toEqual({
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
