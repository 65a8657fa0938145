import type { Sample } from '../../src/core/report';
import { aSample, T0 } from './facts';

/** Heaps as they are sampled each second. All sizes in MB. */
export interface Heap {
  /** What the page keeps, in MB, after so many seconds. */
  kept: (second: number) => number;
  /** What it throws away a second. */
  garbage: number;
  /** The collector runs when so much garbage lies there. */
  tooth: number;
  seconds: number;
  random: () => number;
}

export const heapOf = ({ kept, garbage, tooth, seconds, random }: Heap): number[] => {
  let dead = 0;
  return Array.from({ length: seconds }, (_, second) => {
    dead += garbage * (0.5 + random());
    // Not all of it goes at once, and not always at the same size.
    if (dead > tooth * (0.7 + 0.6 * random())) dead *= 0.15 * random();
    return Math.round((kept(second) + dead) * 1e6);
  });
};

export const timelineOf = (bytes: readonly (number | null)[]): Sample[] =>
  bytes.map((usedBytes, i) => aSample({ at: T0 + i * 1000, usedBytes }));
