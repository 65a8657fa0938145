import { describe, expect, test } from 'vitest';
import { bredRunOf } from '../../src/core/breeding';
import type { KeptTry } from '../../src/core/state';
import { aTry, T0 } from './facts';
import { randomOf } from './random';

const one = (at: number, endedAt: number | null, over = {}): KeptTry =>
  aTry({ at: T0 + at, openedAt: null, endedAt: endedAt === null ? null : T0 + endedAt, ...over });

/** As Firefox told it of a page whose "error" and "close" handlers both reconnect: it lets one try go at a time. */
const ENDS = [29, 434, 1014, 1974, 3281, 5234, 8512, 12_901, 19_463];
const bred = (rounds: number, each = 2): KeptTry[] => {
  const begins = [0, ...ENDS.slice(0, rounds).flatMap((end) => Array(each).fill(end + 1))];
  return begins.map((at, i) => one(at, i < rounds ? (ENDS[i] as number) : null));
};
const run = (tries: KeptTry[], now: number) => bredRunOf(tries, T0 + now);

describe('each end is answered by two tries', () => {
  test('from the fourth round on', () => {
    expect(run(bred(3), 2000)).toBeNull();
    expect(run(bred(4), 2000)).toMatchObject({
      tries: 4,
      failed: 4,
      diedYoung: 0,
      from: T0,
      to: T0 + 1974,
      connecting: true,
      pauses: [1, 1, 1, 1],
      loop: true,
    });
  });

  test('it goes on for as long as Firefox may hold the next one back', () => {
    expect(run(bred(9), 19_463 + 64_999)?.tries).toBe(9);
    expect(run(bred(9), 19_463 + 65_000)).toBeNull();
  });

  test('it is over once one is open', () => {
    const tries = bred(9);
    const open = tries.map((t, i) => (i === 9 ? { ...t, openedAt: T0 + 25_000 } : t));
    expect(run(open, 25_000)).toBeNull();
  });

  test('those that open and die young breed, too', () => {
    const tries = bred(6).map((t) => ({ ...t, openedAt: t.endedAt === null ? null : t.at + 5 }));
    expect(run(tries, 6000)).toMatchObject({ tries: 6, failed: 0, diedYoung: 6 });
  });

  test('what ended at the same time is one round', () => {
    const tries = [0, 1, 2, 3].flatMap((round) =>
      Array.from({ length: 2 ** round }, () => one(round * 500, round * 500 + 490)),
    );
    tries.push(...Array.from({ length: 16 }, () => one(2000, null)));
    expect(run(tries, 2100)).toMatchObject({ tries: 15, pauses: [10, 10, 10, 10] });
  });

  test('older ones that were dropped say nothing', () => {
    const tries = bred(9);
    expect(
      run(
        tries.map((t, i) => (i === 7 ? { ...t, gap: true } : t)),
        20_000,
      ),
    ).toBeNull();
  });
});

describe('silent:', () => {
  /** Clients beside each other; `waits` gives each one's wait before its next try, ms. */
  const clients = (
    count: number,
    tookMs: () => number,
    waits: (n: number) => number,
  ): KeptTry[] => {
    const tries = Array.from({ length: count }, () => {
      let at = 0;
      return Array.from({ length: 12 }, (_, n) => {
        const begun = at;
        const ended = begun + tookMs();
        at = ended + waits(n);
        return one(begun, ended);
      });
    });
    return tries.flat().sort((a, b) => a.at - b.at);
  };
  const anyTime = (tries: KeptTry[]): boolean =>
    tries.some(({ endedAt }) => {
      const now = (endedAt as number) + 1;
      const known = tries
        .filter(({ at }) => at <= now)
        .map((t) => ((t.endedAt as number) <= now ? t : { ...t, endedAt: null }));
      return bredRunOf(known, now) !== null;
    });

  test.each([1, 2, 3, 5, 10])(
    '%i clients that wait longer each time, the first time not at all',
    (n) => {
      for (let seed = 1; seed <= 40; seed++) {
        const random = randomOf(seed * 31 + n);
        const waits = (k: number): number => (k === 0 ? 0 : 1000 * 2 ** Math.min(k, 5) * random());
        expect(anyTime(clients(n, () => 5 + 300 * random(), waits)), `seed ${seed}`).toBe(false);
      }
    },
  );

  test.each([1, 2, 3, 8])('%i in step, each a loop of its own', (n) => {
    for (const tookMs of [30, 300])
      for (const waitMs of [0, 1000])
        expect(
          anyTime(
            clients(
              n,
              () => tookMs,
              () => waitMs,
            ),
          ),
        ).toBe(false);
  });

  test('three rounds, then a pause', () => {
    const tries = bred(3).map((t) => ({ ...t, endedAt: t.endedAt ?? T0 + 2500 }));
    expect(run([...tries, one(5000, 5030), one(10_000, null)], 10_100)).toBeNull();
  });

  test('tries that the page itself gives up', () => {
    expect(
      run(
        bred(9).map((t) => ({ ...t, own: true })),
        20_000,
      ),
    ).toBeNull();
  });
});
