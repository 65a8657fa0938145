import { describe, expect, test } from 'vitest';
import { audioQueueOf, backlogOf } from '../../src/core/audio-queue';
import { foldBatch, foldGone } from '../../src/core/fold';
import type { AudioFact, TypeRun } from '../../src/protocol/facts';
import { aBatch, anEndpoint, aSample, aTab, someAudio, T0 } from './facts';

const tabWith = (audio: AudioFact, frameId = 0, tab = aTab(), types: TypeRun[] = []) => {
  foldBatch(
    tab,
    frameId,
    `load-${frameId}`,
    '',
    aBatch({ endpoints: [anEndpoint()], audio, types }),
    T0,
  );
  return tab;
};
const ahead = (aheadMs: number, playing = 1) =>
  someAudio({ scheduled: { pending: 2, playing, aheadMs } });

test('a page without sound has an empty queue', () => {
  expect(audioQueueOf(aTab(), T0)).toEqual({
    pending: 0,
    playing: 0,
    played: 0,
    backlogMs: 0,
    backlogTrendMsPerS: null,
    held: 0,
    heldForMs: null,
    unsettledPlays: 0,
    unsettledForMs: null,
    underruns: null,
  });
});

test('scheduled sound and elements add up, over all frames', () => {
  const fact = someAudio({
    scheduled: { pending: 2, playing: 1, played: 3, aheadMs: 1000 },
    elements: { pending: 4, playing: 1, played: 5, pendingMs: 2000 },
  });
  const tab = tabWith(fact, 7, tabWith(fact));
  expect(backlogOf(tab, T0)).toMatchObject({
    pending: 12,
    playing: 4,
    played: 16,
    backlogMs: 6000,
  });
});

describe('between two batches time goes on', () => {
  test.each([
    [0, 4000],
    [1500, 2500],
    [4500, 0],
    [-500, 4000],
  ])('%i ms later %i ms wait', (later, wait) => {
    expect(backlogOf(tabWith(ahead(4000)), T0 + later).backlogMs).toBe(wait);
  });

  test('but not for a context that does not play', () => {
    expect(backlogOf(tabWith(ahead(4000, 0)), T0 + 3000).backlogMs).toBe(4000);
  });

  test('a page that has not spoken for 5 s is blocked: nothing more is taken off', () => {
    expect(backlogOf(tabWith(ahead(30_000)), T0 + 60_000).backlogMs).toBe(25_000);
  });
});

describe('a stream without an end', () => {
  const stream = someAudio({ elements: { playing: 1, bufferedMs: 20_000 } });

  test('what it has ahead waits to be heard', () => {
    expect(backlogOf(tabWith(stream), T0)).toMatchObject({ backlogMs: 20_000, playing: 1 });
  });

  test('it plays on while the page says nothing, until it runs dry', () => {
    expect(backlogOf(tabWith(stream), T0 + 15_000).backlogMs).toBe(5000);
    expect(backlogOf(tabWith(stream), T0 + 25_000).backlogMs).toBe(0);
    expect(backlogOf(tabWith(stream), T0 - 3000).backlogMs).toBe(20_000);
  });
});

describe('elements', () => {
  const elements = (unknown: number, meanClipMs: number | null) =>
    someAudio({ elements: { pending: 5, pendingMs: 1000, unknown }, meanClipMs });

  test('a length that is not known is guessed from the clips that were played', () => {
    expect(backlogOf(tabWith(elements(3, 700)), T0).backlogMs).toBe(1000 + 3 * 700);
    expect(backlogOf(tabWith(elements(0, 700)), T0).backlogMs).toBe(1000);
  });

  test('before the first clip nobody knows, and nobody says zero', () => {
    expect(backlogOf(tabWith(elements(3, null)), T0)).toMatchObject({
      pending: 5,
      backlogMs: null,
    });
    expect(audioQueueOf(tabWith(elements(3, null)), T0).backlogMs).toBeNull();
  });

  test('a part that nobody knows makes the whole unknown', () => {
    const tab = tabWith(elements(1, null), 3, tabWith(ahead(500)));
    expect(backlogOf(tab, T0).backlogMs).toBeNull();
  });
});

test('a queue that the messages tell: the elements are its head, not more of it', () => {
  const types: TypeRun[] = [
    ['audio-play-start', true, 1] as const,
    ['audio', false, 6] as const,
  ].map(([type, out, count]) => ({
    endpoint: 0,
    out,
    type,
    bytes: 100,
    count,
    firstAt: T0,
    lastAt: T0,
  }));
  const fact = someAudio({ elements: { pending: 1, playing: 1, played: 4 }, meanClipMs: 3000 });
  expect(backlogOf(tabWith(fact, 0, aTab(), types), T0)).toMatchObject({
    pending: 6,
    playing: 1,
    played: 4,
    backlogMs: 18_000,
  });
});

test('in a page that is gone nothing waits; what was played was played', () => {
  const tab = tabWith(
    someAudio({
      scheduled: { pending: 1, playing: 1, played: 3, aheadMs: 900 },
      elements: { pending: 1, played: 2 },
    }),
  );
  foldGone(tab, 'load-0');
  expect(backlogOf(tab, T0)).toMatchObject({ pending: 0, playing: 0, played: 5, backlogMs: 0 });
});

describe('the trend', () => {
  const trend = (values: (number | null)[], later = 0) => {
    const timeline = values.map((audioBacklogMs, i) =>
      aSample({ at: T0 + i * 1000, audioBacklogMs }),
    );
    return audioQueueOf(aTab({ timeline }), T0 + (values.length - 1) * 1000 + later);
  };

  test('is the slope in ms per second', () => {
    expect(trend([0, 500, 1000, 1500]).backlogTrendMsPerS).toBe(500);
    expect(trend([3000, 2000, 1000, 0]).backlogTrendMsPerS).toBe(-1000);
  });

  test('needs four samples that are known', () => {
    expect(trend([0, 500, 1000]).backlogTrendMsPerS).toBeNull();
    expect(trend([0, null, 500, null, 1000]).backlogTrendMsPerS).toBeNull();
  });

  test('looks back 30 s', () => {
    const values = [...Array(20).fill(90_000), ...Array(31).fill(0)] as number[];
    expect(trend(values).backlogTrendMsPerS).toBe(0);
    const risen = [...Array.from({ length: 10 }, (_, i) => i * 1000), ...Array(21).fill(10_000)];
    expect(trend(risen as number[]).backlogTrendMsPerS).toBeGreaterThan(0);
    expect(trend([0, 500, 1000, 1500], 28_000).backlogTrendMsPerS).toBeNull();
  });
});
