import { describe, expect, test } from 'vitest';
import { buildReport } from '../../src/core/build-report';
import { foldBatch } from '../../src/core/fold';
import type { Finding, ResourceKind } from '../../src/core/report';
import { verdictOf } from '../../src/core/verdict';
import type { Observation } from '../../src/protocol/messages';
import { aBatch, aFinding, aKind, aTab, aWorld, T0 } from './facts';

const ABOUT = { extension: { name: 'Whylag', version: '1' }, browser: { name: 'B', version: '2' } };
type Held = Partial<Record<ResourceKind, Record<string, number>>>;
const verdict = (observation: Observation, findings: Finding[] = [], held: Held = {}) => {
  const tab = aTab({ findings });
  const kinds = Object.entries(held).map(([kind, byState]) => aKind(kind as ResourceKind, byState));
  foldBatch(tab, 0, 'load-1', '', aBatch({ kinds }), T0);
  return verdictOf(buildReport(aWorld([tab]), tab, ABOUT, T0), observation);
};

test.each(['critical', 'warning', 'info'] as const)(
  'an active finding is the verdict: %s',
  (tone) => {
    const finding = aFinding('reconnect-storm', { severity: tone, summary: 'It reconnects.' });
    expect(verdict('observed', [finding])).toEqual({ tone, text: 'It reconnects.' });
  },
);

test('of several the worst', () => {
  const findings = [
    aFinding('audio-queue-backlog', { summary: 'mild' }),
    aFinding('tab-accumulation', { summary: 'bad', severity: 'critical' }),
  ];
  expect(verdict('observed', findings).text).toBe('bad');
});

test('the cause is the verdict, with all that it explains, in the tone of the worst of it', () => {
  const findings = [
    aFinding('main-thread-stall', { title: 'It stands still', severity: 'critical' }),
    aFinding('memory-growth', { title: 'Memory grows' }),
    aFinding('tab-accumulation', { summary: 'Tabs.', severity: 'warning' }),
    aFinding('vad-leak', { summary: 'Detectors are left.', severity: 'warning' }),
  ];
  expect(verdict('observed', findings)).toEqual({
    tone: 'critical',
    text: 'Detectors are left. It is probably the cause of: “It stands still”, “Memory grows”.',
  });
});

test.each([
  ['quiet', 'Nothing to observe yet'],
  ['reload', 'Reload it'],
  ['forbidden', 'no extension observe'],
  ['paused', 'Paused on this site: nothing of its pages is counted'],
  ['no-permission', 'not allowed'],
  ['discarded', 'has unloaded this tab'],
] as const)('%s says why nobody knows', (observation, words) => {
  const { tone, text } = verdict(observation);
  expect(tone).toBe('unknown');
  expect(text).toContain(words);
});

describe('nothing wrong', () => {
  test('says what lives', () => {
    const held: Held = {
      webSocket: { open: 1, closed: 4 },
      eventSource: { open: 1 },
      vad: { live: 1 },
      microphoneTrack: { live: 1 },
    };
    const { tone, text } = verdict('observed', [], held);
    expect(tone).toBe('ok');
    expect(text).toContain('2 connections, 1 voice detector, 1 microphone track');
    expect(text).not.toContain('audio context');
  });

  test('says nothing of what does not live', () => {
    expect(verdict('observed').text).toBe('Nothing wrong found.');
  });

  test('of a closed tab', () => {
    expect(verdict('closed')).toEqual({
      tone: 'ok',
      text: 'This tab is closed. Nothing wrong was found while it was open.',
    });
  });
});

describe('what is over is no clearance', () => {
  const over = aFinding('reconnect-storm', { until: T0, title: 'Reconnects in a loop' });
  const other = aFinding('tab-accumulation', { until: T0, title: 'Tabs pile up' });

  test.each<[string, Finding[], string]>([
    ['one', [over], '1 earlier finding is over: “Reconnects in a loop”.'],
    ['twice the same', [over, over], '2 earlier findings are over: “Reconnects in a loop”.'],
    ['two', [over, other], 'are over: “Reconnects in a loop”, “Tabs pile up”.'],
  ])('%s', (_name, findings, words) => {
    const { tone, text } = verdict('observed', findings, { webSocket: { open: 1 } });
    expect(tone).toBe('info');
    expect(text).toContain(words);
    expect(text).toContain('Live now: 1 connection.');
    expect(text).not.toMatch(/nothing wrong found|no reconnect loop/i);
  });

  test('nor in a closed tab', () => {
    expect(verdict('closed', [over])).toEqual({
      tone: 'info',
      text: 'This tab is closed. While it was open this was found: “Reconnects in a loop”.',
    });
  });
});

describe('a page that does not answer', () => {
  const tab = aTab();
  const report = buildReport(aWorld([tab]), tab, ABOUT, T0);
  const silent = (ms: number | null) => verdictOf(report, 'observed', ms);

  test.each([
    [2000, 'warning'],
    [29_999, 'warning'],
    [30_000, 'critical'],
  ] as const)('for %i ms: %s', (ms, tone) => {
    expect(silent(ms).tone).toBe(tone);
    expect(silent(ms).text).toMatch(/has not answered for .*main thread is blocked/);
  });

  test('silent: one that answers', () => expect(silent(null).tone).toBe('ok'));

  test('a finding says more', () => {
    const found = { ...report, findings: [aFinding('reconnect-storm', { summary: 'It loops.' })] };
    expect(verdictOf(found, 'observed', 9000).text).toBe('It loops.');
  });
});
