import { describe, expect, test } from 'vitest';
import { detect } from '../../../src/core/detect';
import { slowTurns } from '../../../src/core/detectors/slow-turns';
import { foldBatch, foldClosed, foldGone } from '../../../src/core/fold';
import type { TabState } from '../../../src/core/state';
import { turnsOf } from '../../../src/core/turns';
import { aBatch, anEndpoint, aTab, aWorld, T0 } from '../facts';
import { hear, type Message } from '../wire/conversation';

const EVERY = 60_000;
const GUIDE = [2500, 3900, 5600, 7700, 10_000];

interface Told {
  /** Messages of the answer, 2 s apart. */
  sentences?: (turn: number) => number;
  /** The turn is cut short before its answer. */
  cut?: (turn: number) => boolean;
}

/** An Open-LLM-VTuber conversation whose answers begin after these waits. */
const talk = (
  waits: readonly number[],
  { sentences = () => 2, cut = () => false }: Told = {},
): Message[] => [
  [0, 'in set-model-and-conf'],
  ...waits.flatMap((wait, i): Message[] => {
    const at = 1000 + i * EVERY;
    const begin: Message[] = [
      [at, 'out text-input'],
      [at + 20, 'in control:conversation-chain-start'],
      [at + 25, 'in full-text'],
    ];
    if (cut(i)) return [...begin, [at + wait, 'out interrupt-signal']];
    const count = sentences(i);
    const answer = Array.from(
      { length: count },
      (_, n): Message => [at + wait + n * 2000, 'in audio', 90_000],
    );
    const end = at + wait + count * 2000;
    return [...begin, ...answer, [end, 'in control:conversation-chain-end']];
  }),
];

const look = (tab: TabState, now = T0 + 3_600_000) =>
  slowTurns.detect({ tab, sameOrigin: [tab], engine: 'chromium', now });
const of = (waits: readonly number[], told?: Told) => look(hear(talk(waits, told)).tab);

describe('found', () => {
  test('2.5 s to 10 s over five turns, with its evidence', () => {
    const found = of(GUIDE);
    expect(found).toMatchObject({
      severity: 'critical',
      summary:
        'The first response took 2.5 s at first and takes 10 s now, after 5 turns: the agent gets slower, not the page.',
      evidence: {
        turns: 5,
        firstWaitMs: 2500,
        lastWaitMs: 10_000,
        risePerTurnMs: 1888,
        byChancePercent: 0.83,
        toldBy: 'messages of open-llm-vtuber',
      },
    });
    expect(found?.advice.length).toBeGreaterThan(2);
  });

  test('with the turn whose answer makes it plain, while that answer still comes', () => {
    const messages = talk([2000, 2500, 4000, 5500, 7000]);
    const last = messages.findLastIndex(([, name]) => name === 'out text-input');
    const first = messages.findIndex(([, name], i) => i > last && name === 'in audio');
    expect(look(hear(messages.slice(0, first)).tab)).toBeNull();
    expect(look(hear(messages.slice(0, first + 1)).tab)).not.toBeNull();
  });

  test('a warning below ten seconds', () => {
    expect(of([2000, 4000, 6000, 8000])?.severity).toBe('warning');
  });

  test('a page that is blocked for a moment now and then hides nothing', () => {
    const { tab } = hear(talk(GUIDE));
    for (const { startedAt } of turnsOf(tab))
      tab.blocks.push({ at: startedAt + 100, durationMs: 600, script: null, during: 'reply' });
    expect(look(tab)?.evidence).toMatchObject({ firstWaitMs: 1900, withoutPageBlockedMs: 3000 });
  });
});

describe('look-alikes', () => {
  test.each<[string, number[], Told?]>([
    ['silent: three turns', [2000, 5000, 12_000]],
    ['silent: noise around one level', [2100, 3400, 1500, 2900, 1800, 3600, 2200, 1400]],
    ['silent: one slow turn', [2000, 2100, 12_000, 1900, 2050, 2000]],
    ['silent: a slow turn at the end', [2000, 2100, 1950, 1900, 12_000]],
    ['silent: a cold start', [14_000, 2100, 1900, 2000, 2050, 1980]],
    ['silent: what nobody feels', [100, 130, 170, 210, 250]],
    [
      'silent: longer and longer answers',
      [2000, 2100, 1950, 2050, 2000],
      { sentences: (i) => 1 + i * 4 },
    ],
    ['silent: turns that are interrupted later and later', GUIDE, { cut: () => true }],
  ])('%s', (_name, waits, told) => {
    expect(of(waits, told)).toBeNull();
  });

  test('silent: the page is blocked for longer and longer while the answer waits to be heard', () => {
    const { tab } = hear(talk(GUIDE));
    for (const { startedAt, firstResponseMs } of turnsOf(tab))
      tab.blocks.push({
        at: startedAt + 1000,
        durationMs: (firstResponseMs ?? 0) - 1000,
        script: null,
        during: 'reply',
      });
    expect(look(tab)).toBeNull();
  });

  test('silent: a rise over a reload, which begins another conversation', () => {
    const first = hear(talk(GUIDE.slice(0, 3))).tab;
    foldGone(first, 'load-1');
    const types = hear(talk(GUIDE.slice(3))).tab.turns;
    first.turns.push(...types.map((turn) => ({ ...turn, conversation: T0 + 999 })));
    expect(turnsOf(first)).toHaveLength(5);
    expect(look(first)).toBeNull();
  });

  test('silent: two sockets, each as fast as ever', () => {
    const { tab, load } = hear(talk([2000, 2100, 2000, 2100]));
    const other = hear(talk([6000, 6100, 6000, 6100])).tab.turns;
    load.wires[1] = { ...(load.wires[0] as (typeof load.wires)[0]), since: T0 + 999 } as never;
    tab.turns.push(...other.map((turn) => ({ ...turn, conversation: T0 + 999 })));
    expect(look(tab)).toBeNull();
  });
});

describe('its end', () => {
  const watch = (tab: TabState, now: number) => {
    detect(aWorld([tab]), tab, now);
    return tab.findings.findLast(({ id }) => id === 'slow-turns');
  };

  test('two fast turns end it; one does not', () => {
    const { tab } = hear(talk(GUIDE));
    expect(watch(tab, T0 + EVERY * 6)).toMatchObject({ until: null });
    expect(of([...GUIDE, 2000])).not.toBeNull();
    expect(of([...GUIDE, 2000, 2100])).toBeNull();
  });

  test.each<[string, (tab: TabState) => void]>([
    ['the page goes', (tab) => foldGone(tab, 'load-1')],
    ['the tab is closed', (tab) => foldClosed(tab, T0 + EVERY * 6)],
    [
      'the page is loaded again',
      (tab) => {
        const endpoints = [anEndpoint()];
        foldBatch(tab, 0, 'load-2', 'https://voice.example/app', aBatch({ endpoints }), T0);
      },
    ],
  ])('%s', (_name, ends) => {
    const { tab } = hear(talk(GUIDE));
    expect(watch(tab, T0 + EVERY * 6)).toMatchObject({ until: null });
    ends(tab);
    expect(watch(tab, T0 + EVERY * 7)).toMatchObject({ until: T0 + EVERY * 7 });
  });

  test('a tab without turns has none', () => expect(look(aTab())).toBeNull());
});
