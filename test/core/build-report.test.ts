import { describe, expect, test } from 'vitest';
import { buildReport, summarize } from '../../src/core/build-report';
import { foldBatch, foldClosed } from '../../src/core/fold';
import { foldHandshake } from '../../src/core/fold-handshake';
import { foldInventory } from '../../src/core/origins';
import { FINDING_IDS, type Report } from '../../src/core/report';
import { takeSample } from '../../src/core/sample';
import { createTab, type TabState } from '../../src/core/state';
import {
  aBatch,
  aFinding,
  aKind,
  anEndpoint,
  aSample,
  aSite,
  aTab,
  aWorld,
  someAudio,
  T0,
} from './facts';

/*
 * Written against the report contract, not against the code: a name that changes here breaks the
 * programs that read reports.
 */

const ABOUT = {
  extension: { name: 'Whylag', version: '0.1.0' },
  browser: { name: 'Chromium', version: '156' },
};
const KINDS = [
  'webSocket',
  'eventSource',
  'audioContext',
  'vad',
  'microphoneTrack',
  'worker',
  'rtcPeerConnection',
  'mediaElement',
  // More than the contract asks for.
  'cameraTrack',
  'audioWorkletNode',
  'objectUrl',
];

const busyTab = (): TabState => {
  const tab = aTab({
    findings: [
      aFinding('reconnect-storm', { until: T0 }),
      aFinding('tab-accumulation', {
        evidence: { sockets: 3, origin: 'https://voice.example' },
        sites: [{ stack: 'at connect (https://voice.example/app.js:1:1)', count: 3 }],
        advice: ['Close some.'],
      }),
    ],
  });
  const batch = aBatch({
    kinds: [aKind('webSocket', { open: 1, closed: 2 }), aKind('vad', { live: 1 })],
    endpoints: [anEndpoint({ attempts: 3, closeCodes: { 1006: 2 } })],
    sites: [aSite()],
    audio: someAudio({ scheduled: { pending: 1, playing: 1, played: 4, aheadMs: 1500.4 } }),
    usedBytes: 5e7,
  });
  foldBatch(tab, 0, 'load-1', 'https://voice.example/app?token=s3cret#frag', batch, T0);
  foldHandshake(tab, 'wss://voice.example/worker-ws?token=s3cret', T0);
  for (let i = 0; i < 6; i++) takeSample(tab, T0 + i * 1000);
  return tab;
};
const reportOf = (tab: TabState, more: TabState[] = [], scopes: string[] = []): Report => {
  const world = aWorld([tab, ...more]);
  const workers = scopes.map((scope) => ({
    scope,
    scriptUrl: 'https://voice.example/sw.js',
    state: 'activated',
  }));
  foldInventory(world, tab, workers, T0);
  return buildReport(world, tab, ABOUT, T0 + 6000);
};

const keys = (value: object): string[] => Object.keys(value).sort();
/** The names that the contract promises; more may be there. */
const has = (value: object, names: string[]): void => {
  expect(keys(value)).toEqual(expect.arrayContaining(names));
};
const number = expect.any(Number) as number;
const text = expect.any(String) as string;

describe('the contract’s names and types', () => {
  const report = reportOf(busyTab());

  test('at the top', () => {
    has(report, [
      'schemaVersion',
      'generatedAt',
      'extension',
      'browser',
      'tab',
      'findings',
      'resources',
      'endpoints',
      'audioQueue',
      'turns',
      'mainThread',
      'memory',
      'serviceWorkers',
      'symptom',
      'symptomReason',
      'timeline',
    ]);
    expect(report.schemaVersion).toBe(1);
    expect(report.generatedAt).toBe(T0 + 6000);
    expect(report.extension).toEqual({ name: 'Whylag', version: '0.1.0' });
    expect(report.browser).toEqual({ name: 'Chromium', version: '156' });
  });

  test('tab', () => {
    expect(report.tab).toEqual({
      tabId: 1,
      url: 'https://voice.example/app',
      origin: 'https://voice.example',
      title: 'Voice',
      observedSince: T0,
    });
  });

  test('findings, active ones first', () => {
    expect(report.findings.map((f) => [f.id, f.until])).toEqual([
      ['tab-accumulation', null],
      ['reconnect-storm', T0],
    ]);
    for (const finding of report.findings) {
      expect(keys(finding)).toEqual([
        'advice',
        'because',
        'evidence',
        'id',
        'severity',
        'since',
        'sites',
        'summary',
        'title',
        'until',
      ]);
      expect(['info', 'warning', 'critical']).toContain(finding.severity);
      for (const site of finding.sites) expect(site).toEqual({ stack: text, count: number });
      for (const value of Object.values(finding.evidence))
        expect(['number', 'string']).toContain(typeof value);
    }
  });

  test('resources, every kind', () => {
    expect(keys(report.resources)).toEqual([...KINDS].sort());
    for (const one of Object.values(report.resources))
      expect(one).toEqual({ created: number, live: number, byState: expect.any(Object) });
    expect(report.resources.webSocket).toEqual({
      created: 3,
      live: 1,
      byState: { open: 1, closed: 2 },
    });
  });

  test('endpoints', () => {
    expect(report.endpoints).toEqual([
      {
        kind: 'webSocket',
        url: 'wss://voice.example/client-ws',
        attempts: 3,
        opened: 1,
        failed: 0,
        live: 1,
        closeCodes: { 1006: 2 },
        messagesIn: 0,
        messagesOut: 0,
        bytesIn: 0,
        bytesOut: 0,
        unattributed: 0,
        unsentBytes: 0,
        handshakeMs: null,
        lifetimeMs: null,
        tool: false,
      },
      expect.objectContaining({
        url: 'wss://voice.example/worker-ws',
        attempts: 0,
        unattributed: 1,
      }),
    ]);
  });

  test('audioQueue', () => {
    expect(keys(report.audioQueue)).toEqual(
      expect.arrayContaining(['backlogMs', 'backlogTrendMsPerS', 'pending', 'played', 'playing']),
    );
    expect(report.audioQueue).toMatchObject({ pending: 1, playing: 1, played: 4, backlogMs: 0 });
    expect(report.audioQueue.backlogTrendMsPerS).toEqual(number);
  });

  test('what later work fills is there already', () => {
    expect(report.turns).toEqual([]);
    expect(report.mainThread).toEqual({ blockedMs: null, longestMs: null, stalls: [] });
  });

  test('memory', () => {
    expect(report.memory).toEqual({ usedBytes: 5e7, trendBytesPerMin: 0 });
  });

  test('serviceWorkers, with the open tabs of the origin', () => {
    const other = { ...aTab(), ...createTab(2), origin: 'https://voice.example' };
    expect(reportOf(busyTab(), [other], ['https://voice.example/']).serviceWorkers).toEqual([
      {
        scope: 'https://voice.example/',
        scriptUrl: 'https://voice.example/sw.js',
        state: 'activated',
        openTabs: 2,
        handshakes: null,
      },
    ]);
  });

  test('silent: service workers of another site, and of a site that the tab showed before', () => {
    const scopes = [
      'https://voice.example:8443/',
      'https://voice.example/',
      'https://voice.example.evil.example/',
    ];
    const tab = busyTab();
    const world = aWorld([tab]);
    foldInventory(
      world,
      tab,
      scopes.map((scope) => ({ scope, scriptUrl: `${scope}sw.js`, state: 'activated' })),
      T0,
    );
    const { serviceWorkers } = buildReport(world, tab, ABOUT, T0);
    expect(serviceWorkers.map(({ scope }) => scope)).toEqual(['https://voice.example/']);
    tab.origin = 'https://other.example';
    expect(buildReport(world, tab, ABOUT, T0).serviceWorkers).toEqual([]);
  });

  test('symptom and its reason', () => {
    expect(['none', 'occasional', 'cumulative']).toContain(report.symptom);
    expect(report.symptomReason).not.toBe('');
  });

  test('timeline, newest last', () => {
    expect(report.timeline).toHaveLength(6);
    for (const sample of report.timeline)
      has(sample, [
        'at',
        'openSockets',
        'attempts',
        'audioBacklogMs',
        'liveVads',
        'runningAudioContexts',
        'microphoneTracks',
        'blockedMs',
        'usedBytes',
      ]);
    const times = report.timeline.map((sample) => sample.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(report.timeline[0]).toMatchObject({
      openSockets: 1,
      attempts: 3,
      liveVads: 1,
      usedBytes: 5e7,
    });
  });

  test('limits are sentences', () => {
    for (const limit of report.limits) expect(limit).toMatch(/\.$/);
  });
});

describe('honesty', () => {
  test('an empty tab has an empty report, with nulls where nothing was seen', () => {
    const report = reportOf(aTab());
    expect(report).toMatchObject({
      findings: [],
      endpoints: [],
      turns: [],
      timeline: [],
      serviceWorkers: [],
      memory: null,
      symptom: 'none',
    });
    expect(report.tab.observedSince).toBeNull();
    for (const one of Object.values(report.resources))
      expect(one).toEqual({ created: 0, live: 0, byState: {} });
  });

  test('memory is null where the browser does not say', () => {
    const tab = aTab();
    foldBatch(tab, 0, 'load-1', '', aBatch({ usedBytes: null }), T0);
    expect(reportOf(tab).memory).toBeNull();
  });

  test('the trend of memory is per minute, and needs four samples', () => {
    const trend = (count: number) => {
      const timeline = Array.from({ length: count }, (_, i) =>
        aSample({ at: T0 + i * 1000, usedBytes: 1e6 + i * 1000 }),
      );
      const tab = aTab({ timeline });
      foldBatch(tab, 0, 'load-1', '', aBatch({ usedBytes: 2e6 }), T0);
      return reportOf(tab).memory?.trendBytesPerMin;
    };
    expect(trend(3)).toBeNull();
    expect(trend(5)).toBe(60_000);
  });

  test('a frozen tab leaves a gap, not zeros', () => {
    const tab = busyTab();
    const before = tab.timeline.length;
    foldClosed(tab, T0 + 7000);
    takeSample(tab, T0 + 8000);
    expect(tab.timeline).toHaveLength(before);
  });
});

test('samples are a second apart', () => {
  const tab = busyTab();
  const count = tab.timeline.length;
  takeSample(tab, T0 + 5899);
  expect(tab.timeline).toHaveLength(count);
  takeSample(tab, T0 + 5900);
  expect(tab.timeline).toHaveLength(count + 1);
});

test('nothing of a query, a fragment or credentials gets into a report', () => {
  const json = JSON.stringify(reportOf(busyTab()));
  expect(json).not.toContain('s3cret');
  expect(json).not.toMatch(/[a-z]+:\/\/[^"\s]*[?#@]/);
});

test('a report is plain data', () => {
  const report = reportOf(busyTab());
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test('the ids of findings are the contract’s', () => {
  expect([...FINDING_IDS].sort()).toEqual(
    [
      'reconnect-storm',
      'endpoint-unreachable',
      'duplicate-sockets',
      'socket-leak',
      'send-backlog',
      'tab-accumulation',
      'orphan-service-worker',
      'audio-queue-backlog',
      'audio-underrun',
      'media-player-leak',
      'connection-pool-exhaustion',
      'audio-context-suspended',
      'audio-context-leak',
      'vad-leak',
      'microphone-leak',
      'slow-turns',
      'turn-stalled',
      'main-thread-stall',
      'memory-growth',
      'backend-proxy-enabled',
      'backend-task-leak',
      'backend-slow-turns',
      'backend-cache-growth',
      'backend-history-growth',
      'backend-memory-growth',
    ].sort(),
  );
});

describe('TabSummary', () => {
  test('the contract’s names; active findings only', () => {
    expect(summarize(busyTab())).toEqual({
      tabId: 1,
      url: 'https://voice.example/app',
      origin: 'https://voice.example',
      title: 'Voice',
      open: true,
      findings: ['tab-accumulation'],
      live: { webSocket: 1, audioContext: 0, vad: 1, microphoneTrack: 0 },
    });
  });

  test('a closed tab stays, with nothing live', () => {
    const tab = busyTab();
    foldClosed(tab, T0);
    expect(summarize(tab)).toMatchObject({
      open: false,
      live: { webSocket: 0, audioContext: 0, vad: 0, microphoneTrack: 0 },
    });
  });
});
