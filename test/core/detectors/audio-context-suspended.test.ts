import { describe, expect, test } from 'vitest';
import { someAudio } from '../facts';
import { randomOf } from '../random';
import { every, type Script, seconds, type Thing, type VoicePage, watchVoice } from '../voice-page';

const ID = 'audio-context-suspended';

/** So many pieces, each of a second, wait on contexts that do not run. */
const hold = (page: VoicePage, held: number, over: { pending?: number; aheadMs?: number } = {}) => {
  page.audio = someAudio({
    scheduled: { pending: held, held, heldSince: held ? 1 : null, aheadMs: held * 1000, ...over },
  });
};
const context = (page: VoicePage, state: string): Thing => page.make('audioContext', state, 'play');

describe('found', () => {
  test('the autoplay policy: a greeting on a context that was never let run', () => {
    const { active, finding } = watchVoice(
      ID,
      [
        [
          500,
          (page) => {
            context(page, 'suspended');
            hold(page, 2);
          },
        ],
      ],
      { seconds: 20 },
    );
    expect(active).toEqual(seconds(3, 20));
    expect(finding).toMatchObject({
      severity: 'warning',
      evidence: { waitingPieces: 2, waitingSoundMs: 2000, suspendedContexts: 1 },
      sites: [{ stack: 'play (https://voice.example/app.js:1:1)', count: 1 }],
    });
    expect(finding?.summary).toBe(
      '2 pieces of sound (2 s) cannot be heard: nothing has started the audio context that they are scheduled on, for 20 s so far.',
    );
  });

  test('an interruption by the system while it plays', () => {
    let one: Thing;
    const { active, finding } = watchVoice(
      ID,
      [
        [
          0,
          (page) => {
            one = context(page, 'running');
          },
        ],
        [
          5000,
          (page) => {
            page.move(one, 'interrupted');
            hold(page, 3);
          },
        ],
      ],
      { seconds: 20 },
    );
    expect(active).toEqual(seconds(8, 20));
    expect(finding?.summary).toContain('the system has interrupted');
  });

  test('a page that suspends for an interruption and schedules the next reply without a resume', () => {
    let one: Thing;
    const { active, finding } = watchVoice(
      ID,
      [
        [
          0,
          (page) => {
            one = context(page, 'running');
          },
        ],
        [
          3000,
          (page) => {
            page.move(one, 'suspended');
            hold(page, 2);
          },
        ],
        ...every(1000, 4, (page, n) => hold(page, 3 + n), 8000),
      ],
      { seconds: 20 },
    );
    expect(active).toEqual(seconds(11, 20));
    expect(finding?.evidence.waitingPieces).toBe(4);
  });

  test('what was paused is dropped, and the next reply is scheduled without a resume', () => {
    const dropped: Script = [
      [8000, (page) => hold(page, 0)],
      [9000, (page) => hold(page, 2)],
    ];
    const script = [...pausedFor(60_000).slice(0, 2), ...dropped];
    expect(watchVoice(ID, script, { seconds: 20 }).active).toEqual(seconds(12, 20));
  });

  test('another context is closed in the moment at which the sound is asked for', () => {
    let other: Thing;
    const script: Script = [
      [
        0,
        (page) => {
          other = context(page, 'running');
          context(page, 'suspended');
        },
      ],
      [
        2000,
        (page) => {
          page.move(other, 'closed');
          hold(page, 2);
        },
      ],
    ];
    expect(watchVoice(ID, script, { seconds: 10 }).active).toEqual(seconds(5, 10));
  });

  test('it is over when the context runs', () => {
    let one: Thing;
    const { active } = watchVoice(
      ID,
      [
        [
          0,
          (page) => {
            one = context(page, 'suspended');
            hold(page, 1);
          },
        ],
        [
          10_000,
          (page) => {
            page.move(one, 'running');
            hold(page, 0);
          },
        ],
      ],
      { seconds: 20 },
    );
    expect(active).toEqual(seconds(3, 9));
  });
});

/** The context is paused while this much is scheduled, and goes on after so long. */
const pausedFor = (ms: number): Script => {
  let one: Thing;
  return [
    [
      0,
      (page) => {
        one = context(page, 'running');
      },
    ],
    [
      4000,
      (page) => {
        page.move(one, 'suspended');
        hold(page, 5);
      },
    ],
    [
      4000 + ms,
      (page) => {
        page.move(one, 'running');
        hold(page, 0);
      },
    ],
  ];
};

const LOOKALIKES: [string, Script][] = [
  [
    'suspended contexts with nothing scheduled',
    every(0, 3, (page) => void context(page, 'suspended')),
  ],
  ['held for two seconds again and again', every(2000, 20, (page, n) => hold(page, n % 2 ? 0 : 3))],
  ['a pause button: what was scheduled waits for the user', pausedFor(30_000)],
  ['paused and resumed', pausedFor(2000)],
  [
    'paused, and some of what waits is dropped',
    [...pausedFor(30_000).slice(0, 2), ...every(1000, 4, (page, n) => hold(page, 4 - n), 6000)],
  ],
  [
    'a silent sample that unlocks the context',
    [
      [
        0,
        (page) => {
          context(page, 'suspended');
          hold(page, 1, { aheadMs: 0.05 });
        },
      ],
    ],
  ],
  [
    'sounds of buttons before the first click',
    every(500, 40, (page, n) => hold(page, n + 1, { aheadMs: 120 })),
  ],
  [
    'a running context has a queue of its own: nobody knows how much of it is held',
    [[0, (page) => hold(page, 1, { pending: 9, aheadMs: 8000 })]],
  ],
];

test.each(LOOKALIKES)('silent: %s', (_name, script) => {
  expect(watchVoice(ID, script, { seconds: 40 }).active).toEqual([]);
});

test('silent: a page that is blocked right after it has asked for sound', () => {
  const script: Script = [
    [
      0,
      (page) => {
        context(page, 'suspended');
        hold(page, 2);
      },
    ],
    [250, (page) => page.mute(15_000)],
    [
      15_000,
      (page) => {
        hold(page, 0);
      },
    ],
  ];
  expect(watchVoice(ID, script, { seconds: 30 }).active).toEqual([]);
});

test('silent: twenty-five pages whose contexts take up to 2 s to run, each time', () => {
  for (let seed = 0; seed < 25; seed++) {
    const random = randomOf(seed);
    const script: Script = [];
    for (let at = random() * 1000; at < 60_000; at += 4000 + random() * 4000) {
      script.push([at, (page) => hold(page, 1 + Math.floor(random() * 4))]);
      script.push([at + random() * 2000, (page) => hold(page, 0)]);
    }
    expect(watchVoice(ID, script, { seconds: 60, phase: 125 }).active, `seed ${seed}`).toEqual([]);
  }
}, 60_000);

describe('thresholds', () => {
  const held = (ms: number, aheadMs = 1000): boolean =>
    watchVoice(
      ID,
      [
        [0, (page) => hold(page, 1, { aheadMs })],
        [ms, (page) => hold(page, 0)],
      ],
      { seconds: 6 },
    ).active.length > 0;

  test('from 2.5 s on', () => {
    expect(held(2000)).toBe(false);
    expect(held(3250)).toBe(true);
  });

  test('a fifth of a second of sound', () => {
    expect(held(5000, 199)).toBe(false);
    expect(held(5000, 200)).toBe(true);
  });
});

test('a page that was left holds nothing', () => {
  const script: Script = [
    [0, (page) => hold(page, 2)],
    [20_000, (page) => page.leave()],
  ];
  expect(watchVoice(ID, script, { seconds: 30 }).active.at(-1)).toBe(19);
});
