/*
 * What is said of the samples. Every round has one value of each arm, taken one right after the other,
 * so a round's ratio is free of what slowed the whole machine then; the median over the rounds is free
 * of the round in which something else happened to one of them. The spread is the interval that 95 of
 * 100 resamplings of the rounds fall into (bootstrap): no shape of the noise is assumed.
 */

/**
 * @typedef {{ native: number, again: number, extension: number }} Round
 * @typedef {{ value: number, low: number, high: number }} Estimate
 * @typedef {object} Comparison
 * @property {number} native median of both native arms
 * @property {number} extension
 * @property {Estimate} ratio extension to native
 * @property {Estimate} added extension less native, in the samples' unit
 * @property {Estimate} noise native to native: what the method says where nothing differs
 * @property {Estimate} noiseAdded native less native
 */

const RESAMPLINGS = 2000;

/** @param {readonly number[]} values */
export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
};

/**
 * Seeded (mulberry32), so that the same samples give the same interval.
 * @param {number} seed
 */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {readonly number[]} values @returns {Estimate} */
export function estimate(values) {
  const random = randomFrom(1);
  const medians = Array.from({ length: RESAMPLINGS }, () =>
    median(values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN)),
  ).sort((a, b) => a - b);
  const at = (/** @type {number} */ part) =>
    medians[Math.floor(part * (RESAMPLINGS - 1))] ?? Number.NaN;
  return { value: median(values), low: at(0.025), high: at(0.975) };
}

/** @param {readonly Round[]} rounds @returns {Comparison} */
export function compare(rounds) {
  const base = rounds.map(({ native, again }) => (native + again) / 2);
  const over = (/** @type {(round: Round, base: number) => number} */ fn) =>
    estimate(rounds.map((round, i) => fn(round, base[i] ?? Number.NaN)));
  return {
    native: median(base),
    extension: median(rounds.map(({ extension }) => extension)),
    ratio: over(({ extension }, native) => extension / native),
    added: over(({ extension }, native) => extension - native),
    noise: over(({ native, again }) => again / native),
    noiseAdded: over(({ native, again }) => again - native),
  };
}

/**
 * Whether a goal is met, and whether the samples can tell.
 * @param {Estimate} estimate
 * @param {number} most
 */
export function verdict({ value, low, high }, most) {
  if (Number.isNaN(value)) return 'not measured';
  if (high <= most) return 'yes';
  if (low > most) return 'no';
  return value <= most ? 'yes, within noise' : 'no, within noise';
}
