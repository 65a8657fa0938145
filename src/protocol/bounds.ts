/** The deepest and the largest that a batch can be: see `LIMITS` in `facts.ts`. */
const DEPTH = 5;
const KEYS = 300;
const TEXT = 1100;
/** Values of one batch: 256 endpoints of 14 values and the other lists, with room. */
const VALUES = 20_000;

/**
 * A copy of `value` that cannot hurt: plain data only, strings, lists and objects cut to a bound,
 * numbers finite, as many values as a batch can have. What does not fit, or throws when it is looked
 * at, becomes `null`. What it means is checked by `guards.ts`.
 */
export const bounded = (value: unknown): unknown => {
  let left = VALUES;
  const copy = (one: unknown, depth: number): unknown => {
    if (--left < 0) return null;
    if (typeof one === 'string') return one.slice(0, TEXT);
    if (typeof one === 'boolean') return one;
    if (typeof one === 'number') return Number.isFinite(one) ? one : null;
    if (typeof one !== 'object' || one === null || depth === 0) return null;
    if (Array.isArray(one)) return one.slice(0, KEYS).map((item) => copy(item, depth - 1));
    const plain: Record<string, unknown> = {};
    for (const key of Object.keys(one).slice(0, KEYS)) {
      // `__proto__` as an own key would set the copy's prototype.
      if (key !== '__proto__' && key.length <= 64)
        plain[key] = copy((one as Record<string, unknown>)[key], depth - 1);
    }
    return plain;
  };
  try {
    return copy(value, DEPTH);
  } catch {
    return null;
  }
};
