/*
 * Mann–Kendall: does a series rise, whatever the size of its steps and whatever its noise is made of? It
 * looks at the order of each pair alone, so one wild value moves it no more than any other. With few values
 * its usual normal form is wrong by far: there the chance is counted out, ties taken as they are.
 */

/** With more values than this the normal form is exact to the second digit. */
const COUNTED = 20;

/** In how many orders `many` equal values stand among `others` lower ones, by the number of inversions. */
const orders = (others: number, many: number): number[] => {
  if (many === 1) return new Array<number>(others + 1).fill(1);
  // Row by row: with one more of the others, the newest of all is one of them, or one of the equal ones.
  let row: number[][] = Array.from({ length: many + 1 }, () => [1]);
  for (let n = 1; n <= others; n++) {
    const next: number[][] = [[1]];
    for (let m = 1; m <= many; m++) {
      const counts = new Array<number>(n * m + 1).fill(0);
      for (const [u, count] of (next[m - 1] as number[]).entries())
        counts[u] = (counts[u] as number) + count;
      for (const [u, count] of (row[m] as number[]).entries())
        counts[u + m] = (counts[u + m] as number) + count;
      next.push(counts);
    }
    row = next;
  }
  return row[many] as number[];
};

/** The share of all orders of values with these ties that have so few inversions or fewer. */
const countedChance = (ties: readonly number[], inversions: number): number => {
  let counts = [1];
  let placed = 0;
  for (const many of ties) {
    const more = orders(placed, many);
    const product = new Array<number>(counts.length + more.length - 1).fill(0);
    for (const [i, a] of counts.entries())
      for (const [j, b] of more.entries()) product[i + j] = (product[i + j] as number) + a * b;
    counts = product;
    placed += many;
  }
  let all = 0;
  let few = 0;
  for (const [i, count] of counts.entries()) {
    all += count;
    if (i <= inversions) few += count;
  }
  return few / all;
};

/** The upper tail of the normal distribution (Abramowitz and Stegun 26.2.17, to seven digits). */
const upperTail = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? tail : 1 - tail;
};

/**
 * The chance that values in random order would rise as much as these or more: near 0 for a rise, near 1
 * for a fall, 1 for values that are all the same.
 */
export const chanceOfRise = (values: readonly number[]): number => {
  const n = values.length;
  let rises = 0;
  let falls = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      if ((values[j] as number) > (values[i] as number)) rises++;
      else if ((values[j] as number) < (values[i] as number)) falls++;
    }
  const groups = new Map<number, number>();
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1);
  const ties = [...groups.values()];
  if (ties.length <= 1) return 1;
  if (n <= COUNTED) return countedChance(ties, falls);
  const spread = (m: number): number => m * (m - 1) * (2 * m + 5);
  const variance = (spread(n) - ties.reduce((sum, m) => sum + spread(m), 0)) / 18;
  // A step of one is half a step into the next value of a whole number.
  return upperTail((rises - falls - 1) / Math.sqrt(variance));
};
