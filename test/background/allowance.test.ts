import { expect, test } from 'vitest';
import { createAllowance } from '../../src/background/allowance';

const clocked = () => {
  const clock = { now: 1_700_000_000_000 };
  return { clock, isAllowed: createAllowance(() => clock.now) };
};
/** How many of `count` words are allowed, one each `ms`. */
const taken = (
  { clock, isAllowed }: ReturnType<typeof clocked>,
  count: number,
  ms: number,
  characters: number,
): number => {
  let all = 0;
  for (let i = 0; i < count; i++) {
    clock.now += ms;
    if (isAllowed(characters)) all++;
  }
  return all;
};

test('words as fast as can be are allowed until the burst is used up', () => {
  const line = clocked();
  const all = taken(line, 50_000, 0.01, 0);
  expect(all).toBeGreaterThan(1000);
  expect(all).toBeLessThan(1100);
});

test('few large words are as much as many small ones', () => {
  const all = taken(clocked(), 1000, 1, 2_000_000);
  expect(all).toBeLessThan(8);
});

test('after a rest it is as in the beginning, and never more', () => {
  const line = clocked();
  taken(line, 5000, 0, 0);
  expect(line.isAllowed(0)).toBe(false);
  line.clock.now += 3_600_000;
  expect(taken(line, 5000, 0, 0)).toBe(1000);
});

test('a clock that is set back gives nothing and takes nothing', () => {
  const line = clocked();
  taken(line, 500, 0, 0);
  line.clock.now -= 3_600_000;
  expect(taken(line, 5000, 0, 0)).toBe(500);
});

test.each([
  ['a busy page, for an hour', 4 * 3600, 250, 20_000],
  ['one with the largest batches that there are', 4 * 600, 250, 200_000],
  ['one that is asked ten times a second, twice each time', 20 * 600, 50, 5000],
])('silent: %s', (_what, count, ms, characters) => {
  expect(taken(clocked(), count, ms, characters)).toBe(count);
});
