import { describe, expect, test } from 'vitest';
import { foldBatch, foldGone } from '../../../src/core/fold';
import { createTab, type LoadState } from '../../../src/core/state';
import { settleTurns, turnsOf } from '../../../src/core/turns';
import { BURSTS } from '../../../src/core/wire/bursts';
import type { Batch } from '../../../src/protocol/facts';
import { aBatch, aKind, anEndpoint, aSite, someAudio, T0 } from '../facts';
import { type Message, runsOf } from './conversation';
import { CONVERSATIONS, diceOf, LOOK_ALIKES, type Traffic } from './traffic';

const MICROPHONE: Partial<Batch> = { kinds: [aKind('microphoneTrack', { live: 1 })] };

/** A page with that traffic, gathered as the page does, and looked at every second. */
const watch = ({ frames, plays }: Traffic, facts: Partial<Batch> = MICROPHONE) => {
  const tab = createTab(1);
  const sorted = [...frames].sort((a, b) => a.at - b.at);
  const end = (sorted.at(-1)?.at ?? 0) + 10_000;
  let next = 0;
  let heard = 0;
  let seq = 0;
  for (let at = 250; at <= end; at += 250) {
    const some: Message[] = [];
    for (let frame = sorted[next]; frame && frame.at < at; frame = sorted[++next])
      some.push([frame.at, frame.out ? 'out x' : 'in x', frame.bytes]);
    const played = plays.filter((play) => play < at).length;
    if (some.length || played > heard || seq === 0) {
      const audio = plays.length ? someAudio({ elements: { played } }) : null;
      const endpoints = [anEndpoint()];
      const batch = { seq: ++seq, at: T0 + at, endpoints, types: runsOf(some), audio, ...facts };
      foldBatch(tab, 0, 'load-1', 'https://voice.example/app', aBatch(batch), T0 + at);
      heard = played;
    }
    if (at % 1000 === 0) settleTurns(tab, T0 + at);
  }
  return { turns: turnsOf(tab), load: tab.loads[0] as LoadState };
};

const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1);
/** Of so many runs, in how many a turn was told. */
const told = (make: (typeof LOOK_ALIKES)[string]): number =>
  SEEDS.filter((seed) => watch(make(diceOf(seed))).turns.length > 0).length;

describe('silent:', () => {
  test.each(Object.entries(LOOK_ALIKES))(
    '%s',
    (_name, make) => {
      expect(told(make)).toBe(0);
    },
    60_000,
  );
});

describe('found:', () => {
  test.each(Object.entries(CONVERSATIONS))(
    '%s',
    (_name, make) => {
      expect(told(make)).toBe(SEEDS.length);
    },
    60_000,
  );
});

/** Every 10 s a word, 900 ms of nothing, a streamed answer of 1.5 s. */
const chat = (turns: number, wait = 900): Traffic => {
  const frames: Traffic['frames'] = [];
  for (let turn = 0; turn < turns; turn++) {
    frames.push({ at: turn * 10_000, out: true, bytes: 60 });
    frames.push({ at: turn * 10_000 + 30, out: false, bytes: 50 });
    for (let token = 0; token <= 30; token++)
      frames.push({ at: turn * 10_000 + wait + token * 50, out: false, bytes: 50 });
  }
  return { frames, plays: [] };
};

describe('what is told', () => {
  test('the first frame of the answer, and its end; of the first turns, too, once they are three', () => {
    expect(watch(chat(2)).turns).toEqual([]);
    expect(watch(chat(3)).turns).toEqual(
      [0, 10_000, 20_000].map((at) => ({
        startedAt: T0 + at,
        firstResponseMs: 900,
        firstAudioMs: null,
        totalMs: 2400,
        profile: 'generic',
        interrupted: false,
        conversation: T0,
      })),
    );
  });

  test('a request that is answered at once is none', () => {
    expect(watch(chat(5, 300)).turns).toHaveLength(5);
    expect(watch(chat(5, 40)).turns).toEqual([]);
  });

  test('a page that goes has ended its last answer', () => {
    const tab = createTab(1);
    let seq = 0;
    for (const { at, out, bytes } of chat(3).frames) {
      const types = runsOf([[at, out ? 'out x' : 'in x', bytes]]);
      const batch = { seq: ++seq, endpoints: [anEndpoint()], types, ...MICROPHONE };
      foldBatch(tab, 0, 'load-1', 'https://voice.example/app', aBatch(batch), T0 + at);
    }
    foldGone(tab, 'load-1');
    expect(turnsOf(tab)).toHaveLength(3);
  });

  test('when sound comes, where it is played', () => {
    const spoken = {
      frames: [0, 1, 2].flatMap((turn) => [
        { at: turn * 10_000, out: true, bytes: 90_000 },
        { at: turn * 10_000 + 700, out: false, bytes: 300 },
        { at: turn * 10_000 + 1000, out: false, bytes: 50_000 },
      ]),
      plays: [1500, 11_500, 21_500],
    };
    expect(watch(spoken).turns.map((turn) => [turn.firstResponseMs, turn.firstAudioMs])).toEqual(
      Array(3).fill([700, 1000]),
    );
    expect(watch({ ...spoken, plays: [] }).turns).toEqual([]);
  });

  test('each turn once, and no more is kept than a bound', () => {
    const { turns, load } = watch(chat(150));
    expect(turns.map(({ startedAt }) => startedAt - T0)).toEqual(
      Array.from({ length: 150 }, (_, i) => i * 10_000),
    );
    expect(load.wires[0]?.generic?.bursts.length).toBeLessThan(BURSTS);
  });

  test('nobody looks for an hour: the oldest is forgotten', () => {
    const tab = createTab(1);
    for (let i = 0; i < 1000; i++) {
      const types = runsOf([[i * 4000, i % 2 ? 'in x' : 'out x']]);
      const batch = { seq: i + 1, endpoints: [anEndpoint()], types, ...MICROPHONE };
      foldBatch(tab, 0, 'load-1', 'https://voice.example/app', aBatch(batch), T0 + i * 4000);
    }
    expect(tab.loads[0]?.wires[0]?.generic?.bursts).toHaveLength(BURSTS);
  });
});

describe('only where a page may converse', () => {
  test.each<[string, Partial<Batch>, number]>([
    ['nothing', {}, 0],
    ['a microphone that was', { kinds: [aKind('microphoneTrack', { ended: 1 })] }, 3],
    [
      'a voice detector',
      { nodes: [{ shape: 'worklet vad-helper-worklet', created: 1, live: 1 }] },
      3,
    ],
    ['sound that plays', { audio: someAudio({ scheduled: { playing: 1 } }) }, 3],
    ['sound that has played', { audio: someAudio({ elements: { played: 1 } }) }, 3],
    ['sound that only waits', { audio: someAudio({ elements: { pending: 1 } }) }, 0],
  ])('it has %s', (_what, facts, count) => {
    expect(watch(chat(3), facts).turns).toHaveLength(count);
  });

  test.each<[string, Partial<Batch>]>([
    ['the socket of a dev server', { endpoints: [anEndpoint({ tool: true })] }],
    ['one that a dev server opens', { sites: [aSite({ stack: 'at webpack-dev-server/client' })] }],
    ['an event source', { endpoints: [anEndpoint({ kind: 'eventSource' })] }],
    ['speech to text', { endpoints: [anEndpoint({ url: 'wss://api.deepgram.com/v1/listen' })] }],
    ['LiveKit', { endpoints: [anEndpoint({ url: 'wss://x.livekit.cloud/rtc/v1' })] }],
  ])('not on %s', (_what, facts) => {
    expect(watch(chat(3), { ...MICROPHONE, ...facts }).turns).toEqual([]);
  });

  test('what came before its microphone counts', () => {
    const tab = createTab(1);
    const { frames } = chat(3);
    let seq = 0;
    for (const { at, out, bytes } of frames) {
      const kinds = [aKind('microphoneTrack', at > 2000 ? { live: 1 } : {})];
      const types = runsOf([[at, out ? 'out x' : 'in x', bytes]]);
      const batch = { seq: ++seq, endpoints: [anEndpoint()], types, kinds };
      foldBatch(tab, 0, 'load-1', 'https://voice.example/app', aBatch(batch), T0 + at);
    }
    settleTurns(tab, T0 + 60_000);
    expect(turnsOf(tab).map(({ startedAt }) => startedAt - T0)).toEqual([0, 10_000, 20_000]);
  });
});

test('the same words at the same distance are no heartbeat where they are answered', () => {
  const { frames } = chat(5);
  const fixed = frames.map((frame) => (frame.out ? { ...frame, bytes: 40 } : frame));
  expect(watch({ frames: fixed, plays: [] }).turns).toHaveLength(5);
});
