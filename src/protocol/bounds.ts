/** The deepest and the largest that a batch can be: see `LIMITS` in `facts.ts`. */
const DEPTH = 5;
const KEYS = 300;
const TEXT = 1100;

/**
 * A copy of `value` that cannot hurt: plain data only, strings, lists and objects cut to a bound,
 * numbers finite. What does not fit becomes `null`. What it means is checked by `guards.ts`.
 */
export const bounded = (value: unknown, depth = DEPTH): unknown => {
  if (typeof value === 'string') return value.slice(0, TEXT);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null || depth === 0) return null;
  if (Array.isArray(value)) return value.slice(0, KEYS).map((item) => bounded(item, depth - 1));
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).slice(0, KEYS)) {
    // `__proto__` as an own key would set the copy's prototype.
    if (key !== '__proto__' && key.length <= 64)
      copy[key] = bounded((value as Record<string, unknown>)[key], depth - 1);
  }
  return copy;
};
