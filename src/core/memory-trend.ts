import { GAP_MS } from './gaps';
import { chanceOfRise } from './mann-kendall';
import type { Sample } from './report';
import { median, type Point, theilSen } from './statistics';

/*
 * When memory grows and does not come back. A heap is a sawtooth: it fills with what is not needed any more
 * until the collector takes it away. What is kept shows in the lowest values, so the time is cut into twelve
 * parts and the lowest value of each is looked at.
 */

const PARTS = 12;
/**
 * How long a part is, and how much must have come to stay in all twelve. A part holds a collection or two in
 * a page that is busy. In a minute a page may well load what it needs; only what is far more than that is
 * growth so soon. The longest is most of what the timeline keeps. Where little is allocated V8 collects what
 * is old before it has added half of what is kept, so half and more is no tooth.
 */
const SPANS = [
  { partMs: 5000, bytes: 150_000_000, share: 1 },
  { partMs: 20_000, bytes: 80_000_000, share: 0.5 },
  { partMs: 40_000, bytes: 32_000_000, share: 0.5 },
] as const;
/** Memory that only a growth of the tooth itself explains falls again: falls of this much are collections. */
const FALL = { share: 0.005, bytes: 500_000 };
const COLLECTIONS = 2;
/**
 * A fast leak hides the falls between two samples. But V8 lets a heap grow to four times what was kept and no
 * further: of one so many times as large, most is kept. The same of one that has grown from next to nothing, if
 * no tooth is as large as what it has grown by since.
 */
const NO_TOOTH = [
  { factor: 4, bytes: 64_000_000, ofLeast: 4 },
  { factor: 2.5, bytes: 200_000_000, ofLeast: 10 },
] as const;
/** Twelve values in random order rise so steadily in one of 10,000 cases; neighbours are alike, so it is low. */
const LEVEL = 0.0001;
/**
 * What fills up and stays (a cache) slows down, what is opened and kept (a view) jumps. A leak goes on: from
 * quarter to quarter it grows by about a third of all, and in most parts it is higher than ever before.
 */
const STEADY = { least: 0.25, most: 0.42, tops: 7, top: 0.02 };

export interface MemoryTrend {
  from: Point;
  to: Point;
  bytesPerMin: number;
  collections: number;
}

/** The newest samples without a gap of those since `since`. */
const stretchOf = (timeline: readonly Sample[], since: number): Point[] => {
  const points: Point[] = [];
  for (let i = timeline.length - 1; i >= 0; i--) {
    const { at, usedBytes } = timeline[i] as Sample;
    const after = points.at(-1);
    if (at < since || (after && after.at - at > GAP_MS)) break;
    if (usedBytes !== null) points.push({ at, value: usedBytes });
  }
  return points.reverse();
};

/** The lowest point of each part, the newest part last; `null` where a part has none. */
const lowest = (points: readonly Point[], partMs: number): Point[] | null => {
  const end = points.at(-1)?.at ?? 0;
  const parts: (Point | null)[] = Array.from({ length: PARTS }, () => null);
  for (const point of points) {
    const part = PARTS - 1 - Math.floor((end - point.at) / partMs);
    if (part < 0) continue;
    const low = parts[part];
    if (!low || point.value <= low.value) parts[part] = point;
  }
  const found = parts.filter((one) => one !== null);
  return found.length === PARTS ? found : null;
};

const collectionsIn = (points: readonly Point[]): number => {
  let count = 0;
  let top = Number.NEGATIVE_INFINITY;
  for (const { value } of points) {
    if (top - value >= Math.max(FALL.bytes, FALL.share * top)) {
      count++;
      top = value;
    } else top = Math.max(top, value);
  }
  return count;
};

const isSteady = (lows: readonly Point[], grown: number): boolean => {
  const all = lows.map(({ value }) => value);
  const quarter = PARTS / 4;
  const middles = [0, 1, 2, 3].map((i) => median(all.slice(i * quarter, (i + 1) * quarter)));
  const rise = (middles[3] as number) - (middles[0] as number);
  const shares = middles.slice(1).map((middle, i) => (middle - (middles[i] as number)) / rise);
  if (!shares.every((share) => share >= STEADY.least && share <= STEADY.most)) return false;
  let tops = 0;
  let top = all[0] as number;
  for (const value of all) {
    if (value < top + STEADY.top * grown) continue;
    tops++;
    top = value;
  }
  return tops >= STEADY.tops;
};

const growsIn = (
  points: readonly Point[],
  least: number,
  { partMs, bytes, share }: (typeof SPANS)[number],
): MemoryTrend | null => {
  const lows = lowest(points, partMs);
  if (!lows) return null;
  const [from, to] = [lows[0] as Point, lows.at(-1) as Point];
  const grown = to.value - from.value;
  if (grown < bytes || grown < share * from.value || !isSteady(lows, grown)) return null;
  if (chanceOfRise(lows.map(({ value }) => value)) > LEVEL) return null;
  const collections = collectionsIn(points.filter(({ at }) => at >= from.at));
  const isKept = NO_TOOTH.some(
    ({ factor, bytes, ofLeast }) =>
      to.value >= factor * from.value && grown >= bytes && to.value >= ofLeast * least,
  );
  if (collections < COLLECTIONS && !isKept) return null;
  return { from, to, bytesPerMin: (theilSen(lows) ?? 0) * 60_000, collections };
};

/** Growth that was plain goes on as long as each minute adds this much to the two before it. */
const ON = { partMs: 20_000, parts: 3, share: 0.01 };

/** The newest low point where a growth that was plain before still goes on. */
export const growsOn = (timeline: readonly Sample[], since: number): Point | null => {
  const points = stretchOf(timeline, since);
  const end = points.at(-1)?.at ?? 0;
  const lows = new Map<number, Point>();
  for (const point of points) {
    const part = Math.floor((end - point.at) / ON.partMs);
    const low = lows.get(part);
    if (part < 3 * ON.parts && (!low || point.value < low.value)) lows.set(part, point);
  }
  const topOf = (from: number, to: number): number =>
    Math.max(0, ...[...lows].filter(([p]) => p >= from && p < to).map(([, { value }]) => value));
  const before = topOf(ON.parts, 3 * ON.parts);
  const now = lows.get(0);
  return now && now.value >= before && topOf(0, ON.parts) > (1 + ON.share) * before ? now : null;
};

/**
 * Steady growth of what is kept, of a page that began at `begun` and is set up since `since`; the shortest
 * stretch that shows it.
 */
export const memoryTrendOf = (
  timeline: readonly Sample[],
  since: number,
  begun = since,
): MemoryTrend | null => {
  const points = stretchOf(timeline, since);
  const least = Math.min(...stretchOf(timeline, begun).map(({ value }) => value));
  for (const span of SPANS) {
    const grown = growsIn(points, least, span);
    if (grown) return grown;
  }
  return null;
};
