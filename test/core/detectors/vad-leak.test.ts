import { describe, expect, test } from 'vitest';
import { randomOf } from '../random';
import { every, type Script, seconds, VAD, type VoicePage, watchVoice } from '../voice-page';

const ID = 'vad-leak';

/** What MicVAD makes, and how it lets go. */
const micVad = (page: VoicePage, place = 'startVad'): (() => void) => {
  const track = page.make('microphoneTrack', 'live', place);
  const context = page.make('audioContext', 'running', place);
  const end = page.detector(VAD, place);
  return () => {
    page.move(track, 'ended');
    end();
    page.move(context, 'closed');
  };
};

const UNHEARD = 'worklet vad-helper-worklet';

describe('found', () => {
  test('two whose source is not the microphone itself, after what a model may take to load', () => {
    const script = every(0, 2, (page) => void page.detector(UNHEARD));
    expect(watchVoice(ID, script, { seconds: 30 }).active).toEqual(seconds(20, 30));
  });

  test('two that stay, within 3 s of their overlap, and until one is destroyed', () => {
    let second = (): void => {};
    const { active, finding } = watchVoice(
      ID,
      [
        [0, micVad],
        [
          4000,
          (page) => {
            second = micVad(page);
          },
        ],
        [20_000, () => second()],
      ],
      { seconds: 40 },
    );
    expect(active).toEqual(seconds(6, 19));
    expect(finding?.severity).toBe('warning');
  });

  test('one more with each start, for ever', () => {
    const { active, finding, ids } = watchVoice(
      ID,
      every(4000, 5, (page) => void micVad(page)),
      {
        seconds: 40,
      },
    );
    expect(active).toEqual(seconds(6, 40));
    expect(finding?.severity).toBe('critical');
    expect(finding?.evidence).toMatchObject({ liveDetectors: 5, createdDetectors: 5 });
    expect(finding?.sites).toEqual([
      { stack: 'startVad (https://voice.example/app.js:1:1)', count: 5 },
    ]);
    // What they bring with them is found as well, and says why.
    expect(ids).toContain('microphone-leak');
    expect(ids).toContain('audio-context-leak');
  });

  test('two libraries at once', () => {
    const { active } = watchVoice(
      ID,
      [
        [
          0,
          (page) => {
            page.detector();
            page.detector('worker');
          },
        ],
      ],
      { seconds: 10 },
    );
    expect(active).toEqual(seconds(2, 10));
  });

  test('a race: both starts wait for the model, and one is held by nobody', () => {
    const script: Script = [
      [3000, (page) => void micVad(page)],
      [3100, (page) => void micVad(page)],
    ];
    expect(watchVoice(ID, script, { seconds: 10 }).active).toEqual(seconds(6, 10));
  });
});

/** Those of the look-alike that destroys each one. */
const LIVE: (() => void)[] = [];

const LOOKALIKES: [string, Script][] = [
  ['one detector', [[0, micVad]]],
  [
    'a generation guard with an old library: both nodes wait for the model for 15 s',
    [
      [
        0,
        (page) => {
          page.detector(UNHEARD);
          LIVE.push(page.detector(UNHEARD));
        },
      ],
      [15_000, () => LIVE.pop()?.()],
    ],
  ],
  [
    'StrictMode: mounted twice, the first destroyed within a moment',
    [
      [
        0,
        (page) => {
          const first = micVad(page);
          micVad(page);
          first();
        },
      ],
    ],
  ],
  [
    'destroyed and made again, twenty times',
    every(2000, 20, (page, n) => {
      if (n % 2 === 0) LIVE.push(micVad(page));
      else LIVE.pop()?.();
    }),
  ],
  [
    'detectors that are only probable',
    every(1000, 5, (page) => void page.detector('analyser 512 0.1')),
  ],
  [
    'detectors by their name alone',
    every(1000, 5, (page) => void page.detector('worklet my-vad-processor')),
  ],
  [
    'a recorder beside the detector',
    [
      [0, micVad],
      [5000, (page) => void page.detector('script 4096')],
    ],
  ],
  [
    'a reload: the new page has its own',
    [
      [0, micVad],
      [
        5000,
        (page) => {
          page.reload();
          micVad(page);
        },
      ],
    ],
  ],
  [
    'away in the back/forward cache and back',
    [
      [0, micVad],
      [5000, (page) => page.leave()],
      [9000, (page) => page.comeBack()],
    ],
  ],
];
test.each(LOOKALIKES)('silent: %s', (_name, script) => {
  expect(watchVoice(ID, script, { seconds: 50 }).active).toEqual([]);
});

test('silent: two frames of a page, each with its own', () => {
  const own: Script = [[0, micVad]];
  expect(watchVoice(ID, own, { seconds: 20, frames: [own, own] }).active).toEqual([]);
});

test('silent: settings change often, the new one is there up to 1.5 s before the old one is gone', () => {
  for (let seed = 0; seed < 25; seed++) {
    const random = randomOf(seed);
    const script: Script = [];
    let old: (() => void) | undefined;
    for (let at = 0; at < 60_000; at += 3000 + random() * 4000) {
      let before: (() => void) | undefined;
      script.push([
        at,
        (page) => {
          before = old;
          old = micVad(page);
        },
      ]);
      script.push([at + random() * 1500, () => before?.()]);
    }
    expect(watchVoice(ID, script, { seconds: 60, phase: 50 }).active).toEqual([]);
  }
}, 60_000);

test('an overlap counts from 1.8 s on, and four are critical', () => {
  const overlap = (ms: number): Script => {
    let first = (): void => {};
    return [
      [
        0,
        (page) => {
          first = micVad(page);
        },
      ],
      [1000, (page) => void micVad(page)],
      [1000 + ms, () => first()],
    ];
  };
  expect(watchVoice(ID, overlap(1500), { seconds: 10 }).active).toEqual([]);
  expect(watchVoice(ID, overlap(2250), { seconds: 10 }).active).not.toEqual([]);
  const at = (count: number) =>
    watchVoice(
      ID,
      every(0, count, (page) => void micVad(page)),
      { seconds: 5 },
    ).finding?.severity;
  expect([at(3), at(4)]).toEqual(['warning', 'critical']);
});

test('a page that was left holds nothing', () => {
  const script: Script = [
    ...every(0, 2, (page) => void micVad(page)),
    [20_000, (page) => page.leave()],
  ];
  expect(watchVoice(ID, script, { seconds: 30 }).active.at(-1)).toBe(19);
});
