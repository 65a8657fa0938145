import { expect, test } from 'vitest';
import { claimsOf, documentOf, lostIn, type Row, tableOf } from './document.mjs';

const account = (attempts: number) => ({
  rows: 1,
  attempts,
  opened: 2,
  live: 0,
  failed: 0,
  closed: attempts,
  messagesIn: 0,
  messagesOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  created: attempts,
  unattributed: 0,
});
const storm = (seen: number, after = [7]): Row => ({
  fault: 'the background is stopped',
  kind: 'chrome',
  times: 100,
  claims: claimsOf({
    stops: 100,
    tabs: [{ name: 'refused', server: account(2), report: account(seen) }],
    storm: { before: [7], after },
  }),
});

test('where nothing is lost it says so', () => {
  expect(lostIn(storm(2))).toBe('nothing');
  expect(tableOf([storm(2)])).toContain('| Chromium | 100 | 14 of 14 | nothing |');
});

test('what is lost is named, with both numbers', () => {
  expect(lostIn(storm(1))).toContain('**refused: attempts: 1, not 2**');
  expect(tableOf([storm(1)])).toContain('| 11 of 14 |');
});

test('a finding that begins anew is counted twice', () => {
  expect(lostIn(storm(2, [7, 9]))).toContain('it keeps its beginning: [7,9], not [7]');
});

test('the document has the seed and the table', () => {
  const text = documentOf([storm(2)], {
    host: { processor: 'p', memory: 'm', system: 's', date: 'd', commit: 'c' },
    browsers: ['b'],
    seed: 42,
    minutes: 1.2,
  });
  expect(text).toContain('42');
  expect(text).toContain('in 2 minutes');
  expect(text).toContain('| nothing |');
});
