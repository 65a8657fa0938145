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

/** A top that was not passed for this long: it does not grow any more. */
const STILL_GROWING_MS = 5000;

/**
 * Growth as the contract words it: "at least four rises over 8 s and no fall that matters; a wait
 * that drains again is no growth".
 *
 * Looks at the newest stretch of `points` (oldest first) in which no value fell by more than a
 * quarter and `tolerance` below an earlier one, from its lowest point to its last new top. Gives the
 * two, or `null` where there are fewer than `rises` rises of more than `step` between them, less than
 * `spanMs`, or where the top is older than 5 s.
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
  const newest = points.at(-1);
  if (!newest) return null;
  let low = newest.value;
  let start = points.length - 1;
  for (let i = points.length - 2; i >= 0; i--) {
    const { value } = points[i] as Point;
    if (value > low / 0.75 + tolerance) break;
    low = Math.min(low, value);
    start = i;
  }
  // A plateau before the growth is not part of it.
  for (let i = start; i < points.length; i++)
    if ((points[i] as Point).value <= (points[start] as Point).value) start = i;
  const from = points[start] as Point;
  let count = 0;
  let to = from;
  for (let i = start + 1; i < points.length; i++) {
    const point = points[i] as Point;
    if (point.value <= to.value + step) continue;
    count++;
    to = point;
  }
  const grown = count >= rises && to.at - from.at >= spanMs;
  return grown && newest.at - to.at <= STILL_GROWING_MS ? { from, to, rises: count } : null;
};
