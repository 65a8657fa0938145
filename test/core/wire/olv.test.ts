import { describe, expect, test } from 'vitest';
import type { WireQueue } from '../../../src/core/state';
import { foldTypes, waitingPieces } from '../../../src/core/wire/olv';
import type { TypeRun } from '../../../src/protocol/facts';
import { T0 } from '../facts';

const run = (type: string, over: Partial<TypeRun> = {}): TypeRun => ({
  endpoint: 0,
  out: false,
  type,
  audio: true,
  count: 1,
  firstAt: T0,
  lastAt: T0,
  ...over,
});
const audio = (count = 1) => run('audio', { count });
const silence = (count = 1) => run('audio', { count, audio: false });
const start = (count = 1) => run('audio-play-start', { out: true, count });
const waiting = (...runs: TypeRun[]): number | null => {
  const queue: WireQueue = { profile: null, waiting: 0, startsSeen: false };
  foldTypes(queue, runs, 0);
  return waitingPieces(queue);
};

test('received pieces, less those that have started', () => {
  expect(waiting(audio(), start())).toBe(0);
  expect(waiting(audio(), start(), audio(5))).toBe(5);
  expect(waiting(audio(), start(), audio(5), start(2))).toBe(3);
});

test('one run after the other, or all at once: the same', () => {
  const runs = [audio(3), start(), silence(2), audio(4), start(2)];
  const queue: WireQueue = { profile: null, waiting: 0, startsSeen: false };
  for (const one of runs) foldTypes(queue, [one], 0);
  expect(waitingPieces(queue)).toBe(waiting(...runs));
});

test('a piece without sound does not wait', () => {
  expect(waiting(audio(), start(), silence(9))).toBe(0);
});

test('never below nothing', () => {
  expect(waiting(audio(), start(5), audio())).toBe(1);
});

describe('the queue is emptied', () => {
  test.each([
    ['by a new turn', run('control:conversation-chain-start')],
    ['by an interruption', run('interrupt-signal', { out: true })],
    ['by the end of speech', run('mic-audio-end', { out: true })],
  ])('%s', (_name, clearing) => {
    expect(waiting(audio(), start(), audio(5), clearing)).toBe(0);
    expect(waiting(audio(), start(), audio(5), clearing, audio(2))).toBe(2);
  });

  test.each([
    ['the end of a turn', run('control:conversation-chain-end')],
    ['speech on its way', run('mic-audio-data', { out: true })],
    ['a message of that name the other way', run('interrupt-signal')],
    ['a turn start that the page sends', run('control:conversation-chain-start', { out: true })],
    ['other controls', run('control:start-mic')],
  ])('not by %s', (_name, other) => {
    expect(waiting(audio(), start(), audio(5), other)).toBe(5);
  });
});

describe('a fork that does not tell when a piece starts', () => {
  const withoutStarts = (...steps: [runs: TypeRun[], ended: number][]): number | null => {
    const queue: WireQueue = { profile: null, waiting: 0, startsSeen: false };
    for (const [runs, ended] of steps) foldTypes(queue, runs, ended);
    return waitingPieces(queue);
  };
  const turn = run('control:conversation-chain-start');

  test('is measured by the elements that have ended', () => {
    expect(withoutStarts([[turn, audio(5)], 0], [[], 2])).toBe(3);
    expect(withoutStarts([[turn, audio(5)], 0], [[], 9])).toBe(0);
  });

  test('where starts are told, they alone count', () => {
    expect(withoutStarts([[turn, audio(5), start()], 0], [[], 2])).toBe(4);
  });
});

describe('is told only where it is this protocol', () => {
  test.each(['set-model-and-conf', 'control:conversation-chain-start'])('marked by %s', (type) => {
    expect(waiting(run(type), audio(2))).toBe(2);
  });

  test('marked by what the page sends', () => {
    expect(waiting(run('frontend-playback-complete', { out: true }), audio(2))).toBe(2);
  });

  test('not another protocol with messages of type "audio"', () => {
    expect(
      waiting(audio(9), run('response.audio.delta'), run('interrupt-signal', { out: true })),
    ).toBeNull();
  });

  test('nothing heard, nothing known', () => {
    expect(waiting()).toBeNull();
  });
});
