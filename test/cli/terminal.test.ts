import { expect, test } from 'vitest';
import { formatFindings, styleOf, textWidth, wrap } from '../../src/cli/terminal.mjs';
import { RESOURCE_KINDS, type Report } from '../../src/core/report';

const HOSTILE = 'bad\u001b[2J\u001b]0;owned\u0007\r\nCRITICAL fake \u202e';

function report(change: Partial<Report> = {}): Report {
  const none = { created: 0, live: 0, byState: {} };
  return {
    schemaVersion: 1,
    generatedAt: 20_000,
    extension: { name: 'Whylag', version: '1' },
    browser: { name: 'Chrome', version: '1' },
    tab: { tabId: 1, url: 'http://a/', origin: 'http://a', title: 'A', observedSince: 0 },
    findings: [],
    resources: Object.fromEntries(
      RESOURCE_KINDS.map((kind) => [kind, { ...none }]),
    ) as Report['resources'],
    creationSites: [],
    voiceDetectors: [],
    endpoints: [],
    audioQueue: {
      pending: 0,
      playing: 0,
      played: 0,
      backlogMs: null,
      backlogTrendMsPerS: null,
      held: 0,
      heldForMs: null,
      unsettledPlays: 0,
      unsettledForMs: null,
      underruns: null,
    },
    turns: [],
    turnsTrend: null,
    turnsSummary: null,
    mainThread: { blockedMs: null, longestMs: null, stalls: [] },
    memory: null,
    serviceWorkers: [],
    truncated: { dropped: 0, frames: 0 },
    symptom: 'none',
    symptomReason: '',
    symptomMeans: '',
    timeline: [],
    limits: [],
    ...change,
  };
}
const fine = { tone: 'ok', text: 'Nothing is wrong.' };
const plain = { columns: 80, colour: false };

test('a finding is shown with all a person needs', () => {
  const text = formatFindings(
    {
      verdict: { tone: 'critical', text: 'This page reconnects 11 times a second.' },
      report: report({
        findings: [
          {
            id: 'reconnect-storm',
            severity: 'critical',
            title: 'Reconnect storm',
            summary: 'It keeps opening sockets.',
            since: 8000,
            until: null,
            because: null,
            evidence: { attempts: 42, perSecond: 11.123456, endpoint: 'ws://a/client-ws' },
            sites: [{ stack: 'connect (app.js:3:1)', count: 40 }],
            advice: ['Wait longer after each failure.'],
          },
        ],
        resources: {
          ...report().resources,
          webSocket: { created: 42, live: 3, byState: { open: 1, connecting: 2, closed: 39 } },
        },
      }),
    },
    plain,
  );
  for (const part of [
    '> This page reconnects 11 times a second.',
    'CRITICAL  Reconnect storm  (for 12 s)',
    'It keeps opening sockets.',
    'attempts   42',
    'perSecond  11.12',
    '40 × connect (app.js:3:1)',
    '- Wait longer after each failure.',
    '3 live, 42 created (1 open, 2 connecting, 39 closed)',
  ]) {
    expect(text).toContain(part);
  }
});

test('nothing a page wrote reaches the terminal raw', () => {
  const text = formatFindings(
    {
      verdict: { tone: HOSTILE, text: HOSTILE },
      report: report({
        tab: { tabId: 1, url: `http://a/${HOSTILE}`, origin: '', title: HOSTILE, observedSince: 0 },
        findings: [
          {
            id: 'reconnect-storm',
            severity: 'warning',
            title: HOSTILE,
            summary: HOSTILE,
            since: 0,
            until: 3000,
            because: null,
            evidence: { [HOSTILE]: HOSTILE },
            sites: [{ stack: HOSTILE, count: 1 }],
            advice: [HOSTILE],
          },
        ],
        endpoints: [
          {
            kind: 'webSocket',
            url: HOSTILE,
            attempts: 1,
            opened: 1,
            failed: 0,
            live: 1,
            closeCodes: {},
            messagesIn: 0,
            messagesOut: 0,
            bytesIn: 0,
            bytesOut: 0,
            unattributed: null,
            unsentBytes: 0,
            handshakeMs: null,
            lifetimeMs: null,
            tool: false,
          },
        ],
        resources: {
          ...report().resources,
          vad: { created: 1, live: 1, byState: { [HOSTILE]: 1 } },
        },
        limits: [HOSTILE],
      }),
    },
    plain,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(text).not.toContain('owned');
  expect(text).not.toMatch(/^CRITICAL/m);
});

test('a page without findings says so, and what is not used is not listed', () => {
  const text = formatFindings({ verdict: fine, report: report() }, plain);
  expect(text).toContain('> Nothing is wrong.');
  expect(text).toContain('nothing that is watched has been used');
  expect(text).not.toContain('WebSockets');
});

test('colours only where they are wanted', () => {
  const snapshot = { verdict: fine, report: report() };
  expect(formatFindings(snapshot, { columns: 80, colour: true })).toContain('\u001b[1;32m>');
  const tty = { isTTY: true, columns: 200 } as NodeJS.WriteStream;
  expect(styleOf(tty, {})).toEqual({ colour: true, columns: 110 });
  expect(styleOf(tty, { NO_COLOR: '1' }).colour).toBe(false);
  expect(styleOf(tty, { TERM: 'dumb' }).colour).toBe(false);
  expect(styleOf({} as NodeJS.WriteStream, {})).toEqual({ colour: false, columns: 80 });
});

test('lines wrap at the width, wide characters count twice, a long word stays whole', () => {
  const lines = wrap('one two three four five', 12, '  - ').split('\n');
  expect(lines).toEqual(['  - one two', '    three', '    four', '    five']);
  expect(textWidth('日本🔄a')).toBe(7);
  expect(wrap('日本 日本 日本', 9)).toBe('日本 日本\n日本');
  const url = `https://example.org/${'x'.repeat(100)}`;
  expect(wrap(url, 20)).toBe(url);
});
