import { describe, expect, test } from 'vitest';
import { every, type Script, seconds, type Thing, type VoicePage, watchVoice } from '../voice-page';

const ID = 'audio-context-leak';
const open = (page: VoicePage, place = 'beep'): Thing =>
  page.make('audioContext', 'running', place);

describe('found', () => {
  test('one for each sound, one a second: within 5 s, and it does not flicker', () => {
    const { active, finding } = watchVoice(
      ID,
      every(1000, 12, (page) => void open(page)),
      {
        seconds: 60,
      },
    );
    expect(active[0]).toBeLessThanOrEqual(5);
    expect(active).toEqual(seconds(active[0] ?? 0, 60));
    expect(finding).toMatchObject({
      severity: 'critical',
      until: null,
      evidence: { liveContexts: 12, neverClosed: 12, createdContexts: 12, runningContexts: 12 },
      sites: [{ stack: 'beep (https://voice.example/app.js:1:1)', count: 12 }],
    });
  });

  test('a panel opened three times in a minute', () => {
    const { active, finding } = watchVoice(
      ID,
      every(20_000, 3, (page) => void open(page)),
      {
        seconds: 70,
      },
    );
    expect(active).toEqual(seconds(40, 70));
    expect(finding?.severity).toBe('warning');
    expect(finding?.summary).toBe(
      'This page holds 3 audio contexts, and 3 of them came one after another in 40 s without one being closed.',
    );
  });

  test('suspended ones as well: to suspend is not to close', () => {
    const script = every(5000, 4, (page) => page.move(open(page), 'suspended'));
    expect(watchVoice(ID, script, { seconds: 20 }).active).toEqual(seconds(10, 20));
  });

  test('one in ten that fails to close', () => {
    const script = every(1000, 60, (page, n) => {
      const one = open(page);
      if (n % 10) page.move(one, 'closed');
    });
    expect(watchVoice(ID, script, { seconds: 60 }).finding?.evidence.neverClosed).toBe(6);
  });
});

const LOOKALIKES: [string, Script][] = [
  ['three that are made at the start and kept', every(100, 3, (page) => void open(page))],
  ['five in the first two seconds, kept', every(500, 5, (page) => void open(page))],
  [
    'created and closed in turn, sixty times',
    every(1000, 60, (page, n) => {
      const old = LAST.pop();
      if (old) page.move(old, 'closed');
      if (n < 59) LAST.push(open(page));
    }),
  ],
  [
    'one for each purpose, as it is needed',
    ['player', 'meter', 'recorder', 'effects'].map((place, n) => [
      n * 6000,
      (page: VoicePage) => void open(page, place),
    ]),
  ],
  [
    'three at the start and one more an hour of clicks later',
    [...every(0, 3, (page) => void open(page)), [50_000, (page) => void open(page)]],
  ],
];
const LAST: Thing[] = [];

test.each(LOOKALIKES)('silent: %s', (_name, script) => {
  expect(watchVoice(ID, script, { seconds: 70 }).active).toEqual([]);
});

test('a page that was left holds nothing', () => {
  const script: Script = [
    ...every(3000, 4, (page) => void open(page)),
    [20_000, (page) => page.leave()],
  ];
  expect(watchVoice(ID, script, { seconds: 30 }).active.at(-1)).toBe(19);
});
