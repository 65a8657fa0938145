import { expect, test } from 'vitest';
import { countsOf, documentOf, numbersOf, resultOf } from './document.mjs';
import { outcomeOf } from './outcomes';

const STORM = { name: 'storm', fault: 'reconnect-storm' } as const;
const found = { 'reconnect-storm': 'it reconnects in a loop' };
const counts = [
  { what: '/ws attempts', expected: 7, seen: 7 },
  { what: '/ws live', expected: 0, seen: 0 },
];
const circumstances = {
  host: {
    processor: 'A processor, 2 cores',
    memory: '8 GiB',
    system: 'Linux',
    date: '2026-01-02',
    commit: 'abc1234',
  },
  versions: { chrome: 'Chrome/1', firefox: 'firefox/2' },
  libraries: { 'reconnecting-websocket': '4.4.0' },
  minutes: 12.4,
};

test('the document names machine, browsers and each page with its result', () => {
  const text = documentOf(
    [
      outcomeOf(STORM, { found, latencyMs: 1234, counts }),
      outcomeOf({ name: 'backoff' }, { browser: 'firefox' }),
    ],
    circumstances,
  );
  for (const part of Object.values(circumstances.host)) expect(text).toContain(part);
  expect(text).toContain('Chrome/1, firefox/2');
  expect(text).toContain('in 12 minutes');
  expect(text).toContain(
    '| storm | reconnecting-websocket 4.4.0 | reconnect-storm | found | 1.2 s | 2/2 |',
  );
  expect(text).toContain('| backoff | reconnecting-websocket 4.4.0 | healthy | silent |  | - |');
  expect(text).toContain('| Chromium | 1 of 1 (100.0 %) | 0 on 0 healthy and 1 faulty pages |');
  expect(text).toContain('| both | 1 of 1 (100.0 %) | 0 on 1 healthy and 1 faulty pages |');
});

test('a table cell stays one, whatever a page has to say', () => {
  const rows = documentOf([outcomeOf({}, { trouble: 'a | b\nmore' })], circumstances).split('\n');
  const row = rows.find((line) => line.startsWith('| a-page | reconnecting'));
  expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(8);
});

test('a result tells misses, false alarms and failures', () => {
  expect(resultOf(outcomeOf(STORM))).toBe('**missed**');
  expect(resultOf(outcomeOf({}, { again: true }))).toBe(
    'silent; the machine had held it up before',
  );
  expect(resultOf(outcomeOf({}, { found }))).toBe('**false alarm**: reconnect-storm');
  expect(resultOf(outcomeOf(STORM, { found: { ...found, 'vad-leak': '' } }))).toBe(
    'found; **false alarm**: vad-leak',
  );
  expect(resultOf(outcomeOf(STORM, { found, trouble: 'no page\n at x' }))).toBe(
    '**failed**: no page',
  );
});

test('counts tell what differs, and all that is not nothing', () => {
  const wrong = [...counts, { what: '/ws opened', expected: 2, seen: 3 }];
  expect(countsOf(outcomeOf({}, { counts: wrong }))).toBe('2/3; **/ws opened: 3, not 2**');
  expect(numbersOf(outcomeOf({}, { counts: wrong }))).toBe('/ws attempts 7/7; /ws opened 2/3');
  expect(countsOf(outcomeOf({}))).toBe('-');
});
