import { expect, test } from 'vitest';
import { foldBatch } from '../../src/core/fold';
import type { HandshakeBucket } from '../../src/core/state';
import { socketDelayMs } from '../../src/core/throttle';
import { aBatch, aKind, anEndpoint, aTab, T0 } from './facts';

/** Pending, failed and succeeded handshakes, as in facts.md. */
const delayOf = (p: number, f: number, s: number): number => {
  const tab = aTab();
  foldBatch(tab, 0, 'load-1', '', aBatch({ kinds: [aKind('webSocket', { connecting: p })] }), T0);
  tab.handshakes = [{ at: T0, opened: s, failed: f }];
  return socketDelayMs(tab);
};

/** Chrome: random 1–5 s × 2^min(p + f/(s+1), 16) / 65536; the mean of the random part is 3 s. */
test.each([
  [0, 0, 0, 3000 / 65_536],
  [1, 0, 0, 6000 / 65_536],
  [12, 0, 0, 187.5],
  [14, 0, 0, 750],
  [16, 0, 0, 3000],
  [40, 0, 0, 3000],
  [0, 16, 0, 3000],
  [0, 16, 1, (3000 * 2 ** 8) / 65_536],
  [0, 17, 1, (3000 * 2 ** 8) / 65_536],
  [2, 10, 0, 187.5],
  [0, 1000, 999, 6000 / 65_536],
])('p = %i, f = %i, s = %i: %d ms', (p, f, s, expected) => {
  expect(delayOf(p, f, s)).toBeCloseTo(expected, 6);
});

test('handshakes of several moments add up, those over four minutes old are forgotten', () => {
  const tab = aTab();
  const fail = (seq: number, failed: number, at: number) => {
    const endpoints = [anEndpoint({ attempts: failed, opened: 0, failed, live: 0 })];
    foldBatch(tab, 0, 'load-1', '', aBatch({ seq, at, endpoints }), at);
  };
  fail(1, 8, T0);
  fail(2, 14, T0 + 60_000);
  expect(socketDelayMs(tab)).toBe(750);
  const failed = (): number =>
    tab.handshakes.reduce((sum: number, bucket: HandshakeBucket) => sum + bucket.failed, 0);
  fail(3, 15, T0 + 241_000);
  expect(failed()).toBe(7);
  fail(4, 16, T0 + 600_000);
  expect(failed()).toBe(1);
});

test('what hangs in a page that is gone holds back nothing', () => {
  const tab = aTab();
  foldBatch(tab, 0, 'load-1', '', aBatch({ kinds: [aKind('webSocket', { connecting: 16 })] }), T0);
  for (const load of tab.loads) load.gone = true;
  expect(socketDelayMs(tab)).toBeCloseTo(3000 / 65_536, 6);
});

test('only web sockets count', () => {
  const tab = aTab();
  const endpoints = [anEndpoint({ kind: 'eventSource', attempts: 20, opened: 0, failed: 20 })];
  foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints }), T0);
  expect(tab.handshakes).toEqual([]);
});
