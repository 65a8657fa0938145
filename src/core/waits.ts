import { median } from './statistics';

/*
 * What tells a loop from backoff. A loop asks for the same wait again and again, or for none. Timers are
 * late, at times by much (a busy main thread), and never early: so its waits crowd at the shortest of
 * them, and were not shorter before. Drawn waits (jitter) do not crowd; where a cap cuts them they crowd
 * at the longest, and where backoff has reached its cap there are shorter ones, each of another length.
 */

/** As long as this is no wait: `onclose` itself, `setTimeout(0)`, a promise, on a machine that is busy. */
const NOTHING_MS = 25;
/** What a timer is late by on a machine that is busy, with the time that code takes around it. */
const LATE = { ratio: 1.05, ms: 24 };
/**
 * Of so many newest waits so many crowd. Waits drawn evenly from half a cap up to the cap do so in one
 * of 10,000 windows or fewer; the more waits there are, the more of them may be late.
 */
const CROWDS: readonly [of: number, crowd: number][] = [
  [4, 4],
  [6, 6],
  [8, 7],
  [12, 8],
  [16, 10],
  [24, 13],
  [32, 17],
  [48, 25],
];
/** Fewer waits than this are alike by chance, unless they are next to nothing. */
const ALIKE_WAITS = 6;
/** Fewer than this are at least half of all: a short stretch crowds by chance. */
const STRETCH = 8;

/** A guess at which wait belongs to which of several loops is right where nearly all are alike. */
const FIXED = [12, 10] as const;

/** A wait below this is "at once, then …", or the first one of a table: it tells nothing of what follows. */
export const AT_ONCE_MS = 100;
/**
 * A single shorter wait is the beginning of a backoff where what follows is so much longer: a wait below
 * a second never becomes 2 s in a hidden tab, whose timers are aligned to the second (the try itself
 * takes a part of it), and a longer one becomes no more than 1.5 times as long.
 */
const ONE_STEP = { fromMs: 500, toMs: 2000, ratio: 1.8 };

/** Timers are never early: one shorter wait among these newest, after longer ones, was drawn. */
const DRAWN_WAITS = 24;

/**
 * A hidden tab's timers wait for the next full second (Chromium), or for a second at least (Firefox). There
 * a loop's waits are its own or up to a second longer, by where in the second its try ends.
 */
const HIDDEN_MS = 1000;

const limitOf = (least: number, slack = 0): number => LATE.ratio * least + LATE.ms + slack;

/** The shortest of the newest waits where they crowd there, else `null`. */
const crowdOf = (all: readonly number[], slack: number): number | null => {
  for (const [of, crowd] of CROWDS) {
    if (of > all.length || (of < STRETCH && of < all.length / 2)) continue;
    const waits = all.slice(-of);
    const least = Math.min(...waits);
    const most = of < ALIKE_WAITS ? NOTHING_MS : Math.max(NOTHING_MS, limitOf(least, slack));
    if (waits.filter((wait) => wait <= most).length >= crowd) return least;
  }
  return null;
};

/** Whether a page that once waited so much `shorter` than now has backed off to what it waits now. */
const hasBackedOff = (shorter: readonly number[], now: number): boolean => {
  const [first] = shorter;
  if (first === undefined) return false;
  const { fromMs, toMs, ratio } = ONE_STEP;
  if (shorter.length === 1) return first >= fromMs && now >= toMs && now >= ratio * first;
  // Shorter ones of one length are the same loop, before its tab was hidden.
  const most = limitOf(Math.min(...shorter));
  return shorter.filter((wait) => wait <= most).length <= shorter.length / 2;
};

/** What waits between tries, oldest first, tell of the page: `unclear` also where that is too early to say. */
export const kindOf = (
  waits: readonly number[],
  hidden = false,
): 'loop' | 'backoff' | 'unclear' => {
  const slack = hidden ? HIDDEN_MS : 0;
  const least = crowdOf(waits, slack);
  if (least === null) return 'unclear';
  const isShorter = (wait: number): boolean => wait >= AT_ONCE_MS && limitOf(wait, slack) < least;
  const reached = waits.findIndex((wait) => wait >= least);
  if (waits.slice(reached).slice(-DRAWN_WAITS).some(isShorter)) return 'backoff';
  return hasBackedOff(waits.filter(isShorter), least) ? 'backoff' : 'loop';
};

/** Whether a page always waits the same, but for a few times: told of waits that are put together by guess. */
export const isFixed = (waits: readonly number[]): boolean => {
  const [of, crowd] = FIXED;
  if (waits.length < of) return false;
  const most = limitOf(Math.min(...waits.slice(-of)));
  return (
    waits.slice(-of).filter((wait) => wait <= most).length >= crowd && kindOf(waits) === 'loop'
  );
};

/** Whether durations are all those of one timer, but for so many that were late. */
export const areAlike = (durations: readonly number[], late: number, hidden = false): boolean => {
  const most = limitOf(Math.min(...durations), hidden ? HIDDEN_MS : 0);
  return durations.filter((duration) => duration > most).length <= late;
};

/** The wait that stands for all: the middle one of those lately. */
export const usualWait = (waits: readonly number[]): number => median(waits.slice(-12));
