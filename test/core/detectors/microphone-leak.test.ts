import { describe, expect, test } from 'vitest';
import { every, type Script, seconds, type Thing, type VoicePage, watchVoice } from '../voice-page';

const ID = 'microphone-leak';
const open = (page: VoicePage, place?: string | null): Thing =>
  page.make('microphoneTrack', 'live', place);

describe('found', () => {
  test('a dialog that is opened five times and never stops its track', () => {
    const { active, finding } = watchVoice(
      ID,
      every(5000, 5, (page) => void open(page, 'openDialog')),
      {
        seconds: 60,
      },
    );
    expect(active).toEqual(seconds(10, 60));
    expect(finding).toMatchObject({
      severity: 'warning',
      until: null,
      evidence: {
        liveTracks: 5,
        neverStopped: 5,
        createdTracks: 5,
        occasions: 5,
        grewForMs: 20_000,
      },
      sites: [{ stack: 'openDialog (https://voice.example/app.js:1:1)', count: 5 }],
    });
    expect(finding?.summary).toBe(
      'This page holds 5 microphone tracks, and 5 of them came one after another in 20 s without one being stopped.',
    );
  });

  test('one a second, within 5 s', () => {
    const { active } = watchVoice(
      ID,
      every(1000, 30, (page) => void open(page)),
      { seconds: 30 },
    );
    expect(active[0]).toBeLessThanOrEqual(5);
    expect(active).toEqual(seconds(active[0] ?? 0, 30));
  });

  test('the original is stopped, its clone is not', () => {
    const script = every(4000, 4, (page) => {
      open(page, 'clone');
      page.move(open(page, 'getUserMedia'), 'ended');
    });
    const { finding } = watchVoice(ID, script, { seconds: 20 });
    expect(finding?.sites[0]?.stack).toContain('clone');
  });

  test('it is over when they are stopped, and critical from eight on', () => {
    const made: Thing[] = [];
    const { active, finding } = watchVoice(
      ID,
      [
        ...every(2000, 8, (page) => void made.push(open(page))),
        [
          30_000,
          (page) => {
            for (const one of made) page.move(one, 'ended');
          },
        ],
      ],
      { seconds: 40 },
    );
    expect(active.at(-1)).toBe(29);
    expect(finding?.severity).toBe('critical');
  });

  test('with several detectors, those are named as the probable reason', () => {
    const script = every(5000, 3, (page) => {
      open(page, 'startVad');
      page.detector();
    });
    expect(watchVoice(ID, script, { seconds: 20 }).finding?.summary).toMatch(
      /probably because of the voice detectors that were not destroyed\.$/,
    );
  });

  test('in a frame of the page', () => {
    const frame = every(4000, 3, (page) => void open(page));
    const { active } = watchVoice(ID, [], { seconds: 12, frames: [frame] });
    expect(active).not.toEqual([]);
  });
});

const LOOKALIKES: [string, Script][] = [
  ['one track that is kept', [[0, open]]],
  [
    'three clones at once for a detector, a recorder and a call, and a fourth later',
    [
      [0, open],
      ...every(100, 3, (page) => void open(page, 'clone')),
      [30_000, (page) => void open(page, 'note')],
    ],
  ],
  [
    'push to talk: opened and stopped thirty times',
    every(2000, 30, (page) => {
      const track = open(page);
      page.move(track, 'ended');
    }),
  ],
  [
    'another device is chosen: the new one is opened, then the old one stopped',
    every(3000, 15, (page) => {
      const old = LAST.pop();
      LAST.push(open(page));
      if (old) page.move(old, 'ended');
    }),
  ],
  [
    'tracks that end by themselves (unplugged)',
    every(3000, 10, (page) => page.move(open(page), 'ended')),
  ],
  [
    'a page that is opened again and again',
    every(4000, 12, (page) => {
      page.reload();
      open(page);
    }),
  ],
];
const LAST: Thing[] = [];

test.each(LOOKALIKES)('silent: %s', (_name, script) => {
  expect(watchVoice(ID, script, { seconds: 70 }).active).toEqual([]);
});

test('silent: frames of a page, one track each, opened one after another', () => {
  const frames = [0, 5000, 10_000, 15_000].map((at): Script => [[at, open]]);
  expect(watchVoice(ID, [], { seconds: 40, frames }).active).toEqual([]);
});

test('a page that was left holds nothing', () => {
  const script: Script = [
    ...every(3000, 4, (page) => void open(page)),
    [20_000, (page) => page.leave()],
  ];
  expect(watchVoice(ID, script, { seconds: 30 }).active.at(-1)).toBe(19);
});
