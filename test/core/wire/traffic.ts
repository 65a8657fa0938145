import { randomOf } from '../random';

/*
 * Eight minutes of a socket, made up: what looks like a conversation and is none, and what is one. Sizes
 * and distances are those of real clients, drawn anew for each seed.
 */

export interface Frame {
  at: number;
  out: boolean;
  bytes: number;
}
export interface Traffic {
  frames: Frame[];
  /** When sound began to play. */
  plays: number[];
}

const MINUTE = 60_000;
const LENGTH = 8 * MINUTE;

interface Dice {
  between(low: number, high: number): number;
  whole(low: number, high: number): number;
  random(): number;
}
export const diceOf = (seed: number): Dice => {
  const random = randomOf(seed);
  const between = (low: number, high: number): number => low + (high - low) * random();
  return { random, between, whole: (low, high) => Math.round(between(low, high)) };
};

type Make = (dice: Dice) => Traffic;
type Add = (at: number, out: boolean, bytes: number) => void;

const silent =
  (make: (add: Add, dice: Dice) => void): Make =>
  (dice) => {
    const frames: Frame[] = [];
    make((at, out, bytes) => frames.push({ at, out, bytes }), dice);
    return { frames, plays: [] };
  };

const beat = (add: Add, { between }: Dice, period: number, out: number, back: number): void => {
  for (let at = between(0, period); at < LENGTH; at += period + between(-50, 50)) {
    add(at, true, out);
    add(at + between(8, 60), false, back);
  }
};

interface Calls {
  wait?: [number, number];
  bytes?: [number, number];
  frames?: [number, number];
}
const calls = (add: Add, dice: Dice, count: number, over: Calls = {}): void => {
  const { wait = [20, 400], bytes = [80, 20_000], frames = [1, 3] } = over;
  for (let call = 0; call < count; call++) {
    const at = dice.between(0, LENGTH);
    add(at, true, dice.whole(60, 600));
    let back = at + dice.between(...wait);
    for (let left = dice.whole(...frames); left > 0; left--) {
      add(back, false, dice.whole(...bytes));
      back += dice.between(1, 80);
    }
  }
};

const feed = (
  add: Add,
  dice: Dice,
  perSecond: number,
  bytes: [number, number] = [80, 600],
): void => {
  for (let at = 0; at < LENGTH; at += (-Math.log(1 - dice.random()) * 1000) / perSecond)
    add(at, false, dice.whole(...bytes));
};

/** What a person does again and again: `once` does it at a time and says when it was over. */
const again = (once: (at: number) => number): void => {
  for (let at = 0; at < LENGTH; ) at = once(at);
};

export const LOOK_ALIKES: Record<string, Make> = {
  'heartbeats every 25 s': silent((add, dice) => beat(add, dice, 25_000, 2, 2)),
  'heartbeats every 3 s': silent((add, dice) => beat(add, dice, 3000, 40, 45)),
  'GraphQL queries': silent((add, dice) => {
    calls(add, dice, 60);
    beat(add, dice, 30_000, 15, 15);
  }),
  'slow and large GraphQL queries': silent((add, dice) =>
    calls(add, dice, 60, { wait: [300, 3000], bytes: [2000, 120_000], frames: [1, 2] }),
  ),
  'a GraphQL subscription': silent((add, dice) => {
    calls(add, dice, 20);
    feed(add, dice, 2);
  }),
  SignalR: silent((add, dice) => {
    calls(add, dice, 80, { frames: [1, 2], bytes: [60, 3000] });
    beat(add, dice, 15_000, 11, 11);
  }),
  Phoenix: silent((add, dice) => {
    feed(add, dice, 0.3);
    calls(add, dice, 40, { frames: [1, 1], bytes: [60, 900] });
    beat(add, dice, 30_000, 48, 70);
  }),
  MQTT: silent((add, dice) => {
    feed(add, dice, 1, [20, 200]);
    calls(add, dice, 50, { frames: [1, 1], bytes: [4, 40], wait: [5, 60] });
    beat(add, dice, 60_000, 2, 2);
  }),
  'a feed': silent((add, dice) => {
    add(10, true, 60);
    feed(add, dice, 20);
  }),
  'a feed and clicks': silent((add, dice) => {
    feed(add, dice, 10);
    for (let click = 0; click < 60; click++) add(dice.between(0, LENGTH), true, 90);
  }),
  'a slow feed and clicks': silent((add, dice) => {
    feed(add, dice, 0.2, [200, 4000]);
    for (let click = 0; click < 60; click++) add(dice.between(0, LENGTH), true, 90);
  }),
  'uploads, every slice acknowledged': silent((add, { between }) => {
    for (let file = 0; file < 6; file++) {
      let at = file * MINUTE + between(0, 5000);
      for (let slice = 0; slice < 100; slice++) {
        add(at, true, 65_536);
        add(at + between(20, 80), false, 40);
        at += between(30, 120);
      }
    }
  }),
  'uploads, acknowledged once': silent((add) => {
    for (let file = 0; file < 6; file++) {
      for (let slice = 0; slice < 100; slice++) add(file * MINUTE + slice * 30, true, 65_536);
      add(file * MINUTE + 3500, false, 200);
    }
  }),
  'hot reload': silent((add, { between }) => {
    for (let reload = 0; reload < 20; reload++) add(between(0, LENGTH), false, 300);
    for (let at = 0; at < LENGTH; at += 30_000) add(at, true, 15);
  }),
  'an editor with two writers': silent((add, { between, whole }) =>
    again((from) => {
      let at = from;
      for (const out of [true, false]) {
        for (let key = whole(5, 60); key > 0; key--) {
          add(at, out, whole(20, 80));
          at += between(60, 300);
        }
        at += between(300, 6000);
      }
      return at;
    }),
  ),
  'a terminal': silent((add, { between, whole }) =>
    again((from) => {
      let at = from;
      for (let key = whole(3, 25); key > 0; key--) {
        add(at, true, 1);
        add(at + between(5, 40), false, 1);
        at += between(60, 250);
      }
      at += between(10, 300);
      for (let line = whole(1, 60); line > 0; line--) {
        add(at, false, whole(20, 2000));
        at += between(5, 150);
      }
      return at + between(1000, 15_000);
    }),
  ),
  'a notebook with fast cells': silent((add, { between, whole }) =>
    again((from) => {
      add(from, true, 900);
      let at = from + between(5, 30);
      for (let part = whole(4, 8); part > 0; part--) {
        add(at, false, whole(300, 900));
        at += between(1, 60);
      }
      return at + between(3000, 20_000);
    }),
  ),
  'a game, 20 times a second': silent((add, { between, whole }) => {
    for (let at = 0; at < LENGTH; at += 50) {
      add(at, true, 40);
      add(at + between(5, 40), false, whole(60, 300));
    }
  }),
  'WebRTC signalling': silent((add, dice) => {
    const { between } = dice;
    for (let call = 0; call < 4; call++) {
      const from = call * 2 * MINUTE;
      for (let i = 0; i < 6; i++) add(from + i * 40, true, i ? 220 : 3000);
      let at = from + 200 + between(150, 600);
      for (let i = 0; i < 8; i++) {
        add(at, false, i ? 220 : 3000);
        at += between(10, 120);
      }
    }
    beat(add, dice, 10_000, 20, 20);
  }),
  'people who chat': silent((add, { between, whole }) =>
    again((from) => {
      add(from, true, whole(60, 300));
      add(from + between(20, 80), false, 90);
      let at = from + between(3000, 20_000);
      for (let line = whole(1, 3); line > 0; line--) {
        add(at, false, whole(80, 400));
        at += between(2000, 9000);
      }
      return at;
    }),
  ),
  'a microphone that never stops': (dice) => {
    const { between } = dice;
    const traffic = silent((add) => {
      for (let at = 0; at < LENGTH; at += 100) add(at + between(-3, 3), true, 3200);
    })(dice);
    again((from) => {
      let at = from + 5000;
      traffic.plays.push(at + 80);
      for (let part = 0; part < 80; part++) {
        traffic.frames.push({ at, out: false, bytes: 2768 });
        at += between(5, 50);
      }
      return at + between(5000, 12_000);
    });
    return traffic;
  },
};

/** A conversation: what the user sends, and how it is answered; `sound` says when it is heard, `null` for never. */
const conversation =
  (
    speak: (add: Add, at: number, dice: Dice) => number,
    answer: (add: Add, at: number, dice: Dice) => number,
    sound: number | null,
    beats = false,
  ): Make =>
  (dice) => {
    const plays: number[] = [];
    const { frames } = silent((add) => {
      if (beats) beat(add, dice, 20_000, 15, 15);
      again((from) => {
        const at = speak(add, from, dice);
        if (sound !== null) plays.push(at + sound);
        return answer(add, at, dice) + dice.between(3500, 15_000);
      });
    })(dice);
    return { frames, plays };
  };

export const CONVERSATIONS: Record<string, Make> = {
  'a text chat that streams': conversation(
    (add, at, { between, whole }) => {
      add(at, true, whole(40, 400));
      add(at + between(20, 60), false, 60);
      return at + between(400, 2500);
    },
    (add, from, { between, whole }) => {
      let at = from;
      for (let token = whole(12, 300); token > 0; token--) {
        add(at, false, whole(30, 70));
        at += between(10, 90);
      }
      return at;
    },
    null,
    true,
  ),
  'speech at once, then sentences': conversation(
    (add, from, { between, whole }) => {
      let at = from;
      for (let part = whole(6, 30); part > 0; part--) {
        add(at, true, 32_000);
        at += 5;
      }
      add(at, true, 40);
      add(at + 15, false, 55);
      add(at + 20, false, 50);
      return at + between(900, 3500);
    },
    (add, from, { between, whole }) => {
      let at = from;
      for (let sentence = whole(1, 5); sentence > 0; sentence--) {
        add(at, false, whole(60_000, 300_000));
        at += between(300, 1400);
      }
      return at;
    },
    60,
  ),
  'push to talk, binary': conversation(
    (add, from, { between, whole }) => {
      let at = from;
      for (let part = whole(20, 120); part > 0; part--) {
        add(at, true, 3200);
        at += 100 + between(-10, 10);
      }
      return at + between(300, 1800);
    },
    (add, from, { between, whole }) => {
      let at = from;
      for (let part = whole(20, 150); part > 0; part--) {
        add(at, false, whole(1000, 5000));
        at += between(5, 60);
      }
      return at;
    },
    100,
  ),
  'a recorder with slices of a second': conversation(
    (add, from, { between, whole }) => {
      let at = from;
      for (let slice = whole(2, 8); slice > 0; slice--) {
        add(at, true, 16_000);
        at += 1000;
      }
      add(at - 600, true, 6000);
      return at - 600 + between(1600, 3000);
    },
    (add, at) => {
      add(at, false, 250_000);
      return at;
    },
    200,
  ),
  'one recording a turn': conversation(
    (add, at, { between }) => {
      add(at, true, 120_000);
      return at + between(900, 4000);
    },
    (add, at, { between }) => {
      add(at, false, 300);
      const sound = at + between(5, 400);
      add(sound, false, 260_000);
      return sound;
    },
    500,
  ),
};
