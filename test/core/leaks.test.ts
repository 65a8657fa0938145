import { describe, expect, test } from 'vitest';
import { leakOf } from '../../src/core/leaks';
import { randomOf } from './random';
import { every, type Script, type Thing, type VoicePage, watchVoice } from './voice-page';

/*
 * "Three and more, still rising", for what a page may forget: the rule behind the findings on microphone
 * tracks and audio contexts, tried with contexts.
 */

const stayed = (script: Script, seconds: number): number | null => {
  const { tab } = watchVoice('audio-context-leak', script, { seconds });
  const load = tab.loads.find(({ gone }) => !gone);
  return load ? (leakOf(load, load.voice.rises.audioContext)?.stayed ?? null) : null;
};
const closeAll = (page: VoicePage, things: readonly Thing[]): void => {
  for (const one of things) page.move(one, 'closed');
};
const context = (page: VoicePage, place?: string | null): Thing =>
  page.make('audioContext', 'running', place);

describe('how often, and over how long', () => {
  const spaced = (ms: number, times: number) =>
    stayed(
      every(ms, times, (page) => void context(page)),
      40,
    );

  test('three over 8 s', () => {
    expect(spaced(4000, 3)).toBe(3);
    expect(spaced(3750, 3)).toBeNull();
    expect(spaced(15_000, 2)).toBeNull();
  });

  test('four over 4 s', () => {
    expect(spaced(1500, 4)).toBe(4);
    expect(spaced(1250, 4)).toBeNull();
    expect(spaced(500, 8)).toBeNull();
    expect(spaced(500, 9)).toBe(9);
  });

  test('what is made in one moment is one occasion', () => {
    expect(
      stayed(
        every(0, 20, (page) => void context(page)),
        20,
      ),
    ).toBeNull();
    expect(
      stayed(
        [0, 9000].flatMap((from) => every(0, 5, (page) => void context(page), from)),
        20,
      ),
    ).toBeNull();
  });
});

describe('where from', () => {
  test('three purposes, each with a context of its own when it is first needed, are none', () => {
    const lazily: Script = ['player', 'meter', 'recorder'].map((place, n) => [
      n * 8000,
      (page) => void context(page, place),
    ]);
    expect(stayed(lazily, 40)).toBeNull();
  });

  test('one place that opens and closes beside them adds nothing', () => {
    const open: Thing[] = [];
    const busy = every(500, 60, (page, n) => {
      const last = open.pop();
      if (last) page.move(last, 'closed');
      if (n % 2 === 0) open.push(context(page, 'beep'));
    });
    const lazily: Script = ['player', 'meter', 'recorder'].map((place, n) => [
      n * 8000 + 250,
      (page) => void context(page, place),
    ]);
    expect(stayed([...busy, ...lazily], 40)).toBeNull();
  });

  test('one that forgets beside one that opens and closes is found, and is the one that is named', () => {
    const open: Thing[] = [];
    const busy = every(500, 60, (page, n) => {
      const last = open.pop();
      if (last) page.move(last, 'closed');
      if (n % 2 === 0) open.push(context(page, 'beep'));
    });
    const leaking = every(4000, 6, (page) => void context(page, 'panel'), 250);
    const { tab } = watchVoice('audio-context-leak', [...busy, ...leaking], { seconds: 40 });
    const load = tab.loads[0];
    const leak = load && leakOf(load, load.voice.rises.audioContext);
    expect(leak?.sites[0]?.stack).toContain('panel');
  });

  test('two that forget in turn are told apart, and the worse one is named', () => {
    const script = every(3000, 10, (page, n) => void context(page, n % 3 ? 'often' : 'seldom'));
    const { tab } = watchVoice('audio-context-leak', script, { seconds: 40 });
    const load = tab.loads[0];
    const leak = load && leakOf(load, load.voice.rises.audioContext);
    expect(leak?.stayed).toBe(6);
    expect(leak?.sites).toEqual([{ stack: 'often (https://voice.example/app.js:1:1)', count: 6 }]);
  });

  test('a retry that awaits the next one is one place, however deep', () => {
    const frame = 'at async retry (https://voice.example/app.js:9:3)';
    const script = every(2000, 6, (page, n) => {
      context(
        page,
        ['at open (https://voice.example/app.js:3:3)', ...Array<string>(n).fill(frame)].join('\n'),
      );
    });
    expect(stayed(script, 20)).not.toBeNull();
  });

  test('without a place all are one, and three may be of three purposes', () => {
    expect(
      stayed(
        every(4000, 3, (page) => void context(page, null)),
        20,
      ),
    ).toBeNull();
    expect(
      stayed(
        every(4000, 4, (page) => void context(page, null)),
        20,
      ),
    ).toBe(4);
  });
});

describe('what stays', () => {
  test('it is over when enough of them are closed, and the rest stays counted', () => {
    const made: Thing[] = [];
    const leaking = every(2000, 6, (page) => void made.push(context(page)));
    const closing: Script = [[20_000, (page) => closeAll(page, made.splice(1))]];
    expect(stayed(leaking, 30)).toBe(6);
    expect(stayed([...leaking, ...closing], 30)).toBeNull();
  });

  test('collected ones are gone', () => {
    const script = every(3000, 10, (page) => {
      const one = context(page);
      KEPT.push(one);
      if (KEPT.length > 2) page.move(KEPT.shift() as Thing, '');
    });
    expect(stayed(script, 40)).toBeNull();
    KEPT.length = 0;
  });

  test('of a place that lets most go, it must be twice as many', () => {
    const oneInThree = (times: number) =>
      stayed(
        every(2000, times, (page, n) => {
          const one = context(page);
          if (n % 3) page.move(one, 'closed');
        }),
        60,
      );
    expect(oneInThree(15)).toBeNull();
    expect(oneInThree(16)).toBe(6);
  });

  test('two are made and one is closed, each time', () => {
    const script = every(4000, 4, (page) => {
      context(page);
      page.move(context(page), 'closed');
    });
    expect(stayed(script, 20)).toBe(4);
  });
});
const KEPT: Thing[] = [];

describe('silent: gaps and returns', () => {
  const three: Script = every(0, 3, (page) => void context(page));

  test('silent: a page reloaded again and again, each with its three', () => {
    const script = every(3000, 10, (page) => {
      page.reload();
      for (let i = 0; i < 3; i++) context(page);
    });
    expect(stayed(script, 40)).toBeNull();
  });

  test('silent: into the back/forward cache and out of it', () => {
    const trips: Script = [4000, 10_000, 16_000, 22_000].flatMap(
      (at): Script => [
        [at, (page) => page.leave()],
        [at + 2000, (page) => page.comeBack()],
      ],
    );
    expect(stayed([...three, ...trips], 40)).toBeNull();
  });

  test('silent: a frozen page that makes four while nobody hears it', () => {
    const script: Script = [
      [0, (page) => page.mute(30_000)],
      ...every(5000, 4, (page) => void context(page)),
    ];
    expect(stayed(script, 60)).toBeNull();
  });
});

describe('in a call', () => {
  const joining = (others: number): Script => [
    [0, (page) => void page.make('rtcPeerConnection', 'connected')],
    ...every(3000, others, (page) => void context(page, 'meterOf')),
  ];

  test('silent: seven others, a level meter each', () => {
    expect(stayed(joining(7), 40)).toBeNull();
  });

  test('from eight on it piles up', () => {
    expect(stayed(joining(8), 40)).toBe(8);
  });

  test('a call that is over makes no difference', () => {
    const script: Script = [
      [0, (page) => page.move(page.make('rtcPeerConnection', 'connected'), 'closed')],
      ...every(4000, 3, (page) => void context(page)),
    ];
    expect(stayed(script, 20)).toBe(3);
  });
});

/** A page that opens something at random, keeps it for a while and lets it go; at most `most` at a time. */
const healthy = (seed: number, most: number): Script => {
  const random = randomOf(seed);
  const script: Script = [];
  const busyUntil = Array<number>(most).fill(0);
  for (let at = random() * 2000; at < 120_000; at += random() * 5000) {
    const slot = busyUntil.findIndex((until) => until <= at);
    if (slot < 0) continue;
    const ends = at + 200 + random() * 8000;
    busyUntil[slot] = ends + 250;
    let thing: Thing | undefined;
    script.push([
      at,
      (page) => {
        thing = context(page);
      },
    ]);
    script.push([ends, (page) => thing && page.move(thing, 'closed')]);
  }
  return script;
};

test('silent: twenty-five pages that open and close at random, two at a time', () => {
  for (let seed = 0; seed < 25; seed++) {
    const { active } = watchVoice('audio-context-leak', healthy(seed, 2), { seconds: 125 });
    expect(active, `seed ${seed}`).toEqual([]);
  }
}, 60_000);
