import { expect, test } from 'vitest';
import { pack, unpack } from '../../../src/core/history/pack';
import { everySecond, sampleAt } from './samples';

test('samples come out as they went in, at a fraction of their JSON', () => {
  const samples = everySecond(60);
  expect(unpack(pack(samples))).toEqual(samples);
  expect(pack(samples).length * 4).toBeLessThan(JSON.stringify(samples).length);
});

test('what was not observed stays so, and is no zero', () => {
  const [sample] = unpack(pack([sampleAt(0, { blockedMs: null, usedBytes: 0 })]));
  expect(sample).toMatchObject({ blockedMs: null, usedBytes: 0 });
});

test('a field that an older version did not know is not observed, one that we do not know is left out', () => {
  const text = JSON.stringify({
    from: 1000,
    fields: ['attempts', 'ofTheFuture', 'at'],
    rows: [[5, 9, 250]],
  });
  expect(unpack(text)).toEqual(
    [
      {
        ...sampleAt(0),
        at: 1250,
        attempts: 5,
        openSockets: null,
        audioPlaying: null,
        liveVads: null,
      },
    ].map((one) => ({ ...one, runningAudioContexts: null, microphoneTracks: null })),
  );
});

test('a text that is broken holds no samples and throws nothing', () => {
  for (const text of ['', '{', 'null', '[]', '{"from":1}', pack(everySecond(3)).slice(0, -5)])
    expect(unpack(text)).toEqual([]);
});
