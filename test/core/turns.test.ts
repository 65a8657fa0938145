import { describe, expect, test } from 'vitest';
import { foldBatch, foldGone } from '../../src/core/fold';
import type { Turn } from '../../src/core/report';
import { createTab, KEPT, type LoadState } from '../../src/core/state';
import {
  closeTurns,
  createWire,
  foldTypes,
  settleTurns,
  turnsOf,
  waitingPieces,
} from '../../src/core/turns';
import { PROFILES } from '../../src/core/wire';
import type { TypeRun } from '../../src/protocol/facts';
import { aBatch, aKind, anEndpoint, T0 } from './facts';
import { randomOf } from './random';
import { brief, hear, type Message, stream } from './wire/conversation';

const run = (type: string, over: Partial<TypeRun> = {}): TypeRun => ({
  endpoint: 0,
  out: false,
  type,
  count: 1,
  bytes: 100,
  firstAt: T0,
  lastAt: T0,
  ...over,
});

const page = (): [tab: ReturnType<typeof createTab>, load: LoadState] => {
  const tab = createTab(1);
  foldBatch(
    tab,
    0,
    'load-1',
    'https://voice.example/app',
    aBatch({ endpoints: [anEndpoint()] }),
    T0,
  );
  return [tab, tab.loads[0] as LoadState];
};

describe('the private queue of Open-LLM-VTuber', () => {
  const audio = (count = 1) => run('audio', { count });
  const silence = (count = 1) => run('audio:null', { count });
  const start = (count = 1) => run('audio-play-start', { out: true, count });
  const waiting = (...runs: TypeRun[]): number | null => {
    const [tab, load] = page();
    foldTypes(tab, load, runs, 0);
    return waitingPieces(load);
  };

  test('received pieces, less those that have started', () => {
    expect(waiting(audio(), start())).toBe(0);
    expect(waiting(audio(), start(), audio(5))).toBe(5);
    expect(waiting(audio(), start(), audio(5), start(2))).toBe(3);
  });

  test('one run after the other, or all at once: the same', () => {
    const runs = [audio(3), start(), silence(2), audio(4), start(2)];
    const [tab, load] = page();
    for (const one of runs) foldTypes(tab, load, [one], 0);
    expect(waitingPieces(load)).toBe(waiting(...runs));
    expect(waitingPieces(load)).toBe(4);
  });

  test('a piece without sound does not wait', () => {
    expect(waiting(audio(), start(), silence(9))).toBe(0);
  });

  test('never below nothing', () => {
    expect(waiting(audio(), start(5), audio())).toBe(1);
  });

  describe('is emptied', () => {
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

  describe('in a fork that does not tell when a piece starts', () => {
    const withoutStarts = (...steps: [runs: TypeRun[], ended: number][]): number | null => {
      const [tab, load] = page();
      for (const [runs, ended] of steps) foldTypes(tab, load, runs, ended);
      return waitingPieces(load);
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
    test.each(['set-model-and-conf', 'control:conversation-chain-start'])(
      'marked by %s',
      (type) => {
        expect(waiting(run(type), audio(2))).toBe(2);
      },
    );

    test('marked by what the page sends', () => {
      expect(waiting(run('frontend-playback-complete', { out: true }), audio(2))).toBe(2);
    });

    test('not another protocol with messages of type "audio"', () => {
      expect(
        waiting(audio(9), run('response.audio.delta'), run('interrupt-signal', { out: true })),
      ).toBeNull();
    });

    test('with what came and was played before it showed itself', () => {
      const [tab, load] = page();
      foldTypes(tab, load, [audio(5)], 0);
      foldTypes(tab, load, [], 3);
      foldTypes(tab, load, [run('set-model-and-conf'), audio(2)], 1);
      expect(waitingPieces(load)).toBe(3);
    });

    test('nothing heard, nothing known', () => {
      expect(waiting()).toBeNull();
    });
  });
});

const TURN: Message[] = [
  [0, 'in set-model-and-conf'],
  [1000, 'out text-input'],
  [1010, 'in control:conversation-chain-start'],
  [2000, 'in audio'],
  [3000, 'in control:conversation-chain-end'],
];

describe('turns of a tab', () => {
  test('one that goes on is told as far as it has come', () => {
    expect(hear(TURN.slice(0, 3)).turns.map(brief)).toEqual([[1000, null, null, null]]);
    expect(hear(TURN.slice(0, 4)).turns.map(brief)).toEqual([[1000, 1000, 1000, null]]);
  });

  test('all at once, from a page that gathered for long', () => {
    const [tab, load] = page();
    const twice = (type: string, first: number, last: number, out = false) =>
      run(type, { out, count: 2, firstAt: T0 + first, lastAt: T0 + last });
    const runs = [
      run('set-model-and-conf'),
      twice('text-input', 1000, 3500, true),
      twice('control:conversation-chain-start', 1010, 3510),
      twice('audio', 2000, 4500),
      twice('control:conversation-chain-end', 3000, 5000),
    ];
    foldTypes(tab, load, runs, 0);
    expect(turnsOf(tab).map(brief)).toEqual([
      [1000, 1000, 1000, 2000],
      [3500, 1000, 1000, 1500],
    ]);
  });

  test('silence ends none in a page that is gone', () => {
    const { tab, load } = hear([
      [0, 'in user_transcription_event'],
      [900, 'in audio_event'],
    ]);
    load.gone = true;
    settleTurns(tab, T0 + 60_000);
    expect(turnsOf(tab).map(brief)).toEqual([[0, 900, 900, null, 'cut']]);
  });

  test('a page that goes takes its turn with it', () => {
    const { tab } = hear(TURN.slice(0, 4));
    foldGone(tab, 'load-1');
    expect(turnsOf(tab).map(brief)).toEqual([[1000, 1000, 1000, null, 'cut']]);
  });

  test('and one that was replaced without a word as well', () => {
    const { tab, load } = hear(TURN.slice(0, 4));
    load.gone = true;
    expect(turnsOf(tab).map(brief)).toEqual([[1000, 1000, 1000, null, 'cut']]);
  });

  test('a wait that was never taken up goes without a trace', () => {
    const { tab, load } = hear(TURN.slice(0, 2));
    closeTurns(tab, load);
    expect(turnsOf(tab)).toEqual([]);
  });

  test('where one was answered before, the next wait is told at once', () => {
    const { turns, load } = hear([...TURN, [5000, 'out text-input']]);
    expect(turns.map(brief)).toEqual([
      [1000, 1000, 1000, 2000],
      [5000, null, null, null],
    ]);
    expect(load.wires[0]?.completed).toBe(1);
  });

  test('the order of their begins, not of their ends', () => {
    const [tab, load] = page();
    load.endpoints[1] = anEndpoint({ n: 1 });
    const on = (endpoint: number, at: number, type: string, out = false) =>
      run(type, { endpoint, out, firstAt: T0 + at, lastAt: T0 + at });
    const start = 'control:conversation-chain-start';
    const end = 'control:conversation-chain-end';
    for (const one of [
      on(0, 0, 'text-input', true),
      on(0, 5, start),
      on(1, 100, 'text-input', true),
      on(1, 105, start),
      on(1, 500, end),
      on(0, 900, end),
    ])
      foldTypes(tab, load, [one], 0);
    expect(tab.turns.map(({ startedAt }) => startedAt - T0)).toEqual([0, 100]);
  });

  test('the latest ones are kept', () => {
    const many = Array.from({ length: KEPT.turns + 5 }, (_, i) =>
      TURN.map(([at, name]): Message => [at + i * 5000, name]),
    ).flat();
    const { turns } = hear(many);
    expect(turns).toHaveLength(KEPT.turns);
    expect(turns[0]?.startedAt).toBe(T0 + 1000 + 5 * 5000);
  });

  test('facts of an endpoint that is not known are left out', () => {
    const [tab, load] = page();
    foldTypes(tab, load, [run('set-model-and-conf', { endpoint: 7 })], 0);
    expect(load.wires).toEqual({});
  });

  test('that it has played is remembered, and when a character was switched', () => {
    const { load } = hear([
      ...TURN,
      [3500, 'out frontend-playback-complete'],
      [4000, 'out switch-config'],
    ]);
    expect(load.wires[0]).toMatchObject({ playedAt: T0 + 3500, switchedAt: T0 + 4000 });
  });

  test('a clock that goes back gives no negative time', () => {
    const [tab, load] = page();
    const at = (ms: number, type: string, out = false) =>
      run(type, { out, firstAt: T0 + ms, lastAt: T0 + ms });
    const marked = [at(0, 'set-model-and-conf'), at(5000, 'text-input', true)];
    foldTypes(tab, load, marked, 0);
    foldTypes(tab, load, [at(100, 'control:conversation-chain-start')], 0);
    foldTypes(tab, load, [at(200, 'audio'), at(300, 'control:conversation-chain-end')], 0);
    expect(turnsOf(tab).map(brief)).toEqual([[5000, 0, 0, 0]]);
  });
});

describe('a protocol that shows itself late', () => {
  const facts = () => ({ kinds: [aKind('microphoneTrack', { live: 1 })] });
  const words = (at: number): Message[] => [
    [at, 'out text-input'],
    ...stream(at + 900, 'in audio', 31, 50, 50),
  ];

  test('keeps what was judged by timing, and tells none of it again', () => {
    const { turns, load } = hear(
      [
        ...words(0),
        ...words(10_000),
        ...words(20_000),
        [30_000, 'out text-input'],
        [30_010, 'in control:conversation-chain-start'],
        [31_000, 'in audio'],
        [32_000, 'in control:conversation-chain-end'],
      ],
      { facts },
    );
    expect(turns.map(({ profile }) => profile)).toEqual([
      'generic',
      'generic',
      'generic',
      'open-llm-vtuber',
    ]);
    expect(brief(turns[3] as never)).toEqual([30_000, 1000, 1000, 2000]);
    expect(load.wires[0]).toMatchObject({ generic: null, early: [] });
  });

  test('nothing of an event source is', () => {
    const [tab, load] = page();
    load.endpoints[0] = anEndpoint({ kind: 'eventSource' });
    foldTypes(tab, load, [run('x')], 0);
    expect(load.wires[0]?.early).toEqual([]);
  });

  test('little is remembered until then', () => {
    const many = Array.from({ length: 400 }, (_, i): Message => [i * 300, `in type-${i}`]);
    expect(hear(many).load.wires[0]?.early.length).toBeLessThanOrEqual(32);
  });
});

describe('whatever comes', () => {
  const names = PROFILES.flatMap(({ marks, roles }) => [...marks, ...Object.keys(roles)]);
  const { length: fields } = Object.keys(createWire());

  const isWrong = (turn: Turn, i: number, all: readonly Turn[]): boolean =>
    turn.startedAt < (all[i - 1]?.startedAt ?? 0) ||
    [turn.firstResponseMs, turn.firstAudioMs, turn.totalMs].some(
      (ms) => ms !== null && !(ms >= 0 && Number.isFinite(ms)),
    );

  test('10,000 runs of any type at any time: no error, every time and list in bounds', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = randomOf(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
      // Half of the sockets speak one protocol, the others anything.
      const own = seed % 2 ? Object.keys(pick(PROFILES).roles) : [...names, 'in x', 'out x'];
      const [tab, load] = page();
      load.kinds = { microphoneTrack: aKind('microphoneTrack', { live: 1 }) };
      let now = T0;
      for (let step = 0; step < 200; step++) {
        now += random() < 0.02 ? -5000 * random() : 10 ** (4.5 * random());
        const [direction, type] = pick(own).split(/ (.*)/) as [string, string];
        const lastAt = now + (random() < 0.3 ? 250 * random() : 0);
        const count = Math.ceil(random() * 20);
        foldTypes(
          tab,
          load,
          [
            run(type, {
              out: direction === 'out',
              firstAt: now,
              lastAt,
              count,
              bytes: count * 700,
            }),
          ],
          random() < 0.1 ? 1 : 0,
        );
        if (random() < 0.3) settleTurns(tab, now);
        if (step % 10 === 0) expect(turnsOf(tab).filter(isWrong)).toEqual([]);
      }
      const wire = load.wires[0];
      expect(Object.keys(wire ?? {})).toHaveLength(fields);
      expect(JSON.stringify(wire).length).toBeLessThan(40_000);
      expect(waitingPieces(load) ?? 0).toBeGreaterThanOrEqual(0);
    }
  }, 60_000);
});
