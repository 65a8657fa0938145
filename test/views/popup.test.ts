import { describe, expect, it, vi } from 'vitest';
import type { SiblingTab } from '../../src/protocol/messages';
import { causeOf } from '../../src/views/popup/because';
import { exportName } from '../../src/views/popup/export-name';
import { closable, lostByReload } from '../../src/views/popup/living';
import { shown } from '../../src/views/popup/shown';
import { closeOutcome, workersOutcome } from '../../src/views/popup/site-actions';
import { announcementKey, degreeOf, isMeasured } from '../../src/views/popup/words';
import { many } from './fixture-findings';
import { HOSTILE, SNAPSHOTS } from './fixtures';

vi.mock('../../src/adapters/browser', () => ({ browser: {} }));

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
  for (const observation of ['reload', 'forbidden', 'no-permission', 'paused'] as const)
    expect(isMeasured({ ...healthy, observation })).toBe(false);
});

it('a tab that was unloaded before it was ever seen has no counts', () => {
  const { healthy } = SNAPSHOTS;
  const tab = { ...healthy.report.tab, observedSince: null };
  const unseen = { ...healthy, report: { ...healthy.report, tab } };
  expect(isMeasured({ ...unseen, observation: 'discarded' })).toBe(false);
});

describe('what a reload would cut off', () => {
  const { healthy, quiet } = SNAPSHOTS;
  const holding = (kinds: Record<string, number>, playing = 0) =>
    lostByReload({
      ...quiet.report,
      resources: {
        ...quiet.report.resources,
        ...Object.fromEntries(
          Object.entries(kinds).map(([kind, live]) => [kind, { created: live, live, byState: {} }]),
        ),
      },
      audioQueue: { ...quiet.report.audioQueue, playing },
    });

  it('is a call where something listens', () => {
    expect(lostByReload(healthy.report)).toBe(
      'The page holds a microphone and 1 connection: a call would be cut.',
    );
    expect(holding({ rtcPeerConnection: 2, cameraTrack: 1 })).toBe(
      'The page holds a camera and 2 peer connections: a call would be cut.',
    );
  });
  it('is no call where nothing does', () => {
    expect(holding({ webSocket: 1, eventSource: 2 }, 1)).toBe(
      'The page holds 3 connections and sound that plays, which a reload ends.',
    );
  });
  it('silent: nothing that lives, whatever was', () => {
    expect(lostByReload(quiet.report)).toBe('');
    expect(lostByReload(SNAPSHOTS.discarded.report)).toBe('');
    expect(holding({ audioWorkletNode: 3, objectUrl: 40 })).toBe('');
  });
});

it('closing all others leaves what is pinned or in a call, and what is closed', () => {
  const siblings = SNAPSHOTS.many.siblings as SiblingTab[];
  const { going, pinned, inCall } = closable(siblings);
  expect(going.map(({ tabId }) => tabId)).toEqual([11, 12, 13]);
  expect([pinned, inCall]).toEqual([1, 1]);
  expect(closable(siblings.map((tab) => ({ ...tab, open: false }))).going).toEqual([]);
});

describe('what came of it', () => {
  it.each([
    [
      { unregistered: 2, failed: 0 },
      '2 service workers unregistered. They go when their last tab is closed or reloaded.',
    ],
    [
      { unregistered: 1, failed: 1 },
      '1 service worker unregistered. 1 could not be. It goes when its last tab is closed or reloaded.',
    ],
    [{ unregistered: 0, failed: 0 }, 'There was no service worker any more.'],
    [{ unregistered: 0, failed: 2 }, 'The browser unregistered none of 2 service workers.'],
  ])('workers: %j', (reply, text) => expect(workersOutcome(reply)).toBe(text));

  it.each([
    [{ closed: 3, spared: 0, asking: 0 }, 'Closed 3 tabs.'],
    [
      { closed: 1, spared: 1, asking: 1 },
      'Closed 1 tab. 1 tab left open. 1 page asked whether to leave: see there.',
    ],
    [{ closed: 0, spared: 2, asking: 0 }, 'Closed 0 tabs. 2 tabs left open.'],
  ])('tabs: %j', (reply, text) => expect(closeOutcome(reply)).toBe(text));
});

describe('the probable cause', () => {
  const [storm, vad] = many;
  if (!storm || !vad) throw new Error('no fixtures');
  it('is another finding that goes on, by its title', () => {
    expect(causeOf(vad, many)).toBe(storm.title);
  });
  it.each([
    ['none is named', { ...vad, because: null }],
    ['the field is not there', { ...storm, because: undefined as never }],
    ['it names itself', { ...vad, because: vad.id }],
    ['it names one that is not found', { ...vad, because: 'send-backlog' as const }],
  ])('silent: %s', (_name, finding) => expect(causeOf(finding, many)).toBe(null));
  it('silent: what is over explains nothing that goes on, but what is over itself', () => {
    const over = many.map((finding) => ({ ...finding, until: finding.since + 1 }));
    expect(causeOf(vad, over)).toBe(null);
    expect(causeOf({ ...vad, until: vad.since + 1 }, over)).toBe(storm.title);
  });
});

it('the degree of a block is what the guide calls it', () => {
  const words = [1_999, 2_000, 4_999, 5_000, 29_999, 30_000].map(degreeOf);
  expect(words).toEqual(['', 'mild', 'mild', 'obvious', 'obvious', 'severe']);
});
