import { describe, expect, test } from 'vitest';
import { turnStalled } from '../../../src/core/detectors/turn-stalled';
import { foldBatch, foldClosed, foldGone } from '../../../src/core/fold';
import { foldMain } from '../../../src/core/fold-main';
import { takeSample } from '../../../src/core/sample';
import type { TabState } from '../../../src/core/state';
import { settleTurns } from '../../../src/core/turns';
import type { AudioFact } from '../../../src/protocol/facts';
import { aBatch, anEndpoint, aTry, someAudio, T0 } from '../facts';
import { hear, type Message } from '../wire/conversation';

type Part = [from: number, to: number];

interface Page {
  url?: string;
  /** When sound plays. */
  plays?: Part[];
  hidden?: Part[];
  audio?: (at: number) => AudioFact;
  /** Another socket to the same address is opened. */
  reopenedAt?: number;
  closed?: boolean;
}

const isIn = (parts: Part[], at: number): boolean => parts.some(([a, b]) => at >= a && at < b);
const SILENT = { byFrames: true, loadedAt: T0, blockedMs: 0, longestMs: 0, blocks: [] };

/** What is found in each second after the messages. */
const watch = (messages: Message[], seconds: number, page: Page = {}) => {
  const { plays = [], hidden = [], url = 'wss://voice.example/ws', reopenedAt, audio } = page;
  const { tab } = hear(messages, {
    url,
    facts: (at) => ({ audio: someAudio({ elements: { playing: isIn(plays, at) ? 1 : 0 } }) }),
  });
  const last = Math.max(...messages.map(([at]) => at)) + 500;
  let seq = 1000;
  const found: { second: number; summary: string; evidence: object; severity: string }[] = [];
  for (let at = 0; at <= last + seconds * 1000; at += 1000) {
    const now = T0 + at;
    const playing = isIn(plays, at) ? 1 : 0;
    foldBatch(
      tab,
      0,
      'load-1',
      'https://voice.example/app',
      aBatch({
        seq: ++seq,
        at: now,
        endpoints: [anEndpoint({ url, live: page.closed ? 0 : 1 })],
        tries:
          reopenedAt !== undefined && at >= reopenedAt
            ? [aTry({ n: 2, at: T0 + reopenedAt, openedAt: T0 + reopenedAt })]
            : [],
        audio: audio?.(at) ?? someAudio({ elements: { playing } }),
      }),
      now,
    );
    foldMain(tab, 'load-1', { ...SILENT, hidden: isIn(hidden, at) }, null, now);
    if (at > last) settleTurns(tab, now);
    takeSample(tab, now);
    if (at <= last) continue;
    const one = turnStalled.detect({ tab, sameOrigin: [tab], engine: 'chromium', now });
    if (one) found.push({ second: Math.round(at / 1000), ...one });
  }
  return { tab, found, first: found[0]?.second ?? null };
};

const HELLO: Message = [0, 'in set-model-and-conf'];
const BEGIN: Message[] = [
  [10_000, 'out text-input'],
  [10_020, 'in control:conversation-chain-start'],
  [10_030, 'in full-text'],
];
const ANSWER: Message[] = [
  [12_000, 'in audio', 90_000],
  [13_000, 'in audio', 90_000],
];
const SENT: Message[] = [[13_500, 'in backend-synth-complete']];
const DONE: Message[] = [
  [18_000, 'out frontend-playback-complete'],
  [18_020, 'in force-new-message'],
  [18_030, 'in control:conversation-chain-end'],
];
const UNTIL_SENT = [HELLO, ...BEGIN, ...ANSWER, ...SENT];

describe('found', () => {
  test('a player that never ends: ten seconds after the last sound', () => {
    const { first, found } = watch(UNTIL_SENT, 40, { plays: [[12_000, 15_000]] });
    // The last second with sound is the fourteenth.
    expect(first).toBe(24);
    expect(found[0]).toMatchObject({
      severity: 'warning',
      summary: expect.stringContaining('arrived in full, but the page has not played it'),
      evidence: { lastSign: 'sent', toldBy: 'messages of open-llm-vtuber' },
    });
  });

  test('play() that never settles', () => {
    const audio = () => someAudio({ elements: { asked: 1, askedSince: T0 + 12_000 } });
    const { first, found } = watch(UNTIL_SENT, 30, { audio });
    expect(first).toBe(24);
    expect(found[0]?.evidence).toMatchObject({ playsNotBegun: 1 });
  });

  test('sound on a context that does not run', () => {
    const audio = () => someAudio({ scheduled: { held: 2, heldSince: T0 + 12_000 } });
    expect(watch(UNTIL_SENT, 30, { audio }).found[0]?.evidence).toMatchObject({
      heldOnSuspendedContext: 2,
    });
  });

  test('the page says that it has played, and the server does not end the turn', () => {
    const messages = [...UNTIL_SENT, DONE[0] as Message];
    const { first, found } = watch(messages, 30, { plays: [[12_000, 18_000]] });
    expect(first).toBe(28);
    expect(found[0]?.summary).toContain('the server does not end the turn');
  });

  test('an answer that stops in the middle: after half a minute', () => {
    const { first, found } = watch([HELLO, ...BEGIN, ...ANSWER], 60, { plays: [[12_000, 16_000]] });
    expect(first).toBe(45);
    expect(found[0]?.summary).toContain('stopped in the middle');
  });

  test('speech that was sent and is never answered: after a minute', () => {
    const speech: Message[] = [
      HELLO,
      [9000, 'out mic-audio-data', 9000],
      [10_000, 'out mic-audio-end'],
    ];
    expect(watch(speech, 90).first).toBe(70);
    expect(watch([HELLO, ...BEGIN], 90).first).toBe(71);
  });

  test('a tool that leads to nothing: after two minutes', () => {
    const messages: Message[] = [
      [0, 'in session.created'],
      [10_000, 'out input_audio_buffer.commit'],
      [10_100, 'in response.created'],
      [11_000, 'in response.output_audio.delta'],
      [12_000, 'in response.function_call_arguments.delta'],
    ];
    expect(watch(messages, 160).first).toBe(132);
  });

  test('another protocol, in the middle of an answer', () => {
    const messages: Message[] = [
      [0, 'in session.created'],
      [10_000, 'out input_audio_buffer.commit'],
      [10_100, 'in response.created'],
      [11_000, 'in response.output_audio.delta'],
    ];
    expect(watch(messages, 60).first).toBe(41);
  });

  test('it is critical after two minutes, and hiding the tab does not end it', () => {
    const page: Page = { plays: [[12_000, 15_000]], hidden: [[40_000, 900_000]] };
    const { found } = watch(UNTIL_SENT, 160, page);
    expect(found.at(-1)?.second).toBeGreaterThan(160);
    expect(watch(UNTIL_SENT, 160, { plays: [[12_000, 15_000]] }).found.at(-1)?.severity).toBe(
      'critical',
    );
  });
});

describe('look-alikes', () => {
  const TURN = [...UNTIL_SENT, ...DONE];
  const toolCalls = (until: number): Message[] =>
    Array.from({ length: Math.floor((until - 11_000) / 20_000) }, (_, i) => [
      11_000 + i * 20_000,
      'in tool_call_status',
    ]);

  test.each<[string, Message[], number, Page?]>([
    ['silent: a turn that ends', TURN, 60, { plays: [[12_000, 18_000]] }],
    ['silent: a long answer that still plays', UNTIL_SENT, 120, { plays: [[12_000, 600_000]] }],
    [
      'silent: a long answer that still arrives',
      [
        HELLO,
        ...BEGIN,
        ...Array.from({ length: 20 }, (_, i): Message => [12_000 + i * 15_000, 'in audio', 9000]),
      ],
      10,
    ],
    ['silent: a long tool call with progress', [HELLO, ...BEGIN, ...toolCalls(300_000)], 30],
    ['silent: an interrupted turn', [...UNTIL_SENT, [14_000, 'out interrupt-signal']], 60],
    [
      'silent: a turn that the next one has replaced and that ended',
      [
        ...UNTIL_SENT,
        [14_000, 'out text-input'],
        [14_020, 'in control:conversation-chain-start'],
        [15_000, 'in audio'],
        [16_000, 'in control:conversation-chain-end'],
      ],
      60,
    ],
    ['silent: the tab is hidden all the while', UNTIL_SENT, 120, { hidden: [[14_000, 900_000]] }],
    ['silent: the socket has closed', UNTIL_SENT, 60, { closed: true }],
    ['silent: the page has connected anew', UNTIL_SENT, 60, { reopenedAt: 15_000 }],
    ['silent: speech that plays where no hook looks', UNTIL_SENT, 55],
    [
      'silent: a session that answers only when it is addressed',
      [
        [0, 'in session.created'],
        [1000, 'out input_audio_buffer.commit'],
        [1100, 'in response.created'],
        [1500, 'in response.output_audio.delta'],
        [3000, 'in response.done'],
        [10_000, 'in input_audio_buffer.speech_stopped'],
        [10_010, 'in input_audio_buffer.committed'],
      ],
      200,
    ],
    [
      'silent: a protocol that does not tell its ends',
      [
        [0, 'in setupComplete'],
        [1000, 'out clientContent.turns'],
        [2000, 'in serverContent.inlineData'],
      ],
      200,
    ],
    [
      'silent: turns that times and sizes alone tell',
      Array.from({ length: 12 }, (_, i): Message => [i * 2500, i % 2 ? 'in a' : 'out b', 9000]),
      120,
    ],
  ])('%s', (_name, messages, seconds, page) => {
    expect(watch(messages, seconds, page).found).toEqual([]);
  });

  test('silent: a slow machine that was as slow before', () => {
    const slow: Message[] = [
      [0, 'in set-model-and-conf'],
      [1000, 'out text-input'],
      [1020, 'in control:conversation-chain-start'],
      [51_000, 'in audio'],
      [53_000, 'in control:conversation-chain-end'],
      [60_000, 'out text-input'],
      [60_020, 'in control:conversation-chain-start'],
    ];
    const { first } = watch(slow, 170);
    expect(first).toBe(211);
  });

  test('silent: shown again, the tab has its time', () => {
    const page: Page = { plays: [[12_000, 15_000]], hidden: [[16_000, 100_000]] };
    expect(watch(UNTIL_SENT, 105, page).first).toBe(110);
  });

  test.each<[string, (tab: TabState) => void]>([
    ['silent: the page has gone', (tab) => foldGone(tab, 'load-1')],
    ['silent: the tab is closed', (tab) => foldClosed(tab, T0 + 90_000)],
  ])('%s', (_name, ends) => {
    const { tab } = watch(UNTIL_SENT, 60, { plays: [[12_000, 15_000]] });
    ends(tab);
    const now = T0 + 100_000;
    expect(turnStalled.detect({ tab, sameOrigin: [tab], engine: 'firefox', now })).toBeNull();
  });
});
