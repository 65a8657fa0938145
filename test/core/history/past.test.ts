import { describe, expect, test } from 'vitest';
import { buildReport } from '../../../src/core/build-report';
import { foldBatch } from '../../../src/core/fold';
import { closeRecord, summarizeRecord, tabIdOf, toTab } from '../../../src/core/history/past';
import { pastTabId, type RecordRow } from '../../../src/core/history/shape';
import type { FullRecord, TabWrite } from '../../../src/core/history/store';
import { takeNew } from '../../../src/core/history/take';
import { createTrack } from '../../../src/core/history/track';
import { createWorld, KEPT, type TabState } from '../../../src/core/state';
import { aBatch, aFinding, aKind, anEndpoint, aTab, T0 } from '../facts';
import { everySecond } from './samples';

const ABOUT = {
  extension: { name: 'Whylag', version: '1' },
  browser: { name: 'Chromium', version: '1' },
};

/** A tab with three sockets open and something wrong, as the store has it half a minute later. */
const stored = (n = 5): FullRecord => {
  const tab = aTab({ isPrivate: false, timeline: everySecond(30) });
  foldBatch(
    tab,
    0,
    'load-1',
    tab.url,
    aBatch({
      kinds: [aKind('webSocket', { open: 3, closed: 2 })],
      endpoints: [anEndpoint({ attempts: 5, opened: 5, live: 3 })],
    }),
    T0,
  );
  tab.findings = [
    aFinding('socket-leak', { since: T0 + 20_000 }),
    aFinding('vad-leak', { until: T0 + 9000 }),
  ];
  const write = takeNew(tab, createTrack(), T0 + 30_000, 'before')?.write as TabWrite;
  return {
    record: { ...(write.record as RecordRow), n },
    state: { ...write.state, n },
    chunks: write.chunks.map((row) => ({ ...row, n })),
    findings: write.findings.map((row) => ({ ...row, n })),
    turns: write.turns.map((row) => ({ ...row, n })),
  };
};

describe('a tab of an earlier run', () => {
  test('is closed since its last word, holds nothing, and what was wrong then has ended there', () => {
    const tab = toTab(stored(), 'now');
    expect(tab).toMatchObject({ open: false, closedAt: T0 + 30_000, tabId: pastTabId(5) });
    expect(tab.findings.map(({ id, until }) => [id, until])).toEqual([
      ['socket-leak', T0 + 30_000],
      ['vad-leak', T0 + 9000],
    ]);
    const report = buildReport(createWorld('chromium'), tab, ABOUT, T0 + 1e9, 'closed');
    expect(report.resources.webSocket).toEqual({ created: 5, live: 0, byState: {} });
    expect(report.endpoints).toMatchObject([{ attempts: 5, live: 0 }]);
    expect(report.timeline).toEqual(everySecond(30));
    expect(report.tab.tabId).toBe(pastTabId(5));
  });

  test('is summarized as closed, whatever its row says', () => {
    expect(summarizeRecord(stored().record, 'now')).toEqual({
      tabId: pastTabId(5),
      url: 'https://voice.example/app',
      origin: 'https://voice.example',
      title: 'Voice',
      open: false,
      findings: [],
      live: { webSocket: 0, audioContext: 0, vad: 0, microphoneTrack: 0 },
    });
  });

  test('answers to a number that no tab of a browser has; one of this run to its own', () => {
    expect(tabIdOf(stored().record, 'now')).toBe(-6);
    expect(tabIdOf(stored().record, 'before')).toBe(1);
  });

  test('shows the newest of its samples, as many as one in memory', () => {
    const full = stored();
    const chunks = [{ n: 5, from: T0 - 1e6, until: T0, step: 1000, text: '' }];
    chunks[0] = { ...(chunks[0] as (typeof chunks)[0]), text: JSON.stringify(null) };
    const many = { ...full, state: { ...(full.state as NonNullable<FullRecord['state']>) } };
    expect(toTab({ ...many, chunks }, 'now').timeline).toEqual(everySecond(30));
    expect(toTab(full, 'now').timeline.length).toBeLessThanOrEqual(KEPT.timeline);
  });

  test.each([
    ['is missing', null],
    ['is no JSON', '{'],
    ['is something else', 'null'],
    ['is of a version that knew less', '{"url":"https://voice.example/app"}'],
  ])('whose state %s is still a tab that can be reported on', (_name, text) => {
    const full = stored();
    const state =
      text === null ? null : { ...(full.state as NonNullable<FullRecord['state']>), text };
    const tab = toTab({ ...full, state }, 'now');
    expect(tab).toMatchObject({
      open: false,
      tabId: pastTabId(5),
      url: 'https://voice.example/app',
    });
    const { findings } = buildReport(createWorld('firefox'), tab, ABOUT, T0, 'closed');
    expect(findings.map(({ id }) => id).sort()).toEqual(['socket-leak', 'vad-leak']);
    expect(findings.filter(({ until }) => until === null)).toEqual([]);
  });
});

test('handshakes that a page did not come to tell of are not taken for a worker’s', () => {
  const full = stored();
  const state = full.state as NonNullable<FullRecord['state']>;
  const tab = JSON.parse(state.text) as TabState;
  // The page tells five up to `T0`; the network saw a sixth of it, and one of a worker before.
  const recent = [-600, -500, -400, -300, -200, -100, 50].map((at) => T0 + at);
  tab.network['wss://voice.example/client-ws'] = { started: 7, recent, tries: [] };
  const past = toTab({ ...full, state: { ...state, text: JSON.stringify(tab) } }, 'now');
  const report = buildReport(createWorld('chromium'), past, ABOUT, T0 + 1e9, 'closed');
  expect(report.endpoints).toMatchObject([{ attempts: 5, unattributed: 1 }]);
});

test('a record that was left open is closed for good', () => {
  const { record, state, findings } = stored();
  const closed = closeRecord({ record, state, findings, turns: [] });
  expect(closed.record).toMatchObject({ n: 5, open: 0, lastAt: T0 + 30_000 });
  expect(closed.findings.map(({ id, until }) => [id, until])).toEqual([
    ['socket-leak', T0 + 30_000],
    ['vad-leak', T0 + 9000],
  ]);
  expect(toTab({ ...stored(), ...closed }, 'now')).toEqual(toTab(stored(), 'now'));
});
