import fc from 'fast-check';
import { RESOURCE_KINDS } from '../../src/core/report';
import { LIMITS } from '../../src/protocol/facts';
import type { PageBatch, SoundFact } from '../../src/protocol/page-facts';
import { SHORT_NAMES } from '../../src/protocol/short-names';
import { T0 } from '../core/facts';
import { nastyText } from './hostile-values';

/*
 * What the page script itself may post (`protocol/page-facts.ts`): every text is the page's own choice, every
 * number is one that counting can give.
 */

/** Small numbers mostly, and now and then one that a page of many days would have. */
const count = fc.oneof(
  { weight: 6, arbitrary: fc.nat(9) },
  { weight: 1, arbitrary: fc.nat(2 ** 31 - 1) },
);
const time = fc.nat(600_000).map((ms) => T0 + ms);
const timeOrNone = fc.oneof(fc.constant(0), time);
const index = fc.nat(8);

const words = fc.oneof(
  { weight: 2, arbitrary: nastyText },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'at open (https://voice.example/app.js?v=1:10:5)\n    at https://me:secret@voice.example/a.js#x:1:2',
      'open@https://voice.example/app.js:10:5',
      'Error\n    at new Socket (chrome-extension://abc/page.iife.js:1:1)\n    at f (app.js:1:2)',
    ),
  },
);
const url = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        'wss://voice.example/client-ws',
        'ws://h:1/a/1',
        'ws://h:1/a/2',
        'ws://h:1/a/3',
        'wss://h/*',
      ),
    },
    { weight: 1, arbitrary: nastyText },
  )
  .map((text) => text.split(/[?#]/, 1)[0]?.slice(0, LIMITS.url) ?? '');

const STATES = [
  'connecting',
  'open',
  'closing',
  'closed',
  'running',
  'suspended',
  'live',
  'ended',
  'playing',
  '',
];
const byState = fc.dictionary(fc.constantFrom(...STATES), count, { maxKeys: 4 });

const kindRow = fc.record({
  kind: fc.constantFrom(...RESOURCE_KINDS),
  endpoint: fc.constant(undefined),
  detail: fc.constant(''),
  created: count,
  byState,
});
const siteRow = fc.record({
  kind: fc.constantFrom(...RESOURCE_KINDS),
  endpoint: fc.option(index, { nil: undefined }),
  detail: words.map((text) => `Error\n    at x\n${text}`.slice(0, LIMITS.rawStack)),
  created: count,
  byState: fc.constant({}),
});
const NODE_STATES = ['live', 'tapped', 'released', ''];
const nodeRow = fc
  .record({
    kind: fc.constant('node' as const),
    endpoint: fc.constant(undefined),
    detail: fc.oneof(
      fc.constantFrom(
        'worklet vad-helper-worklet',
        'worklet mine',
        'script 4096',
        'analyser 512 0.1',
        'worker',
      ),
      nastyText.map((text) => `worklet ${text}`.slice(0, LIMITS.shape)),
    ),
    byState: fc.dictionary(fc.constantFrom(...NODE_STATES), fc.nat(5), { maxKeys: 4 }),
  })
  .map((row) => ({ ...row, created: Object.values(row.byState).reduce((sum, n) => sum + n, 0) }));

const endpointRow = fc.record({
  n: index,
  kind: fc.constantFrom('webSocket' as const, 'eventSource' as const),
  url,
  attempts: count,
  opened: count,
  failed: count,
  live: count,
  maxLive: count,
  closeCodes: fc.dictionary(fc.integer({ min: 1000, max: 4999 }).map(String), count, {
    maxKeys: 40,
  }),
  messagesIn: count,
  messagesOut: count,
  bytesIn: count,
  bytesOut: count,
  unsent: count,
  tool: fc.boolean(),
});
const attempt = fc.record({
  n: fc.nat(200),
  endpoint: index,
  at: time,
  openedAt: timeOrNone,
  endedAt: timeOrNone,
  code: fc.constantFrom(0, 1000, 1006, 4000),
  own: fc.boolean(),
  auto: fc.boolean(),
  messages: count,
  sent: count,
});
const TYPES = [
  '',
  'audio',
  'full-text',
  'control',
  'audio-play-start',
  'interrupt-signal',
  'conversation-chain-end',
  'response.created',
  'response.done',
  'input_audio_buffer.append',
];
const run = fc.record({
  endpoint: index,
  out: fc.boolean(),
  type: fc.oneof(
    fc.constantFrom(...TYPES),
    nastyText.map((text) => text.slice(0, LIMITS.type)),
  ),
  count: fc.integer({ min: 1, max: 50 }),
  bytes: count,
  firstAt: time,
  lastAt: time,
});

const sound: fc.Arbitrary<SoundFact> = fc.record({
  pending: count,
  playing: count,
  played: count,
  aheadMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
  held: count,
  heldSince: fc.oneof(time, fc.constant(Number.POSITIVE_INFINITY)),
  underruns: fc.oneof(count, fc.constant(Number.NaN)),
  underrunMs: count,
  waitingElements: count,
  playingElements: count,
  playedElements: count,
  waitingMs: count,
  bufferedMs: count,
  unknown: count,
  asked: count,
  askedSince: fc.oneof(time, fc.constant(Number.POSITIVE_INFINITY)),
  clipMs: count,
  clips: count,
});

/** Each row has a key of its own in the page; of two for one thing the first stands here. */
const unique = <T>(rows: readonly T[], key: (row: T) => unknown): T[] =>
  [...new Map(rows.map((row) => [key(row), row] as const).reverse()).values()].reverse();

const few = <T>(item: fc.Arbitrary<T>, most: number) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.array(item, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(item, { maxLength: most, size: 'max' }) },
  );

export const pageBatch: fc.Arbitrary<PageBatch> = fc
  .record({
    at: time,
    tallies: few(fc.oneof(kindRow, siteRow, nodeRow), 30),
    endpoints: few(endpointRow, 20),
    tries: few(attempt, LIMITS.tries),
    types: few(run, LIMITS.types),
    sound: fc.option(sound, { freq: 2 }),
    dropped: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: count }),
  })
  .map(({ tallies, endpoints, ...rest }) => ({
    ...rest,
    rows: [
      ...unique(tallies as PageBatch['rows'], (row) =>
        'detail' in row ? `${row.kind} ${row.endpoint} ${row.detail}` : row,
      ),
      ...unique(endpoints, (row) => row.n),
    ],
  }));

/** Under the short names of the build. */
export const shortened = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shortened);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [SHORT_NAMES.get(key) ?? key, shortened(item)]),
  );
};

/** As the bridge sends it. */
export interface Word {
  type: 'batch';
  load: string;
  url: string;
  seq: number;
  full: boolean;
  files: string[];
  usedBytes: number | null;
  text: string;
}

const LOADS = ['abc-1', 'abc-2', 'abc-3', 'a-b-c'];
const around = fc.record({
  type: fc.constant('batch' as const),
  load: fc.constantFrom(...LOADS),
  url: fc.constantFrom(
    'https://voice.example/app',
    'https://me:pw@voice.example/app?token=1#x',
    'about:blank',
    'data:text/html,secret',
  ),
  seq: fc.integer({ min: 1, max: 9 }),
  full: fc.boolean(),
  files: fc.constantFrom<string[][]>([], ['silero_vad.onnx']),
  usedBytes: fc.option(fc.nat(2 ** 31 - 1)),
});

export const honestWord: fc.Arbitrary<{ batch: PageBatch; word: Word }> = fc
  .tuple(around, pageBatch, fc.boolean())
  .map(([rest, batch, short]) => ({
    batch,
    word: { ...rest, text: JSON.stringify(short ? shortened(batch) : batch) },
  }));
