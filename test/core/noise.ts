import { randomOf } from './random';

/** Series of numbers as measurements are: seeded, so that a rate that is tested is always the same. */

/** Draws from the normal distribution (Box–Muller). */
export const normalOf =
  (random: () => number): (() => number) =>
  () =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** What makes the next value of a series; `i` counts from 0. */
export type Series = (i: number) => number;
/** Makes a series of its own for each generator. */
export type Source = (random: () => number) => Series;

/** Waits of a healthy agent: their logarithm is normal. */
export const lognormal =
  (middle: number, sigma: number): Source =>
  (random) => {
    const normal = normalOf(random);
    return () => middle * Math.exp(sigma * normal());
  };

/** The same with a trend in the middle of it. */
export const noisy =
  (trend: Series, sigma: number): Source =>
  (random) => {
    const normal = normalOf(random);
    return (i) => trend(i) * Math.exp(sigma * normal());
  };

export const take = (series: Series, count: number): number[] =>
  Array.from({ length: count }, (_, i) => series(i));

/** The share of so many series for which it holds. */
export const shareOf = (
  source: Source,
  { series, length }: { series: number; length: number },
  holds: (values: number[]) => boolean,
): number => {
  let count = 0;
  for (let seed = 1; seed <= series; seed++)
    if (holds(take(source(randomOf(seed * 7919)), length))) count++;
  return count / series;
};
