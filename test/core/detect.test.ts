import { afterEach, describe, expect, test, vi } from 'vitest';
import { detect, neighboursIn, sameOriginTabs, sortFindings } from '../../src/core/detect';
import type { Detection, DetectorInput } from '../../src/core/detectors/detector';
import type { FindingId, Severity } from '../../src/core/report';
import { createTab, KEPT, type TabState } from '../../src/core/state';
import { aFinding, aTab, aWorld, T0 } from './facts';

const look = vi.hoisted(() => ({
  first: (_input: unknown): unknown => null,
  second: (_input: unknown): unknown => null,
}));
vi.mock('../../src/core/detectors', () => ({
  DETECTORS: [
    { id: 'reconnect-storm', detect: (input: unknown) => look.first(input) },
    { id: 'tab-accumulation', detect: (input: unknown) => look.second(input) },
  ],
}));
afterEach(() => {
  look.first = () => null;
  look.second = () => null;
});

const seen = (summary: string, severity: Severity = 'warning'): Detection => ({
  severity,
  title: summary,
  summary,
  evidence: {},
  sites: [],
  advice: [],
});
const at = (second: number) => T0 + second * 1000;

test('a detector hears which engine it is and when the machine was without a network', () => {
  const heard: DetectorInput[] = [];
  look.first = (input) => {
    heard.push(input as DetectorInput);
    return null;
  };
  const tab = aTab();
  const world = aWorld([tab], 'firefox');
  detect(world, tab, at(0));
  world.offlineAt = at(1);
  detect(world, tab, at(2));
  expect(heard).toMatchObject([
    { engine: 'firefox', now: at(0) },
    { offlineAt: at(1), now: at(2) },
  ]);
});

describe('beginning and end', () => {
  test('a finding begins when it is first seen and ends when it is no longer', () => {
    const tab = aTab();
    const world = aWorld([tab]);
    detect(world, tab, at(0));
    expect(tab.findings).toEqual([]);
    look.first = () => seen('loop');
    detect(world, tab, at(1));
    expect(tab.findings).toMatchObject([{ id: 'reconnect-storm', since: at(1), until: null }]);
    look.first = () => null;
    detect(world, tab, at(9));
    detect(world, tab, at(10));
    expect(tab.findings).toMatchObject([{ since: at(1), until: at(9), summary: 'loop' }]);
  });

  test('while it goes on it tells the newest', () => {
    const tab = aTab();
    const world = aWorld([tab]);
    for (const second of [1, 2, 3]) {
      look.first = () => seen(`loop ${second}`, second > 2 ? 'critical' : 'warning');
      detect(world, tab, at(second));
    }
    expect(tab.findings).toMatchObject([
      { since: at(1), until: null, summary: 'loop 3', severity: 'critical' },
    ]);
  });

  test.each([
    [10_000, 1],
    [10_001, 2],
  ])('back after %i ms: %i findings', (ms, count) => {
    const tab = aTab();
    const world = aWorld([tab]);
    look.first = () => seen('loop');
    detect(world, tab, T0);
    look.first = () => null;
    detect(world, tab, at(1));
    look.first = () => seen('loop');
    detect(world, tab, at(1) + ms);
    expect(tab.findings).toHaveLength(count);
    expect(tab.findings.at(-1)).toMatchObject({
      since: count === 1 ? T0 : at(1) + ms,
      until: null,
    });
  });
});

test('a detector that throws finds nothing, and the others go on', () => {
  const tab = aTab();
  const world = aWorld([tab]);
  look.first = () => seen('loop');
  detect(world, tab, at(1));
  look.first = () => {
    throw new Error('a mistake of ours');
  };
  look.second = () => seen('tabs');
  detect(world, tab, at(2));
  expect(tab.findings).toMatchObject([
    { id: 'reconnect-storm', until: at(2) },
    { id: 'tab-accumulation', until: null },
  ]);
});

test('the findings that are kept are limited; active ones stay', () => {
  const tab = aTab();
  const world = aWorld([tab]);
  look.second = () => seen('tabs');
  for (let i = 0; i < KEPT.findings + 20; i++) {
    look.first = () => seen('loop');
    detect(world, tab, at(i * 60));
    look.first = () => null;
    detect(world, tab, at(i * 60 + 30));
  }
  expect(tab.findings).toHaveLength(KEPT.findings);
  expect(tab.findings.filter((f) => f.until === null).map((f) => f.id)).toEqual([
    'tab-accumulation',
  ]);
  const newest = Math.max(...tab.findings.map((f) => f.since));
  expect(newest).toBe(at((KEPT.findings + 19) * 60));
});

test('detectors are given the tab, its siblings, the engine and the time', () => {
  const [tab, other] = [aTab(), { ...aTab(), ...createTab(2), origin: 'https://voice.example' }];
  const inputs: DetectorInput[] = [];
  look.first = (input) => {
    inputs.push(input as DetectorInput);
    return null;
  };
  detect(aWorld([tab, other], 'firefox'), tab, at(3));
  expect(inputs).toEqual([{ tab, sameOrigin: [tab, other], engine: 'firefox', now: at(3) }]);
});

describe('order', () => {
  const order = (...findings: [FindingId, Severity, number | null][]) =>
    sortFindings(findings.map(([id, severity, until]) => aFinding(id, { severity, until }))).map(
      (f) => `${f.id} ${f.severity} ${f.until === null ? 'active' : f.until}`,
    );

  test('active ones first, worst first, then what explains most; those over by their end', () => {
    expect(
      order(
        ['reconnect-storm', 'critical', 1000],
        ['tab-accumulation', 'warning', null],
        ['reconnect-storm', 'info', null],
        ['tab-accumulation', 'info', 2000],
        ['reconnect-storm', 'warning', null],
        ['tab-accumulation', 'critical', null],
      ),
    ).toEqual([
      'tab-accumulation critical active',
      'reconnect-storm warning active',
      'tab-accumulation warning active',
      'reconnect-storm info active',
      'tab-accumulation info 2000',
      'reconnect-storm critical 1000',
    ]);
  });

  test('a cause stands before what it explains, at the place of the worst of that', () => {
    expect(
      order(
        ['microphone-leak', 'critical', null],
        ['tab-accumulation', 'warning', null],
        ['audio-context-leak', 'info', null],
        ['vad-leak', 'info', null],
        ['reconnect-storm', 'warning', null],
      ),
    ).toEqual([
      'vad-leak info active',
      'microphone-leak critical active',
      'reconnect-storm warning active',
      'tab-accumulation warning active',
      'audio-context-leak info active',
    ]);
  });

  test('through several steps', () => {
    const chain = ['memory-growth', 'main-thread-stall', 'turn-stalled', 'vad-leak'] as const;
    expect(order(...chain.map((id): [FindingId, Severity, null] => [id, 'warning', null]))).toEqual(
      [
        'vad-leak warning active',
        'memory-growth warning active',
        'main-thread-stall warning active',
        'turn-stalled warning active',
      ],
    );
  });

  test('each finding says because of what', () => {
    const sorted = sortFindings([aFinding('microphone-leak'), aFinding('vad-leak')]);
    expect(sorted.map(({ id, because }) => [id, because])).toEqual([
      ['vad-leak', null],
      ['microphone-leak', 'vad-leak'],
    ]);
  });

  test('leaves its input as it was', () => {
    const findings = [aFinding('tab-accumulation', { until: T0 }), aFinding('reconnect-storm')];
    sortFindings(findings);
    expect(findings.map((f) => f.id)).toEqual(['tab-accumulation', 'reconnect-storm']);
  });
});

describe('siblings', () => {
  const tabAt = (tabId: number, origin: string, open = true) => ({
    ...createTab(tabId),
    origin,
    open,
  });

  test('are the open tabs of the same origin', () => {
    const all = [
      tabAt(1, 'https://a.example'),
      tabAt(2, 'https://a.example'),
      tabAt(3, 'https://a.example', false),
      tabAt(4, 'http://a.example'),
      tabAt(5, ''),
    ];
    const world = aWorld(all);
    expect(sameOriginTabs(world, all[0] as never).map((t) => t.tabId)).toEqual([1, 2]);
    expect(sameOriginTabs(world, all[2] as never).map((t) => t.tabId)).toEqual([1, 2]);
    expect(sameOriginTabs(world, all[4] as never)).toEqual([]);
  });

  test('silent: a private tab is none of another’s, nor the other way round', () => {
    const [here, other, apart, alike] = [1, 2, 3, 4].map((id) => tabAt(id, 'https://a.example'));
    if (!here || !other || !apart || !alike) throw new Error('no tabs');
    here.isPrivate = false;
    apart.isPrivate = alike.isPrivate = true;
    const world = aWorld([here, other, apart, alike]);
    expect(sameOriginTabs(world, here).map((t) => t.tabId)).toEqual([1, 2]);
    expect(sameOriginTabs(world, apart).map((t) => t.tabId)).toEqual([3, 4]);
  });
});

describe('the tabs of one site', () => {
  const ORIGIN = 'https://voice.example';
  const world = aWorld([
    aTab({ tabId: 1, origin: ORIGIN }),
    aTab({ tabId: 2, origin: ORIGIN, isPrivate: false }),
    aTab({ tabId: 3, origin: ORIGIN, isPrivate: true }),
    aTab({ tabId: 4, origin: ORIGIN, open: false }),
    aTab({ tabId: 5, origin: 'https://other.example' }),
    aTab({ tabId: 6, origin: '' }),
    aTab({ tabId: 7, origin: '' }),
  ]);
  const idsOf = (tabs: readonly { tabId: number }[]) => tabs.map(({ tabId }) => tabId);

  test.each([
    [1, [1, 2]],
    [2, [1, 2]],
    [3, [3]],
    [4, [1, 2]],
    [5, [5]],
    [6, []],
  ])('of tab %i are %j, however they are asked for', (tabId, expected) => {
    const tab = world.tabs[tabId] as TabState;
    expect(idsOf(sameOriginTabs(world, tab))).toEqual(expected);
    expect(idsOf(neighboursIn(world)(tab))).toEqual(expected);
  });
});
