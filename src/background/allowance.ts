/*
 * How much a page may say. The page script tells what has changed four times a second and answers questions; the
 * largest batch that it makes has some hundred thousand characters. A page that has got hold of the line to its
 * bridge may send as fast as it can.
 */

/** So many words may come at once, after a rest. */
const BURST = 1000;
const PER_SECOND = 100;
/** A word of so many characters counts for one more. */
const CHARACTERS = 10_000;

/** Gives what says whether a word of so many characters is within the limit. */
export const createAllowance = (now: () => number): ((characters: number) => boolean) => {
  let left = BURST;
  let at = now();
  return (characters) => {
    const time = now();
    // A clock that is set back gives nothing.
    left = Math.min(BURST, left + (Math.max(0, time - at) / 1000) * PER_SECOND);
    at = time;
    const cost = 1 + characters / CHARACTERS;
    if (cost > left) return false;
    left -= cost;
    return true;
  };
};
