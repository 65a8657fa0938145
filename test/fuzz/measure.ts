/* What a value weighs, and what is wrong with its numbers. */

/** Characters of its JSON: what it takes in a store, and about what it takes in memory. */
export const weightOf = (value: unknown): number => JSON.stringify(value)?.length ?? 0;

/** Names under which a number may be less than zero: they tell a change. */
const MAY_FALL = /Trend|trend|growth|PerMin$|PerS$|change/;

/** Where a number is infinite, none at all, or less than nothing. */
export const oddNumbers = (value: unknown, path = ''): string[] => {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return [`${path} is ${value}`];
    if (value < 0 && !MAY_FALL.test(path)) return [`${path} is ${value}`];
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => oddNumbers(item, `${path}.${key}`));
};

const BUILTINS = [Object, Array, String, Number, Function, Map, Set, RegExp, Error, Promise];
const shape = (): string =>
  BUILTINS.map(({ prototype }) => Reflect.ownKeys(prototype).map(String).join()).join('|');
const CLEAN = shape();

/** Throws where a prototype has got another property since the program began. */
export const assertUnpolluted = (): void => {
  if (shape() !== CLEAN) throw new Error('A prototype was changed.');
};
