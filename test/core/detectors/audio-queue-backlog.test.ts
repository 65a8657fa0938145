import { describe, expect, test } from 'vitest';
import { detect } from '../../../src/core/detect';
import { audioQueueBacklog } from '../../../src/core/detectors/audio-queue-backlog';
import { foldBatch } from '../../../src/core/fold';
import { takeSample } from '../../../src/core/sample';
import type { TabState } from '../../../src/core/state';
import type { AudioFact, TypeRun } from '../../../src/protocol/facts';
import { aBatch, anEndpoint, aSample, aTab, aWorld, someAudio, T0 } from '../facts';
import { randomOf } from '../random';

const ID = 'audio-queue-backlog';

/** What the page says at the end of each second; `null`: nothing, its tab is frozen. */
type Page = (second: number) => AudioFact | null;
const played = (page: Page, seconds: number, over: Partial<TabState> = {}) => {
  const tab = aTab(over);
  const world = aWorld([tab]);
  const active: number[] = [];
  for (let second = 1; second <= seconds; second++) {
    const now = T0 + second * 1000;
    const audio = page(second);
    if (audio === null) continue;
    foldBatch(tab, 0, 'load-1', '', aBatch({ seq: second, at: now, full: true, audio }), now);
    takeSample(tab, now);
    detect(world, tab, now);
    if (tab.findings.some((f) => f.id === ID && f.until === null)) active.push(second);
  }
  return { active, findings: tab.findings.filter((f) => f.id === ID) };
};

/** A context that has this much sound ahead. */
const ahead = (ms: number): AudioFact =>
  someAudio({
    scheduled: { pending: ms > 0 ? 2 : 0, playing: ms > 0 ? 1 : 0, aheadMs: Math.max(0, ms) },
  });
/** Elements that wait, each of a second. */
const waiting = (pending: number, played = 0, playing = 1): AudioFact =>
  someAudio({ elements: { pending, playing, played, pendingMs: pending * 1000 } });
/** Elements that wait whose length nobody knows yet. */
const unknown = (pending: number, played: number, meanClipMs: number | null): AudioFact =>
  someAudio({ elements: { pending, playing: 1, played, unknown: pending }, meanClipMs });

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('found', () => {
  const FAULTS: [string, Page, number][] = [
    ['a second of sound every 400 ms, scheduled', (s) => ahead(s * 1500), 15],
    ['the same in elements', (s) => waiting(Math.round(s * 1.5), s), 15],
    ['elements of unknown length, after the first was played', (s) => unknown(s, s >> 1, 2000), 15],
    ['a slow one: 300 ms a second', (s) => ahead(s * 300), 15],
    ['one that grows in steps of 2 s', (s) => ahead(Math.floor(s / 3) * 2000), 18],
    ['with a small fall on the way', (s) => ahead(s * 1000 - (s % 3 ? 0 : 600)), 15],
  ];

  test.each(FAULTS)('%s, and it does not flicker', (_name, page, by) => {
    const { active, findings } = played(page, 60);
    expect(active[0]).toBeLessThanOrEqual(by);
    expect(active).toEqual(range(active[0] ?? 0, 60));
    expect(findings).toHaveLength(1);
  });

  test('it ends when the queue is emptied', () => {
    const { active, findings } = played((s) => ahead(s <= 20 ? s * 1500 : 0), 40);
    expect(active.at(-1)).toBe(20);
    expect(findings[0]?.until).toBe(T0 + 21_000);
  });

  test('it ends within 10 s of playing catching up', () => {
    const { active } = played((s) => ahead(s <= 20 ? s * 1500 : 30_000 - (s - 20) * 1000), 60);
    expect(active.at(-1)).toBeLessThanOrEqual(30);
  });
});

describe('a stream without an end', () => {
  const stream = (seconds: number): AudioFact =>
    someAudio({ elements: { playing: 1, bufferedMs: seconds * 1000 } });

  test('speech that comes three times as fast as it is heard, and goes on', () => {
    const { active } = played((s) => stream(s * 2), 60);
    expect(active).toEqual(range(active[0] ?? 0, 60));
    expect(active[0]).toBeLessThanOrEqual(18);
  });

  test.each<[string, Page]>([
    [
      'a player fills its buffer of half a minute over a slow network',
      (s) => stream(Math.min(30, s * 0.4)),
    ],
    [
      'it refills after a stall',
      (s) => stream(s < 40 ? Math.max(0, 20 - s) : Math.min(30, s - 40)),
    ],
    [
      'a radio station sends a piece at once, then as it is heard',
      (s) => stream(Math.min(20, s * 4)),
    ],
    [
      'the edge of a live stream comes nearer and is left again',
      (s) => stream(24 + 6 * Math.sin(s / 4)),
    ],
  ])('silent: %s', (_name, page) => {
    expect(played(page, 120).active).toEqual([]);
  });
});

/** What waits of one reply, so long and so many times as fast as it is spoken, after so many seconds. */
const reply = (second: number, length: number, faster: number): number =>
  1000 * Math.max(0, Math.min(length, second * faster) - second);

/** Turns that the conversation told, begun at these seconds. */
const turnsAt = (...begun: number[]): Partial<TabState> => ({
  turns: begun.map((second) => ({
    startedAt: T0 + second * 1000,
    firstResponseMs: 500,
    firstAudioMs: 600,
    totalMs: null,
    profile: 'open-llm-vtuber',
    interrupted: false,
    conversation: 1,
  })),
});

describe('one reply of a conversation is bounded', () => {
  const REPLIES: [string, Page][] = [
    ['50 s of speech within 16.5 s', (s) => ahead(reply(s - 2, 50, 3))],
    ['a minute within 19 s', (s) => ahead(reply(s - 2, 60, 3.2))],
    ['40 s, 2.5 times as fast', (s) => ahead(reply(s - 2, 40, 2.5))],
  ];
  test.each(REPLIES)('silent: %s', (_name, page) => {
    expect(played(page, 70, turnsAt(1)).active).toEqual([]);
  });

  test('without end it is found within 22 s of its first sound', () => {
    const { active } = played((s) => ahead(Math.max(0, s - 2) * 1500), 60, turnsAt(1));
    expect(active).toEqual(range(active[0] ?? 0, 60));
    expect(active[0]).toBeLessThanOrEqual(24);
    expect(active[0]).toBeGreaterThan(20);
  });

  test('a wait that goes on growing through the next turn is not one reply', () => {
    const page: Page = (s) => ahead(Math.max(0, s - 2) * 1000);
    expect(played(page, 30, turnsAt(1, 10)).active[0]).toBeLessThanOrEqual(17);
    // One from long ago is not what is spoken.
    const late: Page = (s) => ahead(Math.max(0, s - 130) * 1000);
    expect(played(late, 150, turnsAt(1)).active[0]).toBeLessThanOrEqual(146);
    // One that has not begun yet when the wait grew makes no difference.
    expect(played(page, 30, turnsAt(1, 40)).active[0]).toBeGreaterThan(20);
  });
});

describe('a download that is put ahead slice by slice', () => {
  /** A track of this many minutes that comes ten times as fast as it is played. */
  const track =
    (minutes: number): Page =>
    (s) =>
      ahead(1000 * (Math.min(minutes * 60, s * 10) - s));

  test('silent: an hour of it', () => {
    expect(played(track(60), 120).active).toEqual([]);
  });

  test('what comes over a socket is none, however fast', () => {
    const page: Page = track(60);
    const tab = aTab();
    const world = aWorld([tab]);
    for (let second = 1; second <= 20; second++) {
      const now = T0 + second * 1000;
      const endpoints = [anEndpoint({ messagesIn: second })];
      const batch = aBatch({ seq: second, at: now, endpoints, audio: page(second) });
      foldBatch(tab, 0, 'load-1', '', batch, now);
      takeSample(tab, now);
      detect(world, tab, now);
    }
    expect(tab.findings).toMatchObject([{ id: ID, until: null }]);
  });
});

const LOOKALIKES: [string, Page][] = [
  ['silence', () => ahead(0)],
  ['a long piece scheduled once: what plays waits for nothing', () => ahead(0)],
  ['a long piece that waits for its time', (s) => ahead(120_000 - s * 1000)],
  ['one piece in a hundred slices, scheduled at once', (s) => ahead(100_000 - s * 1000)],
  ['a jitter buffer of 300 ms at real time', (s) => ahead(300 + (s % 3) * 200)],
  ['a jitter buffer that grows to 1.8 s', (s) => ahead(Math.min(1800, s * 250))],
  [
    'replies of 5 s that come within a second, every 8 s',
    (s) => ahead(5000 - ((s - 1) % 8) * 1000),
  ],
  [
    'replies of 18 s that come within 6 s, every 25 s',
    (s) => {
      const t = (s - 1) % 25;
      return ahead(t < 6 ? (t + 1) * 2000 : 12_000 - (t - 5) * 1000);
    },
  ],
  ['a reply of 30 s, 2.5 times as fast', (s) => ahead(reply(s, 30, 2.5))],
  ['a reply of 20 s, twice as fast', (s) => ahead(reply(s, 20, 2))],
  ['a reply of 50 s, 5 times as fast', (s) => ahead(reply(s, 50, 5))],
  ['such replies, one every 40 s', (s) => ahead(reply(((s - 1) % 40) + 1, 30, 2.5))],
  ['sentences one after the other, each a little longer', (s) => ahead(1000 + (s % 5) * 900)],
  ['a sawtooth of 4 s', (s) => ahead((s % 4) * 1000)],
  ['a sawtooth of 7 s, up to 6 s of sound', (s) => ahead((s % 7) * 1000)],
  ['a plateau of half a minute', () => ahead(30_000)],
  ['a queue that only gets shorter', (s) => ahead(90_000 - s * 900)],
  ['a single jump to ten waiting elements', (s) => waiting(s < 10 ? 0 : 10)],
  ['a game that loads its sounds ahead', (s) => waiting(s, 0, 0)],
  ['the same, with a sound now and then', (s) => waiting(s * 2, s >> 3, s % 8 ? 0 : 1)],
  ['elements whose length nobody knows', (s) => unknown(s, 0, null)],
  [
    'a tab that was frozen for a minute, with half a burst before and half after',
    (s) => (s > 2 && s < 69 ? null : ahead(s <= 2 ? s * 1000 : 2000 + (s - 68) * 1000)),
  ],
];

test.each(LOOKALIKES)('silent: %s', (_name, page) => {
  expect(played(page, 70).active).toEqual([]);
});

test('silent: noise around a steady wait', () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = randomOf(seed);
    expect(played(() => ahead(2000 + random() * 800), 120).active).toEqual([]);
  }
});

describe('thresholds', () => {
  const look = (values: (number | null)[], { later = 0, open = true } = {}) => {
    const timeline = values.map((audioBacklogMs, i) =>
      aSample({ at: T0 + i * 1000, audioBacklogMs, audioPlaying: 1 }),
    );
    const tab = aTab({ timeline, open });
    const now = T0 + (values.length - 1) * 1000 + later;
    return audioQueueBacklog.detect({ tab, sameOrigin: [tab], engine: 'chromium', now });
  };
  const line = (perSecond: number, count = 15, first = 0) =>
    Array.from({ length: count }, (_, i) => first + i * perSecond);

  const flat = (count: number, value: number): number[] => Array(count).fill(value);

  test('it grew by 4 s', () => {
    expect(look(line(286))).not.toBeNull();
    expect(look(line(285))).toBeNull();
  });

  test('over 14 s', () => {
    expect(look(line(500, 15))).not.toBeNull();
    expect(look(line(500, 14))).toBeNull();
  });

  test('from more than 5 s a second on it is a download', () => {
    expect(look(line(5000))).not.toBeNull();
    expect(look(line(5001))).toBeNull();
  });

  test('in four rises', () => {
    expect(look([0, ...flat(5, 1200), ...flat(5, 2400), ...flat(4, 3600), 4800])).not.toBeNull();
    expect(look([0, ...flat(5, 1600), ...flat(9, 3200), 4800])).toBeNull();
  });

  test('of more than 200 ms', () => {
    const rising = (third: number) =>
      look([0, ...flat(5, 1500), ...flat(5, 3000), ...flat(4, third), 4500]);
    expect(rising(3201)).not.toBeNull();
    expect(rising(3200)).toBeNull();
  });

  test('a fall of a quarter and a second matters', () => {
    const fallTo = (low: number) => look([0, 2000, 4000, low, ...line(1000, 11, 5000)]);
    expect(fallTo(2250)).not.toBeNull();
    expect(fallTo(2249)).toBeNull();
  });

  test('from 15 s on it is critical', () => {
    expect(look(line(1072))?.severity).toBe('critical');
    expect(look(line(1071))?.severity).toBe('warning');
  });

  test('the newest sample is at most 5 s old', () => {
    expect(look(line(500), { later: 5000 })).not.toBeNull();
    expect(look(line(500), { later: 5001 })).toBeNull();
  });

  test('growth is not guessed across what is not known', () => {
    expect(look([...line(500, 8), null, ...line(500, 14, 4000)])).toBeNull();
  });

  test('a closed tab, and one without samples, have none', () => {
    expect(look(line(500), { open: false })).toBeNull();
    expect(look([])).toBeNull();
  });

  test('what is scheduled for its own time, with silence between, is no queue', () => {
    const scheduled = (busy: number) => {
      const timeline = line(500, 16).map((audioBacklogMs, i) =>
        aSample({ at: T0 + i * 1000, audioBacklogMs, audioPlaying: i < busy ? 1 : 0 }),
      );
      const tab = aTab({ timeline });
      const now = T0 + 15_000;
      const audio = someAudio({ scheduled: { pending: 7, aheadMs: 7500 } });
      foldBatch(tab, 0, 'load-1', '', aBatch({ at: now, audio }), now);
      return audioQueueBacklog.detect({ tab, sameOrigin: [tab], engine: 'chromium', now });
    };
    expect(scheduled(12)).not.toBeNull();
    expect(scheduled(11)).toBeNull();
  });

  describe('elements that wait: a queue or a stock', () => {
    const elements = (busy: number, played: number, pending: number) => {
      const values = line(500, 16);
      const timeline = values.map((audioBacklogMs, i) =>
        aSample({ at: T0 + i * 1000, audioBacklogMs, audioPlaying: i < busy ? 1 : 0 }),
      );
      const tab = aTab({ timeline });
      const now = T0 + 15_000;
      const audio = someAudio({ elements: { pending, played, pendingMs: 7500 } });
      foldBatch(tab, 0, 'load-1', '', aBatch({ at: now, audio }), now);
      return audioQueueBacklog.detect({ tab, sameOrigin: [tab], engine: 'chromium', now });
    };

    test('a queue has a player that is busy for half of the time', () => {
      expect(elements(8, 1, 9)).not.toBeNull();
      expect(elements(7, 1, 9)).toBeNull();
    });

    test('and a tenth of its pieces was played', () => {
      expect(elements(16, 1, 9)).not.toBeNull();
      expect(elements(16, 1, 10)).toBeNull();
    });
  });

  test('the text and its evidence', () => {
    const finding = look(line(500, 17));
    expect(finding?.summary).toContain('grows by 500 ms every second');
    expect(finding?.summary).toContain('waits 8 s');
    expect(finding?.evidence).toMatchObject({
      backlogMs: 8000,
      grewFromMs: 0,
      growingForMs: 16_000,
      growthMsPerSecond: 500,
      rises: 16,
    });
  });
});

test('found: a player whose messages tell what waits', () => {
  const tab = aTab();
  const world = aWorld([tab]);
  const run = (type: string, out: boolean, count: number): TypeRun[] =>
    count ? [{ endpoint: 0, out, type, bytes: 100, count, firstAt: T0, lastAt: T0 }] : [];
  for (let second = 1; second <= 17; second++) {
    const now = T0 + second * 1000;
    // Two pieces a second arrive, one of 2 s starts every 2 s.
    const types = [...run('audio-play-start', true, second % 2), ...run('audio', false, 2)];
    const audio = someAudio({ elements: { playing: 1, played: second >> 1 }, meanClipMs: 2000 });
    const endpoints = [anEndpoint()];
    const batch = aBatch({ seq: second, at: now, endpoints, audio, types });
    foldBatch(tab, 0, 'load-1', '', batch, now);
    takeSample(tab, now);
    detect(world, tab, now);
  }
  expect(tab.findings).toMatchObject([{ id: ID, until: null }]);
});
