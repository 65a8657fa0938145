import { chanceOfRise } from './mann-kendall';
import { median } from './statistics';

/*
 * When waits grow from turn to turn and when they only differ. "Significant rise over four and more
 * turns, the last at least twice the first" (contract). The levels are low because a session is looked at
 * after each turn: of 4,000 healthy sessions of 30 turns whose waits differ by half as much again
 * (lognormal, σ = 0.5) one in a hundred shows a rise by chance (`wait-trend.test.ts`).
 */

/** Fewer turns rise by chance too often: three do in one of six. */
export const LEAST_TURNS = 4;
const FACTOR = 2;
/** A person's thread of thought breaks after a second (Nielsen): less of a rise is not felt. */
const FELT_MS = 1000;
/** The most that are looked at: a rise that takes longer is a change of the talk. */
const MOST_TURNS = 30;

/*
 * Four values rise one after the other in one of 24 orders, five in one of 120: that is no proof. What
 * tells a rise there is that its steps are alike; noise makes one large step and some small ones.
 */
const EVEN = [
  { turns: 4, least: 0.2, most: 0.5, factor: 3 },
  { turns: 5, least: 0.06, most: 0.55, factor: FACTOR },
] as const;
/** From six on Mann–Kendall's chance; six must all rise, of seven one pair may stand the other way. */
const levelOf = (turns: number): number => (turns <= 6 ? 0.003 : turns === 7 ? 0.0015 : 0.0005);

/** Above this level the waits are stable: what lies between is told as unclear. */
const HINT = 0.05;

interface Ends {
  fromMs: number;
  toMs: number;
}

/** The wait at the beginning and at the end; of many turns the middle one of three, for one odd turn each. */
const endsOf = (waits: readonly number[]): Ends => {
  const few = Math.min(3, Math.max(1, Math.floor(waits.length / 3)));
  return { fromMs: median(waits.slice(0, few)), toMs: median(waits.slice(-few)) };
};

const rises = (waits: readonly number[]): boolean => {
  const { fromMs, toMs } = endsOf(waits);
  if (toMs < FACTOR * fromMs || toMs - fromMs < FELT_MS) return false;
  const even = EVEN.find(({ turns }) => turns === waits.length);
  if (!even) return chanceOfRise(waits) <= levelOf(waits.length);
  const steps = waits.slice(1).map((wait, i) => (wait - (waits[i] as number)) / (toMs - fromMs));
  return (
    toMs >= even.factor * fromMs && steps.every((one) => one >= even.least && one <= even.most)
  );
};

/** What the waits before the first response of one conversation do, oldest first. */
export interface WaitTrend {
  trend: 'grows' | 'stable' | 'unclear';
  fromMs: number;
  toMs: number;
  /** The turns that the two are the ends of, counted from 0. */
  first: number;
  last: number;
  /** The chance of a rise like this one without a cause. */
  chance: number;
}

const BACK = 2;

type Grown = Ends & { first: number; chance: number };

/**
 * The rise that goes on after each turn, `null` where none does. One begins with the turn that makes it plain,
 * and goes on, on whatever level, until two turns in a row are answered as fast as before: one fast answer
 * ends nothing. What comes after that stands for itself.
 */
export const risesAfterEach = (waits: readonly number[]): (Grown | null)[] => {
  let first = 0;
  let grown: Grown | null = null;
  return waits.map((_, i) => {
    const count = i + 1;
    const from = Math.max(first, count - MOST_TURNS);
    const some = waits.slice(from, count);
    if (some.length >= LEAST_TURNS && rises(some))
      grown = { ...endsOf(some), first: from, chance: chanceOfRise(some) };
    else if (grown) {
      const limit = FACTOR * grown.fromMs;
      if (waits.slice(count - BACK, count).every((wait) => wait < limit)) {
        grown = null;
        first = count - BACK;
      }
    }
    return grown;
  });
};

/** The trend of all the waits of a conversation; `null` with fewer than four turns. */
export const trendOf = (waits: readonly number[]): WaitTrend | null => {
  if (waits.length < LEAST_TURNS) return null;
  const last = waits.length - 1;
  const grown = risesAfterEach(waits).at(-1);
  if (grown) return { trend: 'grows', ...grown, toMs: endsOf(waits.slice(grown.first)).toMs, last };
  const some = waits.slice(-MOST_TURNS);
  const chance = chanceOfRise(some);
  const ends = endsOf(some);
  const unclear = chance <= HINT && ends.toMs - ends.fromMs >= FELT_MS;
  return {
    trend: unclear ? 'unclear' : 'stable',
    ...ends,
    first: waits.length - some.length,
    last,
    chance,
  };
};
