import { expect, test } from 'vitest';
import { turnsSummaryOf } from '../../src/core/conversation';
import type { Turn } from '../../src/core/report';
import { aTab, T0 } from './facts';

const turns = (waits: (number | null)[], conversation = T0): Turn[] =>
  waits.map((firstResponseMs, i) => ({
    startedAt: conversation + i * 60_000,
    firstResponseMs,
    firstAudioMs: firstResponseMs,
    totalMs: 30_000,
    profile: 'open-llm-vtuber',
    interrupted: false,
    conversation,
  }));
const says = (...all: Turn[]) => turnsSummaryOf(aTab({ turns: all }));

test.each<[string, (number | null)[], string | null, string]>([
  [
    'grows',
    [2500, 3900, 5600, 7700, 10_000],
    'grows',
    'grows from 2.5 s to 10 s over 5 turns: it is the agent or its model, not the page.',
  ],
  ['stable', [2000, 2100, 1900, 2000], 'stable', 'stable at about 2 s: it is not the agent.'],
  [
    'stable and slow',
    [8000, 8100, 7900, 8000],
    'stable',
    'slow, but it does not grow. A lag that grows is not the agent’s.',
  ],
  ['between the two', [4000, 4800, 5600, 6400, 7600], 'unclear', 'may be a rise or chance'],
  ['three', [2000, 5000, 9000], null, 'Only 3 turns have been answered so far: four are needed'],
  ['one', [2000, null], null, 'Only 1 turn has been answered so far'],
  ['none answered', [null], null, 'No turn has been answered so far'],
])('%s', (_name, waits, trend, words) => {
  const { turnsTrend, turnsSummary } = says(...turns(waits));
  expect(turnsTrend).toBe(trend);
  expect(turnsSummary).toContain(words);
});

test('no turn: nothing to say', () => {
  expect(says()).toEqual({ turnsTrend: null, turnsSummary: null });
});

test('the newest conversation alone', () => {
  const after = T0 + 3_600_000;
  expect(
    says(...turns([2500, 3900, 5600, 7700, 10_000]), ...turns([2000], after)).turnsTrend,
  ).toBeNull();
});

test('the page’s own blocks are no wait for the agent', () => {
  const all = turns([2500, 3900, 5600, 7700, 10_000]);
  const blocks = all.map(({ startedAt, firstResponseMs }) => ({
    at: startedAt + 1000,
    durationMs: (firstResponseMs ?? 0) - 1000,
    script: null,
    during: 'reply',
  }));
  const { turnsTrend, turnsSummary } = turnsSummaryOf(aTab({ turns: all, blocks }));
  expect(turnsTrend).toBe('stable');
  expect(turnsSummary).toContain('without the time that the page itself was blocked');
});
