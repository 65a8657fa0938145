import fc from 'fast-check';

/** What is done to one place of a value. */
type Change =
  | { how: 'replace'; by: unknown }
  | { how: 'remove' }
  | { how: 'add'; key: string; value: unknown }
  | { how: 'repeat'; times: number };

/** Where: at each level the so-many-th child, counted round; which level is decided by how long the way is. */
interface Place {
  way: number[];
  change: Change;
}

const isNode = (value: unknown): value is Record<string, unknown> | unknown[] =>
  typeof value === 'object' && value !== null;

const put = (into: object, key: string, value: unknown): void => {
  if (Array.isArray(into)) into.push(value);
  else set(into, key, value);
};
const set = (into: object, key: string, value: unknown): void => {
  // An assignment to `__proto__` would set the prototype of the test's own copy.
  Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
};

/** A plain copy with one change in it. */
const changed = (value: unknown, { way, change }: Place): unknown => {
  if (!isNode(value)) return change.how === 'replace' ? change.by : value;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  const keys = Object.keys(copy);
  const [step, ...rest] = way;
  const key = keys[(step ?? 0) % Math.max(1, keys.length)];
  if (step === undefined && change.how === 'add') put(copy, change.key, change.value);
  if (key === undefined || step === undefined) return copy;
  const child = copy[key];
  if (rest.length > 0 && isNode(child)) set(copy, key, changed(child, { way: rest, change }));
  else if (change.how === 'replace') set(copy, key, change.by);
  else if (change.how === 'remove') delete copy[key];
  else if (change.how === 'add') put(copy, change.key, change.value);
  else if (Array.isArray(child))
    set(copy, key, Array.from({ length: change.times }, () => child).flat());
  return copy;
};

/**
 * Values of `base` with some places of them changed: by what `by` gives, by nothing, by another key, or by
 * the same list many times.
 */
export const mutated = <T>(
  base: fc.Arbitrary<T>,
  by: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> => {
  const change: fc.Arbitrary<Change> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ how: fc.constant('replace' as const), by }) },
    { weight: 1, arbitrary: fc.constant({ how: 'remove' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constant('add' as const),
        key: fc.constantFrom('__proto__', 'constructor', 'toJSON', 'url', 'n', 'x'),
        value: by,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constant('repeat' as const),
        times: fc.constantFrom(2, 50, 400),
      }),
    },
  );
  const place = fc.record({ way: fc.array(fc.nat(400), { maxLength: 5 }), change });
  return fc
    .tuple(base, fc.array(place, { minLength: 1, maxLength: 4 }))
    .map(([value, places]) => places.reduce<unknown>(changed, value));
};
