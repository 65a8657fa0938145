import type { Sample } from '../../../src/core/report';
import { T0 } from '../facts';

/** A sample `at` ms after `T0`, all of it zero but for what a test is about. */
export const sampleAt = (at: number, over: Partial<Sample> = {}): Sample => ({
  at: T0 + at,
  openSockets: 0,
  attempts: 0,
  audioBacklogMs: null,
  audioPlaying: 0,
  liveVads: 0,
  runningAudioContexts: 0,
  microphoneTracks: 0,
  blockedMs: null,
  usedBytes: null,
  ...over,
});

/** One a second, `count` of them, with values that differ from each other. */
export const everySecond = (count: number, from = 0): Sample[] =>
  Array.from({ length: count }, (_, i) =>
    sampleAt(from + i * 1000, {
      openSockets: (i * 7) % 13,
      attempts: i,
      audioBacklogMs: i % 5 === 0 ? null : (i * 37) % 900,
      blockedMs: i % 3 === 0 ? null : i % 50,
      usedBytes: 1_000_000 + ((i * 7919) % 5000),
      liveVads: i % 2,
    }),
  );
