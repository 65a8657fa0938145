import { describe, expect, it } from 'vitest';
import { exportName } from '../../src/views/popup/export-name';
import { shown } from '../../src/views/popup/shown';
import { announcementKey, isMeasured } from '../../src/views/popup/words';
import { HOSTILE, SNAPSHOTS } from './fixtures';

const { report } = SNAPSHOTS.storm;
const named = (origin: string) => exportName({ ...report, tab: { ...report.tab, origin } }, 'json');

describe('exportName', () => {
  it.each([
    ['https://voice.example.org', 'whylag-voice.example.org-2026-03-14T10-30-00.json'],
    ['http://localhost:8080', 'whylag-localhost-8080-2026-03-14T10-30-00.json'],
    ['', 'whylag-page-2026-03-14T10-30-00.json'],
    ['https://../../etc/passwd', 'whylag-etc-passwd-2026-03-14T10-30-00.json'],
    ['https://[::1]', 'whylag-1-2026-03-14T10-30-00.json'],
  ])('%s is saved as %s', (origin, name) => expect(named(origin)).toBe(name));

  it('is a file name whatever the page', () => {
    for (const origin of [HOSTILE, 'a'.repeat(1_000), '\u202e', '/', '\\'])
      expect(named(origin)).toMatch(/^whylag-[a-z\d][a-z\d.-]{0,80}-2026-03-14T10-30-00\.json$/i);
  });
});

describe('shown', () => {
  it('takes what reorders or controls out of every text, and nothing else', () => {
    const drawn = shown(SNAPSHOTS.hostile);
    expect(/[^\P{Cc}\n]|\p{Cf}/u.test(JSON.stringify(drawn))).toBe(false);
    expect(JSON.stringify(drawn)).not.toMatch(/\\u00|\\u202e/);
    expect(shown(SNAPSHOTS.storm)).toEqual(SNAPSHOTS.storm);
  });
});

it('a verdict is another one when its words change, not its numbers', () => {
  const key = (text: string) => announcementKey({ tone: 'warning', text });
  expect(key('11 times, 4.1 s')).toBe(key('9 times, 1,200 s'));
  expect(key('11 times')).not.toBe(key('11 tabs'));
  expect(announcementKey({ tone: 'ok', text: 'a' })).not.toBe(key('a'));
});

it('nothing is counted where no hook is in the page', () => {
  const { healthy } = SNAPSHOTS;
  for (const observation of ['observed', 'closed', 'crashed', 'discarded'] as const)
    expect(isMeasured({ ...healthy, observation })).toBe(true);
  for (const observation of ['reload', 'forbidden', 'no-permission'] as const)
    expect(isMeasured({ ...healthy, observation })).toBe(false);
});

it('a tab that was unloaded before it was ever seen has no counts', () => {
  const { healthy } = SNAPSHOTS;
  const tab = { ...healthy.report.tab, observedSince: null };
  const unseen = { ...healthy, report: { ...healthy.report, tab } };
  expect(isMeasured({ ...unseen, observation: 'discarded' })).toBe(false);
});
