import { describe, expect, test } from 'vitest';
import { buildReport } from '../../src/core/build-report';
import { detect } from '../../src/core/detect';
import { foldBatch, foldGone } from '../../src/core/fold';
import { RESOURCE_KINDS } from '../../src/core/report';
import { takeSample } from '../../src/core/sample';
import { createTab, KEPT, type TabState } from '../../src/core/state';
import { bounded } from '../../src/protocol/bounds';
import { type BridgeMessage, LIMITS } from '../../src/protocol/facts';
import {
  asBridgeIdentity,
  asBridgeMessage,
  asRegistrations,
  asRequest,
} from '../../src/protocol/guards';
import { aBatch, aTab, aWorld, T0 } from '../core/facts';
import { randomOf } from '../core/random';
import { aMessage, anything, aRandomBatch, pick, type Random } from './values';

const ABOUT = { extension: { name: 'W', version: '1' }, browser: { name: 'B', version: '1' } };

/** Takes a message in as the background does; `false` where the guard refuses it. */
const take = (tab: TabState, value: unknown, now: number): boolean => {
  const message = asBridgeMessage(value);
  if (message?.type === 'batch') foldBatch(tab, 0, message.load, message.url, message.batch, now);
  else if (message?.type === 'gone') foldGone(tab, message.load);
  return message !== null;
};

const expectWithinLimits = (tab: TabState): void => {
  expect(tab.loads.length).toBeLessThanOrEqual(KEPT.liveLoads);
  expect(tab.past.endpoints.length).toBeLessThanOrEqual(KEPT.endpoints);
  expect(Object.keys(tab.network).length).toBeLessThanOrEqual(KEPT.network);
  expect(tab.timeline.length).toBeLessThanOrEqual(KEPT.timeline);
  expect(tab.findings.length).toBeLessThanOrEqual(KEPT.findings);
  for (const load of tab.loads) {
    expect(load.tries.length).toBeLessThanOrEqual(KEPT.tries);
    expect(load.sites.length).toBeLessThanOrEqual(KEPT.sites);
    expect(Object.keys(load.endpoints).length).toBeLessThanOrEqual(LIMITS.endpoints + 1);
    expect(Object.keys(load.kinds).length).toBeLessThanOrEqual(RESOURCE_KINDS.length);
    expect(load.url.length).toBeLessThanOrEqual(LIMITS.url);
  }
};

/** Where a number is none: JSON would say `null` for it, which means "not observed". */
const oddNumbers = (value: unknown, path = ''): string[] => {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => oddNumbers(item, `${path}.${key}`));
};

/** Replaces one value somewhere in the message, chosen at random. */
const breakOne = (message: BridgeMessage, random: Random): unknown => {
  const copy = structuredClone(message) as unknown;
  let parent = copy as Record<string, unknown>;
  for (;;) {
    const key = pick(random, Object.keys(parent));
    const value = parent[key];
    const isTable = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
    if (isTable && random() < 0.8) {
      parent = value as Record<string, unknown>;
      continue;
    }
    parent[key] = anything(random, 1);
    return copy;
  }
};

/** Broken in one place more often than not. */
const maybeBroken = (random: Random): unknown => {
  const message = aMessage(random);
  return random() < 0.7 ? breakOne(message, random) : message;
};

/** As the bridge sends it on: what the page said is bounded, what the bridge adds is its own. */
const forwarded = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'batch' in message
    ? { ...message, batch: bounded(message.batch) }
    : message;

describe('6,000 messages of any kind', () => {
  test('3,000 that are anything: refused, and nothing throws', { timeout: 60_000 }, () => {
    const random = randomOf(11);
    for (let i = 0; i < 3000; i++) {
      const value = anything(random);
      expect(asBridgeMessage(value)).toBeNull();
      expect(asBridgeMessage(bounded(value))).toBeNull();
      expect(asRequest(value)).toBeNull();
      expect(asBridgeIdentity(value)).toBeNull();
    }
  });

  test('2,000 that are right but for one value at most: what passes folds, within the limits', {
    timeout: 60_000,
  }, () => {
    const random = randomOf(12);
    const tab = aTab();
    const other = { ...createTab(2), origin: tab.origin };
    const untouched = structuredClone(other);
    const world = aWorld([tab, other]);
    let passed = 0;
    for (let i = 0; i < 2000; i++) {
      const now = T0 + i * 500;
      if (take(tab, forwarded(maybeBroken(random)), now)) passed++;
      if (i % 10) continue;
      takeSample(tab, now);
      detect(world, tab, now);
      expectWithinLimits(tab);
    }
    expect(passed).toBeGreaterThan(100);
    expect(passed).toBeLessThan(1900);
    expect(other).toEqual(untouched);
    expect(Object.keys(world.tabs)).toEqual(['1', '2']);
    expect(({} as Record<string, unknown>).evil).toBeUndefined();
  });

  test('1,000 that are right: they fold, are stored and reported', { timeout: 60_000 }, () => {
    const random = randomOf(13);
    const tab = aTab();
    const world = aWorld([tab]);
    for (let i = 0; i < 1000; i++) {
      const now = T0 + i * 500;
      expect(take(tab, aMessage(random), now)).toBe(true);
      if (i % 50) continue;
      takeSample(tab, now);
      detect(world, tab, now);
      expectWithinLimits(tab);
      const report = buildReport(world, tab, ABOUT, now);
      expect(oddNumbers(report)).toEqual([]);
    }
  });
});

describe('one field broken: refused', () => {
  const random = randomOf(14);
  const right = (): {
    type: string;
    load: unknown;
    url: unknown;
    batch: Record<string, unknown>;
  } => {
    let batch = aRandomBatch(random);
    while (
      !(
        batch.audio &&
        batch.kinds[0] &&
        batch.endpoints[0] &&
        batch.tries[0] &&
        batch.sites[0] &&
        batch.types[0]
      )
    )
      batch = aRandomBatch(random);
    return { type: 'batch', load: 'abc-123', url: 'https://voice.example/', batch: batch as never };
  };
  const BAD: [path: string, values: unknown[]][] = [
    ['type', ['Batch', '', null, 1, 'stop']],
    ['load', ['', 'ab', 'A'.repeat(9), 'x'.repeat(33), '__proto__', 'a b c', null, 7]],
    ['url', [null, 7, 'x'.repeat(1101)]],
    ['batch', [null, [], 'batch', 7]],
    ['batch.seq', [0, -1, 1.5, '1', null, Number.NaN, 2 ** 60]],
    ['batch.at', [-1, null, '0', Number.POSITIVE_INFINITY]],
    ['batch.full', [0, 'true', null]],
    ['batch.kinds', [null, {}, Array(9).fill(0)]],
    ['batch.kinds.0.kind', ['socket', null, '__proto__']],
    ['batch.kinds.0.created', [-1, 0.5, null]],
    [
      'batch.kinds.0.byState',
      [null, { Open: 1 }, { open: -1 }, { 'two words': 1 }, { [`s${'x'.repeat(16)}`]: 1 }],
    ],
    ['batch.endpoints', [null, Array(257).fill(0)]],
    ['batch.endpoints.0.n', [-1, 257, 1.5, '0', null]],
    ['batch.endpoints.0.kind', ['vad', null]],
    ['batch.endpoints.0.url', [null, 7, 'x'.repeat(513)]],
    ['batch.endpoints.0.closeCodes', [null, { abc: 1 }, { 100000: 1 }, { 1006: -1 }]],
    ...[
      'attempts',
      'opened',
      'failed',
      'live',
      'maxLive',
      'messagesIn',
      'messagesOut',
      'bytesIn',
      'bytesOut',
    ].map((name): [string, unknown[]] => [
      `batch.endpoints.0.${name}`,
      [-1, 1.5, null, '1', 2 ** 60],
    ]),
    ['batch.tries', [null, Array(65).fill(0)]],
    ...['n', 'endpoint', 'messages'].map((name): [string, unknown[]] => [
      `batch.tries.0.${name}`,
      [-1, 1.5, null, 2 ** 60],
    ]),
    ['batch.tries.0.at', [-1, null]],
    ...['openedAt', 'endedAt', 'code'].map((name): [string, unknown[]] => [
      `batch.tries.0.${name}`,
      [-1, undefined, '1', Number.NaN],
    ]),
    ...['own', 'auto'].map((name): [string, unknown[]] => [
      `batch.tries.0.${name}`,
      [0, null, 'yes'],
    ]),
    ['batch.sites', [null, Array(65).fill(0)]],
    ['batch.sites.0.kind', ['any', null]],
    ['batch.sites.0.endpoint', [-1, '0', undefined]],
    ['batch.sites.0.stack', [null, 'x'.repeat(1025)]],
    ['batch.sites.0.count', [-1, null]],
    ['batch.audio', [7, [], {}]],
    ['batch.audio.scheduled.aheadMs', [-1, null, Number.POSITIVE_INFINITY]],
    ['batch.audio.elements.pending', [-1, 0.5]],
    ['batch.audio.meanClipMs', [-1, undefined]],
    ['batch.types', [null, Array(65).fill(0)]],
    ['batch.types.0.type', [null, 'x'.repeat(65)]],
    ['batch.types.0.count', [-1, null]],
    ['batch.types.0.out', [1, null]],
    ['batch.usedBytes', [-1, undefined, '1']],
    ['batch.dropped', [-1, null, 0.5]],
  ];

  test.each(BAD)('%s', (path, values) => {
    for (const value of values) {
      const message = structuredClone(right());
      expect(asBridgeMessage(message)).not.toBeNull();
      const names = path.split('.');
      const last = names.pop() ?? '';
      let parent = message as Record<string, unknown>;
      for (const name of names) parent = parent[name] as Record<string, unknown>;
      expect(Object.keys(parent), path).toContain(last);
      parent[last] = value;
      expect(asBridgeMessage(message), `${path} = ${String(value)}`).toBeNull();
    }
  });

  test('too many states or close codes', () => {
    const message = structuredClone(right());
    const states = Array.from({ length: LIMITS.states + 1 }, (_, i) => [
      `s${'abcdefghijklmnop'[i]}`,
      1,
    ]);
    (message.batch.kinds as { byState: unknown }[])[0] = {
      ...(message.batch.kinds as object[])[0],
      byState: Object.fromEntries(states),
    };
    expect(asBridgeMessage(message)).toBeNull();
  });

  test.each([
    ['kinds', RESOURCE_KINDS.length],
    ['endpoints', LIMITS.endpoints],
    ['tries', LIMITS.tries],
    ['sites', LIMITS.sites],
    ['types', LIMITS.types],
  ])('more %s than %i', (name, most) => {
    const message = structuredClone(right());
    const [first] = message.batch[name] as unknown[];
    message.batch[name] = Array(most).fill(first);
    expect(asBridgeMessage(message)).not.toBeNull();
    message.batch[name] = Array(most + 1).fill(first);
    expect(asBridgeMessage(message)).toBeNull();
  });

  test('a field that is missing', () => {
    for (const key of Object.keys(aBatch())) {
      const message = structuredClone(right());
      delete message.batch[key];
      expect(asBridgeMessage(message), key).toBeNull();
    }
  });
});

test('a field that nobody asked for is left behind', () => {
  const message = { type: 'gone', load: 'abc-123', evil: 1 };
  expect(asBridgeMessage(message)).toEqual({ type: 'gone', load: 'abc-123' });
});

describe('other messages', () => {
  test.each([
    [{ type: 'tabs' }],
    [{ type: 'report', tabId: 5 }],
    [{ type: 'markdown', tabId: 5 }],
    [{ type: 'popup', tabId: 5 }],
    [{ type: 'pause', tabId: 5, paused: true }],
    [{ type: 'unregister-workers', tabId: 5 }],
    [{ type: 'close-others', tabId: 5, tabIds: [6, 7] }],
    [{ type: 'report', tabId: -7 }],
    [{ type: 'history' }],
    [{ type: 'history', origin: 'https://a.example', before: 5, most: 20 }],
    [{ type: 'span', tabId: -7, from: 0, to: 9.5, most: 1 }],
    [{ type: 'delete-everything' }],
    [{ type: 'history-told' }],
  ])('a request: %j', (request) => {
    expect(asRequest(request)).toEqual(request);
  });

  test.each([
    [{ type: 'report' }],
    [{ type: 'report', tabId: '5' }],
    [{ type: 'report', tabId: 1.5 }],
    [{ type: 'report', tabId: null }],
    [{ type: 'close', tabId: 5 }],
    ['tabs'],
    [{ type: 'history', most: 0 }],
    [{ type: 'history', origin: 7 }],
    [{ type: 'history', before: Number.NaN }],
    [{ type: 'span', tabId: 5, from: 0 }],
    [{ type: 'span', tabId: 5, from: 0, to: Number.POSITIVE_INFINITY }],
  ])('no request: %j', (request) => {
    expect(asRequest(request)).toBeNull();
  });

  test('who a bridge is', () => {
    const right = { load: 'abc', seq: 0, late: false };
    expect(asBridgeIdentity(right)).toEqual(right);
    expect(asBridgeIdentity({ ...right, seq: 3 })).not.toBeNull();
    for (const bad of [{ load: '' }, { seq: -1 }, { late: 1 }])
      expect(asBridgeIdentity({ ...right, ...bad }), JSON.stringify(bad)).toBeNull();
  });

  test('what a page says of its service workers', () => {
    const worker = { scope: 'https://h/', scriptUrl: 'https://h/sw.js', state: 'activated' };
    const right = { origin: 'https://h', workers: [worker] };
    expect(asRegistrations(right)).toEqual(right);
    expect(asRegistrations({ origin: 'https://h', workers: [] })).not.toBeNull();
    for (const bad of [
      { origin: 7 },
      { workers: null },
      { workers: [{ ...worker, scope: 7 }] },
      { workers: [{ ...worker, scope: `https://h/${'x'.repeat(600)}` }] },
      { workers: [{ ...worker, state: 'x'.repeat(17) }] },
      { workers: Array(51).fill(worker) },
    ])
      expect(asRegistrations({ ...right, ...bad }), JSON.stringify(bad).slice(0, 60)).toBeNull();
    expect(asRegistrations(null)).toBeNull();
  });
});
