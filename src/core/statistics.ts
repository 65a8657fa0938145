/** One measured value; `at` in milliseconds. */
export interface Point {
  at: number;
  value: number;
}

/** The middle value; the mean of the two middle ones for an even count; `NaN` for none. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[half] as number)
    : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
};

/**
 * Theil–Sen slope: the median of the slopes of all pairs, in units per millisecond. Up to 29 % of
 * the points may be wrong without moving it far. `null` with fewer than `least` points.
 */
export const theilSen = (points: readonly Point[], least = 4): number | null => {
  if (points.length < least) return null;
  const slopes: number[] = [];
  for (let i = 0; i < points.length; i++)
    for (let j = i + 1; j < points.length; j++) {
      const a = points[i] as Point;
      const b = points[j] as Point;
      if (b.at > a.at) slopes.push((b.value - a.value) / (b.at - a.at));
    }
  return slopes.length ? median(slopes) : null;
};

/**
 * Growth as the contract words it: "at least four rises over 8 s and no fall that matters; a wait
 * that drains again is no growth".
 *
 * Looks at the newest stretch of `points` (oldest first) in which no value fell by more than a
 * quarter and `tolerance` below an earlier one. Gives that stretch, or `null` where it has fewer than
 * `rises` rises of more than `step`, or is shorter than `spanMs`.
 */
export const growth = (
  points: readonly Point[],
  {
    step,
    tolerance,
    rises = 4,
    spanMs = 8000,
  }: { step: number; tolerance: number; rises?: number; spanMs?: number },
): { from: Point; to: Point; rises: number } | null => {
  const to = points.at(-1);
  if (!to) return null;
  let low = to.value;
  let start = points.length - 1;
  for (let i = points.length - 2; i >= 0; i--) {
    const { value } = points[i] as Point;
    if (value > low / 0.75 + tolerance) break;
    low = Math.min(low, value);
    start = i;
  }
  // The stretch begins where the value was lowest: a plateau before the growth is not part of it.
  let from = points[start] as Point;
  for (let i = start; i < points.length; i++) {
    const point = points[i] as Point;
    if (point.value <= from.value) {
      from = point;
      start = i;
    }
  }
  let count = 0;
  let top = from.value;
  for (let i = start + 1; i < points.length; i++) {
    const { value } = points[i] as Point;
    if (value > top + step) {
      count++;
      top = value;
    }
  }
  return count >= rises && to.at - from.at >= spanMs ? { from, to, rises: count } : null;
};
