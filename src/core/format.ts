/** Numbers as a person reads them. English and the decimal point everywhere: reports are compared across machines. */

/** What stands where a value was not observed: never a zero, which would be a measurement. */
export const NOT_OBSERVED = 'not observed';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Takes any number (or `null` for not observed) and returns it grouped, with at most one decimal: `12,345.6`. */
export function formatCount(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NOT_OBSERVED;
  return grouped.format(Object.is(value, -0) ? 0 : value);
}

/** Takes a ratio from 0 to 1 and returns it as a percentage: `64%`. */
export function formatPercent(ratio: number | null): string {
  if (ratio === null || !Number.isFinite(ratio)) return NOT_OBSERVED;
  return `${formatCount(ratio * 100)}%`;
}

/** One decimal below ten, none above: more digits than a person needs hide the size. */
function short(value: number): string {
  return grouped.format(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
}

/** Two neighbouring units at most: `3 min 20 s`, `2 h`, `1 d 4 h`. */
function twoUnits(value: number, size: number, big: string, small: string): string {
  const rest = value % size;
  const head = `${formatCount(Math.floor(value / size))} ${big}`;
  return rest === 0 ? head : `${head} ${rest} ${small}`;
}

/** Takes milliseconds (or `null`) and returns `340 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return NOT_OBSERVED;
  if (ms < 0) return `−${formatDuration(-ms)}`;
  // Each border stands where rounding would print the next unit's first value (999.5 ms is 1 s).
  if (ms < 999.5) return `${short(ms)} ms`;
  if (ms < 59_500) return `${short(ms / 1_000)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return twoUnits(seconds, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return twoUnits(minutes, 60, 'h', 'min');
  return twoUnits(Math.round(minutes / 60), 24, 'd', 'h');
}

/** Takes bytes (or `null`) and returns decimal units, as browsers' own tools do: `512 B`, `4.2 kB`, `18 MB`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null || !Number.isFinite(bytes)) return NOT_OBSERVED;
  if (bytes < 0) return `−${formatBytes(-bytes)}`;
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${short(value)} ${BYTE_UNITS[unit]}`;
}

/** Takes an already formatted amount and its number, and returns it with a sign: a trend without one reads as a size. */
export function withSign(formatted: string, value: number): string {
  return value > 0 ? `+${formatted}` : formatted;
}

/** Takes a Unix time in milliseconds (or `null`) and returns it in UTC as ISO 8601; what is no time is not observed. */
export function formatUtc(time: number | null): string {
  if (time === null || !(Math.abs(time) <= 8.64e15)) return NOT_OBSERVED;
  return new Date(time).toISOString();
}

/** Takes a count and a noun and returns both in agreement: `1 socket`, `3 sockets`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
