import type { KeptTry } from './state';
import { areAlike } from './waits';

/*
 * A page that gives a connection up before the server answers and begins the next one. Once in a while that
 * is its good right (another room, another keystroke), and no failure. A timer that does so for ever is a
 * loop: where Chromium holds back a new socket for longer than that, the page never connects at all.
 */

/** Shorter than this a person's own doing makes many, longer the server had its time. */
const LIFE_MS = { least: 400, most: 2500 };
/** What a restart does not take: see the storm's own rule for a fixed second. */
const TRIES = 7;
const SPAN_MS = 10_500;
/** One in so many may be late, by a busy main thread; a person is never so exact. */
const LATE_ONE_IN = 6;
/** The next one is begun at once, and often before the end of this one is told. */
const AT_ONCE_MS = 50;

/**
 * The latest tries where all of them were given up by the page after the same time, each as one that
 * failed and had ended when the next one began; `null` for any others.
 */
export const abandonedOf = (tries: readonly KeptTry[], hidden = false): KeptTry[] | null => {
  const others = tries.findLastIndex(
    ({ own, openedAt, endedAt }) => openedAt !== null || (endedAt !== null && !own),
  );
  const row = tries.slice(others + 1);
  const given = row.filter(({ endedAt }) => endedAt !== null);
  const [first] = given;
  const last = given.at(-1);
  if (!first || !last || given.length < TRIES || row.length > given.length + 1) return null;
  if ((last.endedAt as number) - first.at < SPAN_MS) return null;
  const lives = given.map(({ at, endedAt }) => (endedAt as number) - at);
  if (!lives.every((life) => life >= LIFE_MS.least && life <= LIFE_MS.most)) return null;
  if (!areAlike(lives, Math.floor(lives.length / LATE_ONE_IN), hidden)) return null;
  return row.map((attempt, i) => {
    const next = row[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    const { endedAt } = attempt;
    const overlaps = endedAt !== null && next < endedAt && endedAt - next <= AT_ONCE_MS;
    return { ...attempt, own: false, endedAt: overlaps ? next : endedAt };
  });
};
