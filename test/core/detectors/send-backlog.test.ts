import { describe, expect, test, vi } from 'vitest';
import { sendBacklog } from '../../../src/core/detectors/send-backlog';
import { aSite, T0 } from '../facts';
import { URL } from '../page';
import { randomOf } from '../random';
import { socket, watchSockets } from '../socket-page';

// Many seeds of many seconds are a lot to fold on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const ID = 'send-backlog';

interface Link {
  /** Bytes that the page sends in each tenth of a second, by its number. */
  sends: (tenth: number) => number;
  /** Bytes that the network takes in each. */
  takes: (tenth: number) => number;
  seconds: number;
}

/** A page that sends, as it tells it: what is unsent at the time of a batch. */
const look = ({ sends, takes, seconds }: Link, phase = 0) => {
  const unsentAt: { at: number; unsent: number; sent: number }[] = [];
  let [unsent, sent] = [0, 0];
  for (let tenth = 0; tenth < seconds * 10 + 10; tenth++) {
    const more = sends(tenth);
    sent += more;
    unsent = Math.max(0, unsent + more - takes(tenth));
    unsentAt.push({ at: tenth * 100, unsent, sent });
  }
  return watchSockets(ID, [socket(0)], {
    seconds,
    phase,
    sites: [aSite()],
    facts: (fact, now) => {
      const known = unsentAt.findLast(({ at }) => at <= now);
      fact.unsent = known?.unsent ?? 0;
      fact.bytesOut = known?.sent ?? 0;
    },
  });
};
const steady = (bytesPerSecond: number) => () => bytesPerSecond / 10;
const MICROPHONE = 32_000;

describe('found', () => {
  test.each([
    ['a microphone whose server does not read', MICROPHONE, 0],
    ['a microphone on half the bandwidth that it takes', MICROPHONE, 16_000],
    ['Opus on a dead line', 4000, 0],
    ['raw video', 5_000_000, 2_000_000],
  ])('%s', (_name, sends, takes) => {
    const { active, findings } = look({ sends: steady(sends), takes: steady(takes), seconds: 40 });
    expect(active[0]).toBeLessThanOrEqual(11);
    expect(active.at(-1)).toBe(40);
    expect(active).toHaveLength(40 - (active[0] as number) + 1);
    expect(findings).toHaveLength(1);
  });

  test.each(Array.from({ length: 30 }, (_, i) => i))(
    'on a network that comes and goes, seed %i',
    (seed) => {
      const random = randomOf(seed);
      const takes = () => (MICROPHONE / 10) * random();
      const { active } = look({ sends: steady(MICROPHONE), takes, seconds: 40 });
      expect(active.length).toBeGreaterThan(20);
    },
  );

  test('it is over when it drains', () => {
    const takes = (tenth: number) => (tenth < 150 ? 0 : 60_000);
    const { active, findings } = look({ sends: steady(MICROPHONE), takes, seconds: 40 });
    expect(active.at(-1)).toBeLessThanOrEqual(16);
    expect(findings[0]?.until).not.toBeNull();
  });

  test('the text says how much, how late and why', () => {
    const dead = look({ sends: steady(MICROPHONE), takes: steady(0), seconds: 12 }).findings[0];
    expect(dead?.summary).toMatch(
      /^This page sends 32 kB a second to wss:\/\/voice.example\/client-ws and the network takes none of it: 3\d\d kB wait to be sent, as much as the page sends in 12 s\.$/,
    );
    expect(dead?.severity).toBe('critical');
    expect(dead?.evidence).toMatchObject({ endpoint: URL, takenBytesPerSecond: 0 });
    expect(dead?.sites).toEqual([{ stack: aSite().stack, count: 1 }]);
    const slow = look({ sends: steady(MICROPHONE), takes: steady(16_000), seconds: 15 })
      .findings[0];
    expect(slow?.summary).toContain('takes only 16 kB of it');
    expect(slow?.severity).toBe('warning');
  });
});

const LOOKALIKES: [name: string, link: Link][] = [
  [
    'a big upload at once, that drains for half a minute',
    { sends: (t) => (t === 20 ? 30_000_000 : 0), takes: steady(1_000_000), seconds: 50 },
  ],
  [
    'an upload in pieces that are read from a disk within 5 s',
    { sends: (t) => (t < 50 ? 1_000_000 : 0), takes: steady(1_000_000), seconds: 60 },
  ],
  [
    'an upload that waits while a megabyte is unsent',
    { sends: (t) => (t % 4 ? 0 : 400_000), takes: steady(1_000_000), seconds: 60 },
  ],
  ['a burst of 5 s', { sends: steady(MICROPHONE), takes: (t) => (t > 50 ? 9000 : 0), seconds: 30 }],
  [
    'a network that is away for 5 s every 20 s',
    { sends: steady(MICROPHONE), takes: (t) => (t % 200 < 50 ? 0 : 12_000), seconds: 120 },
  ],
  [
    'messages that grow and are gone before the next',
    { sends: (t) => (t % 10 ? 0 : 2000 * t), takes: (t) => (t % 10 < 5 ? 0 : 1e9), seconds: 60 },
  ],
  [
    'a page that sends more and more, half a second of it under way',
    { sends: (t) => 1000 * t, takes: (t) => 1000 * Math.max(0, t - 5), seconds: 60 },
  ],
  ['a network that keeps up', { sends: steady(MICROPHONE), takes: steady(40_000), seconds: 60 }],
  ['a few bytes more each second', { sends: steady(1000), takes: steady(0), seconds: 14 }],
  [
    'a fixed amount that is always under way',
    { sends: (t) => (t === 0 ? 200_000 : 3200), takes: (t) => (t ? 3200 : 0), seconds: 60 },
  ],
];
test.each(LOOKALIKES)('silent: %s', (_name, link) => {
  for (const phase of [0, 130]) expect(look(link, phase).active).toEqual([]);
});

test('silent: a healthy uplink whose speed is drawn, on average twice what is sent (200 of them)', () => {
  let alarms = 0;
  for (let seed = 0; seed < 200; seed++) {
    const random = randomOf(seed);
    // Nothing for a while, then all of it: as radio does.
    let rate = 0;
    const takes = (t: number) => {
      if (t % 10 === 0) rate = random() < 0.25 ? 0 : (2 / 0.75) * (MICROPHONE / 10);
      return rate;
    };
    if (look({ sends: steady(MICROPHONE), takes, seconds: 60 }).active.length) alarms++;
  }
  expect(alarms).toBe(0);
});

test('silent: a page that is gone, or says nothing more', () => {
  const { tab } = look({ sends: steady(MICROPHONE), takes: steady(0), seconds: 20 });
  const at = (now: number) =>
    sendBacklog.detect({ tab, sameOrigin: [tab], engine: 'chromium', now: T0 + now });
  expect(at(20_000)).not.toBeNull();
  expect(at(24_900)).not.toBeNull();
  expect(at(25_100)).toBeNull();
  for (const load of tab.loads) load.gone = true;
  expect(at(20_000)).toBeNull();
});
