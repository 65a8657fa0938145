import { describe, expect, test } from 'vitest';
import { sameOriginTabs } from '../../../src/core/detect';
import { tabAccumulation } from '../../../src/core/detectors/tab-accumulation';
import { foldBatch, foldClosed, foldGone } from '../../../src/core/fold';
import type { ResourceKind } from '../../../src/core/report';
import { createTab, type TabState } from '../../../src/core/state';
import { aBatch, aKind, aTab, aWorld, T0 } from '../facts';

type Held = Partial<Record<ResourceKind, Record<string, number>>>;
const VOICE: Held = {
  webSocket: { open: 1 },
  vad: { listening: 1 },
  microphoneTrack: { live: 1 },
  audioContext: { running: 1 },
};
const CHAT: Held = { webSocket: { open: 1 } };

let id = 0;
const tabWith = (held: Held, over: Partial<TabState> = {}): TabState => {
  const tab = { ...aTab(), ...createTab(++id), origin: 'https://voice.example', ...over };
  const kinds = Object.entries(held).map(([kind, byState]) => aKind(kind as ResourceKind, byState));
  foldBatch(tab, 0, `load-${id}`, '', aBatch({ kinds }), T0);
  return tab;
};
const tabs = (count: number, held: Held, over: Partial<TabState> = {}) =>
  Array.from({ length: count }, () => tabWith(held, over));
/** What stands in each tab's report. */
const look = (all: TabState[]) => {
  const world = aWorld(all);
  return all.map((tab) =>
    tabAccumulation.detect({
      tab,
      sameOrigin: sameOriginTabs(world, tab),
      engine: 'chromium',
      now: T0,
    }),
  );
};
const found = (all: TabState[]): boolean[] => look(all).map((one) => one !== null);

describe('found', () => {
  test.each<[string, Held]>([
    ['voice pages', VOICE],
    ['detectors', { vad: { listening: 1 } }],
    ['paused detectors', { vad: { paused: 1 } }],
    ['microphones', { microphoneTrack: { live: 1 } }],
    ['running contexts', { audioContext: { running: 1 } }],
  ])('two tabs with %s, in both', (_name, held) => {
    expect(found(tabs(2, held))).toEqual([true, true]);
  });

  test.each<[string, Held]>([
    ['web sockets', CHAT],
    ['event sources', { eventSource: { open: 1 } }],
    ['sockets that still connect', { webSocket: { connecting: 1 } }],
  ])('four tabs with %s, in all four', (_name, held) => {
    expect(found(tabs(4, held))).toEqual([true, true, true, true]);
  });

  test('only in the tabs that hold something', () => {
    expect(found([...tabs(2, VOICE), tabWith({}), tabWith(CHAT)])).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(found([...tabs(4, CHAT), tabWith({})])).toEqual([true, true, true, true, false]);
  });

  test('in background tabs and frames as well', () => {
    const [one, other] = [tabWith(VOICE), tabWith({})];
    foldBatch(other, 3, 'load-frame', '', aBatch({ kinds: [aKind('vad', { listening: 1 })] }), T0);
    expect(found([one, other])).toEqual([true, true]);
  });
});

describe('silent', () => {
  test.each<[string, () => TabState[]]>([
    ['silent: one voice tab', () => tabs(1, VOICE)],
    ['silent: ordinary tabs of an ordinary site', () => tabs(12, {})],
    ['silent: three chat tabs', () => tabs(3, CHAT)],
    ['silent: a voice tab beside two chat tabs', () => [tabWith(VOICE), ...tabs(2, CHAT)]],
    [
      'silent: tabs whose contexts are suspended',
      () => tabs(5, { audioContext: { suspended: 2 } }),
    ],
    [
      'silent: tabs that have let everything go',
      () =>
        tabs(6, {
          webSocket: { closed: 3 },
          vad: { closed: 2 },
          microphoneTrack: { ended: 2 },
          audioContext: { closed: 2 },
        }),
    ],
    [
      'silent: a call beside a tab that has left it: its track is stopped, its context suspended',
      () => [
        tabWith(VOICE),
        tabWith({
          webSocket: { open: 1 },
          microphoneTrack: { ended: 1 },
          audioContext: { suspended: 1 },
          rtcPeerConnection: { closed: 1 },
        }),
      ],
    ],
    [
      'silent: a voice tab beside tabs whose contexts the system has interrupted',
      () => [tabWith(VOICE), ...tabs(3, { audioContext: { interrupted: 1 } })],
    ],
    ['silent: tabs that play media elements', () => tabs(5, { mediaElement: { playing: 1 } })],
    [
      'silent: voice tabs of different sites',
      () => ['a', 'b', 'c'].map((host) => tabWith(VOICE, { origin: `https://${host}.example` })),
    ],
    [
      'silent: one host, different ports and schemes',
      () =>
        ['http://localhost:3000', 'http://localhost:3001', 'https://localhost:3000'].map((origin) =>
          tabWith(VOICE, { origin }),
        ),
    ],
    ['silent: tabs without an origin', () => tabs(5, VOICE, { origin: '' })],
  ])('%s', (_name, make) => {
    const all = make();
    expect(found(all)).toEqual(all.map(() => false));
  });

  test('silent: a second tab that is closed, or has left its page', () => {
    for (const leave of [
      (tab: TabState) => foldClosed(tab, T0),
      (tab: TabState) => foldGone(tab, tab.loads[0]?.id ?? ''),
    ]) {
      const [one, other] = [tabWith(VOICE), tabWith(VOICE)];
      leave(other);
      expect(found([one, other])).toEqual([false, false]);
    }
  });
});

describe('how bad, and in what words', () => {
  test('five voice tabs are critical, four are a warning; sockets never more than a warning', () => {
    expect(look(tabs(5, VOICE))[0]?.severity).toBe('critical');
    expect(look(tabs(4, VOICE))[0]?.severity).toBe('warning');
    expect(look(tabs(12, CHAT))[0]?.severity).toBe('warning');
  });

  test('counts what all of them hold', () => {
    const finding = look([...tabs(3, VOICE), tabWith(CHAT)])[0];
    expect(finding?.summary).toBe(
      '3 open tabs of https://voice.example work at the same time and hold 3 connections, 3 voice detectors, 3 microphone tracks, 3 running audio contexts together.',
    );
    expect(finding?.evidence).toEqual({
      origin: 'https://voice.example',
      tabsWithVoice: 3,
      tabsWithSockets: 4,
      sockets: 4,
      voiceDetectors: 3,
      microphoneTracks: 3,
      runningAudioContexts: 3,
    });
  });
});
