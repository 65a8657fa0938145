import { describe, expect, test } from 'vitest';
import { randomOf } from '../random';
import { every, type Script, seconds, type VoicePage, watchVoice } from '../voice-page';

const ID = 'audio-underrun';

/** A page with a context that plays; its audio thread has missed nothing so far. */
const begin = (page: VoicePage): void => {
  page.make('audioContext', 'running', 'play');
  page.audio.underruns = { events: 0, ms: 0 };
};
const miss = (page: VoicePage, events: number, ms: number): void => {
  const before = page.audio.underruns ?? { events: 0, ms: 0 };
  page.audio.underruns = { events: before.events + events, ms: before.ms + ms };
};
const playing: Script = [[0, begin]];

describe('found', () => {
  test('an overloaded graph: a sixth of each second is lost', () => {
    const { active, finding } = watchVoice(
      ID,
      [...playing, ...every(1000, 30, (page) => miss(page, 16, 160), 5000)],
      { seconds: 60 },
    );
    expect(active[0]).toBeLessThanOrEqual(11);
    // Six of the last ten seconds are bad until four of them are good again.
    expect(active).toEqual(seconds(active[0] ?? 0, active.at(-1) ?? 0));
    expect(active.at(-1)).toBeLessThanOrEqual(40);
    expect(finding).toMatchObject({
      severity: 'warning',
      sites: [{ stack: 'play (https://voice.example/app.js:1:1)', count: 1 }],
    });
    expect(finding?.until).not.toBeNull();
  });

  test('half of it is critical', () => {
    const script = [...playing, ...every(1000, 30, (page) => miss(page, 60, 500))];
    const { finding } = watchVoice(ID, script, { seconds: 20 });
    expect(finding?.severity).toBe('critical');
    expect(finding?.summary).toBe(
      'The audio thread is late again and again: in the last 10 s the speakers got nothing for 5 s (50%), in 600 gaps.',
    );
    expect(finding?.evidence).toMatchObject({ gapsPerSecond: 60, lostMs: 5000, lostShare: 0.5 });
  });
});

const LOOKALIKES: [string, Script][] = [
  ['nothing missed', playing],
  ['one glitch at the start, however long', [...playing, [500, (page) => miss(page, 3, 900)]]],
  [
    'a click now and then: 10 ms every two seconds',
    [...playing, ...every(2000, 30, (page) => miss(page, 1, 10))],
  ],
  [
    'a little every second: 5 % of the time, as on a busy machine',
    [...playing, ...every(1000, 60, (page) => miss(page, 5, 50))],
  ],
  [
    'another program takes the processor for five seconds',
    [...playing, ...every(1000, 5, (page) => miss(page, 10, 400), 10_000)],
  ],
  [
    'a tab in the background',
    [
      ...playing,
      [0, (page) => page.hidden(true)],
      ...every(1000, 60, (page) => miss(page, 10, 300)),
    ],
  ],
  [
    'a context that only a voice detector listens on: nobody hears it',
    [
      ...playing,
      [0, (page) => void page.detector()],
      ...every(1000, 60, (page) => miss(page, 10, 300)),
    ],
  ],
  [
    'a reload: what the page before has missed is over',
    [
      ...playing,
      ...every(1000, 5, (page) => miss(page, 10, 300)),
      [5500, (page) => page.reload()],
      [5500, begin],
    ],
  ],
];

test.each(LOOKALIKES)('silent: %s', (_name, script) => {
  expect(watchVoice(ID, script, { seconds: 60 }).active).toEqual([]);
});

test('silent: a browser that does not say', () => {
  const script: Script = [[0, (page) => void page.make('audioContext', 'running')]];
  expect(watchVoice(ID, script, { seconds: 20, engine: 'firefox' }).active).toEqual([]);
});

test('silent: twenty-five machines with bursts of load', () => {
  for (let seed = 0; seed < 25; seed++) {
    const random = randomOf(seed);
    const script: Script = [...playing];
    for (let at = 0; at < 120_000; at += 1000)
      if (random() < 0.5) script.push([at, (page) => miss(page, 1 + random() * 9, random() * 100)]);
    expect(watchVoice(ID, script, { seconds: 120 }).active, `seed ${seed}`).toEqual([]);
  }
}, 60_000);

describe('thresholds', () => {
  const found = (bad: number, ms: number): boolean =>
    watchVoice(ID, [...playing, ...every(1000, bad, (page) => miss(page, 1, ms), 1000)], {
      seconds: 20,
    }).active.length > 0;

  test('six bad seconds of ten', () => {
    expect(found(5, 400)).toBe(false);
    expect(found(6, 400)).toBe(true);
  });

  test('a tenth of the time', () => {
    expect(found(10, 100)).toBe(true);
    expect(found(10, 99)).toBe(false);
  });
});

test('a page that was left holds nothing', () => {
  const script: Script = [
    ...playing,
    ...every(1000, 40, (page) => miss(page, 16, 160)),
    [20_000, (page) => page.leave()],
  ];
  expect(watchVoice(ID, script, { seconds: 30 }).active.at(-1)).toBe(19);
});
