import { describe, expect, test } from 'vitest';
import { T0 } from '../facts';
import { randomOf } from '../random';
import { every, type Script, seconds, type Thing, type VoicePage, watchVoice } from '../voice-page';

const ID = 'media-player-leak';

const player = (page: VoicePage, state: string): Thing => page.make('mediaElement', state, 'speak');
/** One more plays, and goes on. */
const playOn = (page: VoicePage): void => {
  player(page, 'playing');
  page.audio.elements.playing++;
};
const ask = (page: VoicePage): void => {
  player(page, 'waiting');
  const { elements } = page.audio;
  elements.pending++;
  elements.asked++;
  elements.askedSince ??= NOW.at;
};
/** The page's clock, which the script before has set. */
const NOW = { at: 0 };
const asking = (times: number, ms: number): Script =>
  every(ms, times, (page, n) => {
    NOW.at = T0 + n * ms;
    ask(page);
  });
const settleAll = (page: VoicePage): void => {
  Object.assign(page.audio.elements, { asked: 0, askedSince: null, pending: 0 });
};

describe('found', () => {
  test('play() that never settles: one for 20 s', () => {
    const { active, finding } = watchVoice(ID, asking(1, 1000), { seconds: 40 });
    expect(active).toEqual(seconds(20, 40));
    expect(finding?.summary).toBe(
      '1 media element was told to play and has neither begun nor failed, the first for 40 s: what waits for it waits for ever.',
    );
    expect(finding?.sites).toEqual([
      { stack: 'speak (https://voice.example/app.js:1:1)', count: 1 },
    ]);
  });

  test('one after another: within 8 s of the first', () => {
    const { active, finding } = watchVoice(ID, asking(20, 1000), { seconds: 30 });
    expect(active).toEqual(seconds(8, 30));
    expect(finding?.evidence).toMatchObject({ unsettledPlays: 20, liveElements: 20 });
  });

  test('it is over when they begin', () => {
    const script: Script = [...asking(5, 1000), [15_000, settleAll]];
    expect(watchVoice(ID, script, { seconds: 30 }).active).toEqual(seconds(8, 14));
  });

  test('replies that play over each other, none stopped', () => {
    const { active, finding } = watchVoice(ID, every(1000, 12, playOn), { seconds: 30 });
    expect(active[0]).toBeLessThanOrEqual(5);
    expect(active).toEqual(seconds(active[0] ?? 0, 30));
    expect(finding?.summary).toContain('12 media elements play at once');
  });

  test('elements that pile up, forty and more', () => {
    const { active, finding } = watchVoice(
      ID,
      every(500, 120, (page) => void player(page, 'paused')),
      {
        seconds: 100,
      },
    );
    expect(active[0]).toBe(20);
    // It grows until 60 s; 15 s later that is history.
    expect(active.at(-1)).toBe(74);
    expect(finding?.evidence).toMatchObject({ liveElements: 120, addedPerMin: 121 });
  });
});

const LOOKALIKES: [string, Script][] = [
  [
    'a feed of thirty videos, one every second, that stop rising',
    every(1000, 30, (page) => void player(page, 'paused')),
  ],
  ['a feed of fifty, at once', every(0, 50, (page) => void player(page, 'paused'))],
  [
    'a stock of sixty sounds, loaded within 18 s',
    every(300, 60, (page) => {
      player(page, 'waiting');
      page.audio.elements.pending++;
    }),
  ],
  [
    'a clip a second, each of which ends',
    every(1000, 60, (page) => page.move(player(page, 'playing'), 'ended')),
  ],
  [
    'a player that is used again and again',
    [
      [0, playOn],
      ...every(1000, 60, (page) => {
        page.audio.elements.played++;
      }),
    ],
  ],
  [
    'play() that the autoplay policy refuses',
    every(1000, 30, (page) => {
      player(page, 'paused');
    }),
  ],
  [
    'a slow network: each takes 6 s to begin',
    every(8000, 6, (page, n) => {
      NOW.at = T0 + n * 8000;
      ask(page);
    }).flatMap(
      ([at, run]): Script => [
        [at, run],
        [at + 6000, settleAll],
      ],
    ),
  ],
  [
    'a call in which the other side does not send yet',
    [[0, (page) => void page.make('rtcPeerConnection', 'connecting')], ...asking(4, 1000)],
  ],
  [
    'a call with eight others, each with a player',
    [[0, (page) => void page.make('rtcPeerConnection', 'connected')], ...every(2000, 8, playOn)],
  ],
  [
    'a tab in the background in which nothing has played yet',
    [[0, (page) => page.hidden(true)], ...asking(5, 1000)],
  ],
  ['four long sounds over each other', every(2000, 4, playOn)],
  [
    'five voices, two at a time: fewer than five beginnings',
    [...every(0, 2, playOn), ...every(2500, 2, playOn, 2500), [7500, playOn]],
  ],
  [
    'a list of sixty, ten of which come every three seconds',
    every(3000, 10, (page) => {
      for (let i = 0; i < 6; i++) player(page, 'paused');
    }),
  ],
  ['twenty sounds that begin at once', every(0, 20, playOn)],
];

test.each(LOOKALIKES)('silent: %s', (_name, script) => {
  expect(watchVoice(ID, script, { seconds: 70 }).active).toEqual([]);
});

test('silent: players that pile up in a tab in the background that has never played', () => {
  const script: Script = [
    [0, (page) => page.hidden(true)],
    ...every(500, 120, (page) => void player(page, 'waiting')),
  ];
  expect(watchVoice(ID, script, { seconds: 70 }).active).toEqual([]);
});

test('they are found when it comes to the front', () => {
  const script: Script = [
    [0, (page) => page.hidden(true)],
    ...asking(5, 1000),
    [12_000, (page) => page.hidden(false)],
  ];
  expect(watchVoice(ID, script, { seconds: 20 }).active).toEqual(seconds(12, 20));
});

test('a tab in the background in which something has played is let play', () => {
  const script: Script = [
    [0, (page) => page.hidden(true)],
    [
      0,
      (page) => {
        page.audio.elements.played++;
      },
    ],
    ...asking(5, 1000),
  ];
  expect(watchVoice(ID, script, { seconds: 20 }).active).toEqual(seconds(8, 20));
});

test('silent: twenty-five games that play up to four sounds of up to 6 s at a time', () => {
  for (let seed = 0; seed < 25; seed++) {
    const random = randomOf(seed);
    const script: Script = [];
    const free = [0, 0, 0, 0];
    for (let at = 0; at < 90_000; at += random() * 1500) {
      const slot = free.findIndex((until) => until <= at);
      if (slot < 0) continue;
      const ends = at + 100 + random() * 6000;
      free[slot] = ends;
      let one: Thing;
      script.push([
        at,
        (page) => {
          one = player(page, 'playing');
          page.audio.elements.playing++;
        },
      ]);
      script.push([
        ends,
        (page) => {
          page.move(one, 'ended');
          page.audio.elements.playing--;
        },
      ]);
    }
    expect(watchVoice(ID, script, { seconds: 95 }).active, `seed ${seed}`).toEqual([]);
  }
}, 60_000);

test('a page that was left holds nothing', () => {
  const script: Script = [...asking(9, 1000), [20_000, (page) => page.leave()]];
  expect(watchVoice(ID, script, { seconds: 30 }).active.at(-1)).toBe(19);
});
