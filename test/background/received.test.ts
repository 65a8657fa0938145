import { describe, expect, test } from 'vitest';
import { received } from '../../src/background/received';
import type { Batch, BridgeMessage } from '../../src/protocol/facts';
import { LIMITS } from '../../src/protocol/facts';
import type { PageBatch, SoundFact, TallyRow } from '../../src/protocol/page-facts';
import { SHORT_NAMES } from '../../src/protocol/short-names';
import { anEndpoint, aTry, T0 } from '../core/facts';
import { randomOf } from '../core/random';
import { anything } from '../protocol/values';

const OWN = 'chrome-extension://abc/';

const SILENCE: SoundFact = {
  pending: 0,
  playing: 0,
  played: 0,
  aheadMs: 0,
  held: 0,
  heldSince: Number.POSITIVE_INFINITY,
  underruns: Number.NaN,
  underrunMs: 0,
  waitingElements: 0,
  playingElements: 0,
  playedElements: 0,
  waitingMs: 0,
  bufferedMs: 0,
  unknown: 0,
  asked: 0,
  askedSince: Number.POSITIVE_INFINITY,
  clipMs: 0,
  clips: 0,
};
const tally = (over: Partial<TallyRow>): TallyRow => ({
  kind: 'webSocket',
  endpoint: undefined,
  detail: '',
  created: 1,
  byState: {},
  ...over,
});
const pageBatch = (over: Partial<PageBatch> = {}): PageBatch => ({
  at: T0,
  rows: [],
  tries: [],
  types: [],
  sound: null,
  dropped: 0,
  ...over,
});

/** As the built page script says it. */
const shortened = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shortened);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [SHORT_NAMES.get(key) ?? key, shortened(item)]),
  );
};
const word = (batch: unknown, over: object = {}) => ({
  type: 'batch',
  load: 'abc-123',
  url: 'https://voice.example/app?token=1',
  seq: 3,
  full: false,
  files: [],
  usedBytes: null,
  text: JSON.stringify(batch),
  ...over,
});
const take = (batch: Partial<PageBatch>): Batch => {
  const message = received(word(shortened(pageBatch(batch))), OWN);
  expect(message).not.toBeNull();
  return (message as Extract<BridgeMessage, { type: 'batch' }>).batch;
};

test('under the short names of the build and the long ones of the sources, it is the same', () => {
  const batch = pageBatch({
    rows: [
      tally({ created: 2, byState: { open: 1, closed: 1 } }),
      { ...anEndpoint({ n: 0 }), changed: true } as never,
    ],
    tries: [
      aTry({ n: 1, openedAt: 0, endedAt: 0, code: 0 }),
      { ...aTry({ n: 2, openedAt: T0, endedAt: T0 + 1, code: 1006 }), changed: false } as never,
    ],
    sound: SILENCE,
  });
  const short = received(word(shortened(batch)), OWN);
  expect(short).toEqual(received(word(batch), OWN));
  expect(short).toMatchObject({
    url: 'https://voice.example/app',
    batch: {
      seq: 3,
      at: T0,
      full: false,
      kinds: [{ kind: 'webSocket', created: 2, byState: { open: 1, closed: 1 } }],
      endpoints: [anEndpoint({ n: 0 })],
      tries: [aTry({ n: 1 }), aTry({ n: 2, openedAt: T0, endedAt: T0 + 1, code: 1006 })],
    },
  });
});

test('no two names are the same', () => {
  const short = [...SHORT_NAMES.values()];
  expect(new Set(short).size).toBe(short.length);
  for (const name of ['n', ...SHORT_NAMES.keys()]) expect(short).not.toContain(name);
});

describe('rows', () => {
  test('those with a stack are sites, without our frames and secrets', () => {
    const stack = `Error\n    at x (${OWN}page.iife.js:1:2)\n    at f (https://h/a.js?token=1:1:2)`;
    const { kinds, sites } = take({
      rows: [tally({ endpoint: 2, detail: stack, created: 7 }), tally({ created: 9 })],
    });
    expect(sites).toEqual([
      { kind: 'webSocket', endpoint: 2, stack: 'at f (https://h/a.js:1:2)', count: 7 },
    ]);
    expect(kinds).toEqual([{ kind: 'webSocket', created: 9, byState: {} }]);
  });

  test('a server that closes with any code, a processor with a long name: cut, and not refused', () => {
    const closeCodes = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [3000 + i, 1]));
    const { endpoints, nodes } = take({
      rows: [
        anEndpoint({ closeCodes }),
        tally({ kind: 'node', detail: `worklet ${'x'.repeat(200)}`, byState: { tapped: 1 } }),
      ],
    });
    expect(Object.keys(endpoints[0]?.closeCodes ?? {})).toHaveLength(LIMITS.closeCodes);
    expect(nodes.map(({ shape }) => shape.length)).toEqual([64, 63]);
  });

  test('an endpoint keeps no credentials', () => {
    const { endpoints } = take({ rows: [anEndpoint({ url: 'wss://me:secret@h/ws' })] });
    expect(endpoints[0]?.url).toBe('wss://h/ws');
  });

  test('what was collected without an end is in no state', () => {
    const { kinds } = take({
      rows: [tally({ kind: 'audioContext', created: 3, byState: { running: 1, '': 2 } })],
    });
    expect(kinds[0]?.byState).toEqual({ running: 1 });
  });

  test.each([
    [
      'a processor that nobody has fed, and one that is gone',
      { detail: 'worklet vad', created: 2, byState: { live: 1, '': 1 } },
      [
        { shape: 'worklet vad', created: 2, live: 1 },
        { shape: 'tapped vad', created: 0, live: 0 },
      ],
    ],
    [
      'processors that listen to a stream, or did',
      { detail: 'worklet vad', created: 5, byState: { live: 1, tapped: 2, released: 1, '': 1 } },
      [
        { shape: 'worklet vad', created: 2, live: 1 },
        { shape: 'tapped vad', created: 3, live: 2 },
      ],
    ],
    [
      'others, which are followed from when they listen',
      { detail: 'script 4096', created: 3, byState: { live: 0, tapped: 2, released: 1 } },
      [{ shape: 'script 4096', created: 3, live: 2 }],
    ],
    [
      'a worker with a key',
      { detail: 'worker', created: 1, byState: { live: 1 } },
      [{ shape: 'worker', created: 1, live: 1 }],
    ],
  ])('nodes: %s', (_what, row, nodes) => {
    expect(take({ rows: [tally({ kind: 'node', ...row })] }).nodes).toEqual(nodes);
  });
});

describe('sound', () => {
  test('nothing waits, and the browser does not say what was missed', () => {
    expect(take({ sound: SILENCE }).audio).toEqual({
      scheduled: { pending: 0, playing: 0, played: 0, aheadMs: 0, held: 0, heldSince: null },
      underruns: null,
      elements: {
        pending: 0,
        playing: 0,
        played: 0,
        pendingMs: 0,
        bufferedMs: 0,
        unknown: 0,
        asked: 0,
        askedSince: null,
      },
      meanClipMs: null,
    });
  });

  test('each number in its place', () => {
    const sound = { ...SILENCE };
    Object.keys(sound).forEach((name, i) => {
      sound[name as keyof SoundFact] = i + 1;
    });
    expect(take({ sound }).audio).toEqual({
      scheduled: { pending: 1, playing: 2, played: 3, aheadMs: 4, held: 5, heldSince: 6 },
      underruns: { events: 7, ms: 8 },
      elements: {
        pending: 9,
        playing: 10,
        played: 11,
        pendingMs: 12,
        bufferedMs: 13,
        unknown: 14,
        asked: 15,
        askedSince: 16,
      },
      meanClipMs: 17 / 18,
    });
  });
});

describe('what fuzzing has found', () => {
  test('a type that no known protocol has is kept as a number, the same for the same', () => {
    const run = { endpoint: 0, out: true, count: 1, bytes: 1, firstAt: T0, lastAt: T0 };
    const names = ['audio', 'my-secret', 'my-secret', 'ws://h?token=1', '', '#53'];
    const { types } = take({ types: names.map((type) => ({ ...run, type })) });
    const kept = types.map(({ type }) => type);
    expect(kept).toEqual([
      'audio',
      expect.stringMatching(/^~[a-z0-9]{1,7}$/),
      kept[1],
      expect.stringMatching(/^~/),
      '',
      '#53',
    ]);
    expect(kept[3]).not.toBe(kept[1]);
  });

  test('nothing ends before it began', () => {
    const { tries, types } = take({
      tries: [aTry({ at: T0, openedAt: T0 - 5, endedAt: T0 - 9 })],
      types: [
        { endpoint: 0, out: true, type: '', count: 1, bytes: 1, firstAt: T0, lastAt: T0 - 1 },
      ],
    });
    expect(tries[0]).toMatchObject({ at: T0, openedAt: T0, endedAt: T0 });
    expect(types[0]).toMatchObject({ firstAt: T0, lastAt: T0 });
  });

  test('names of files, processors and scripts keep no secrets', () => {
    const text = JSON.stringify(
      pageBatch({ rows: [tally({ kind: 'node', detail: 'worklet ws://me:pw@h/x?token=1' })] }),
    );
    const files = ['https://me:pw@h/silero_vad.onnx?token=1'];
    const main = {
      byFrames: true,
      hidden: false,
      loadedAt: null,
      blockedMs: 1,
      longestMs: 1,
      blocks: [{ n: 1, at: T0, durationMs: 1, script: 'f (https://me:pw@h/a.js?token=1)' }],
    };
    const told = [
      received(word(null, { text, files }), OWN),
      received({ type: 'main', load: 'abc-123', main, usedBytes: null }, OWN),
    ];
    expect(told).not.toContain(null);
    expect(JSON.stringify(told)).toContain('silero_vad.onnx');
    expect(JSON.stringify(told)).not.toMatch(/pw@|token/);
  });
});

describe('refused', () => {
  test.each([
    ['no text', { text: undefined }],
    ['no JSON', { text: '{' }],
    ['nothing', { text: 'null' }],
    ['too much', { text: `"${'x'.repeat(LIMITS.text)}"` }],
    ['a number that is none', { seq: 0 }],
    ['an address that is none', { url: 7 }],
  ])('%s', (_what, over) => {
    expect(received(word(pageBatch(), over), OWN)).toBeNull();
    expect(received(word(pageBatch()), OWN)).not.toBeNull();
  });

  test('500 batches of any kind: nothing throws', { timeout: 60_000 }, () => {
    const random = randomOf(21);
    let passed = 0;
    for (let i = 0; i < 500; i++) {
      const rows = Array.from({ length: 3 }, () => anything(random));
      let text: string;
      try {
        text = JSON.stringify({ ...pageBatch(), rows, sound: anything(random) });
      } catch {
        continue;
      }
      if (received(word(null, { text }), OWN)) passed++;
    }
    expect(passed).toBeLessThan(100);
  });

  test('a name that is the prototype sets none', () => {
    const text = JSON.stringify(pageBatch()).replace('{', '{"__proto__":{"evil":1},');
    expect(received(word(null, { text }), OWN)).not.toBeNull();
    expect(({} as { evil?: number }).evil).toBeUndefined();
  });
});

test('what is no batch goes to the guards as it is', () => {
  expect(received({ type: 'idle', load: 'abc-123' }, OWN)).toEqual({
    type: 'idle',
    load: 'abc-123',
  });
  expect(received({ type: 'batch', load: 'abc-123' }, OWN)).toBeNull();
  expect(received(null, OWN)).toBeNull();
});
