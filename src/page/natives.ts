/*
 * Private copies of every builtin that the probes use, taken before the page's first script. A page
 * that patches or counts builtins later sees no call of ours. For the same reason the page script
 * uses no `for…of`, spread of arrays, array destructuring, regular expression (`RegExp.$1` is
 * visible) or method looked up at call time.
 */
export const {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  has,
  setPrototypeOf,
} = Reflect;
export const here = globalThis as unknown as Record<string, { prototype?: object } | undefined>;
export const ProxyCtor = Proxy;
export const WeakRefCtor = WeakRef;
export const ErrorCtor = Error;
export const hasOwn = Object.hasOwn;
export const now = Date.now;
export const { max, min } = Math;

// biome-ignore lint/suspicious/noExplicitAny: natives are called with whatever the page passed
export type Native = (...args: any[]) => any;

/**
 * A native as a function of (this, …arguments) that looks nothing up when it is called; of what the browser
 * does not have, one that throws. Not a bound `call`, by which Firefox takes several times as long.
 */
export const uncurry =
  (native: Native | undefined) =>
  (self: unknown, ...args: unknown[]): unknown =>
    apply(native as Native, self, args);

/** `fn` that never throws: an error of ours must not reach the page's `onerror`. */
export const safely =
  <A, B, R>(fn: (a: A, b: B) => R) =>
  (a: A, b?: B): R | undefined => {
    try {
      return fn(a, b as B);
    } catch {
      // Nothing to tell anybody: the next fact is counted as always.
    }
  };

/** An object without a prototype: what the page puts on `Object.prototype` does not show in it. */
export const bare = <T extends object>(): T => ({ __proto__: null }) as unknown as T;

/** The prototype of a constructor of this page, by its name; an empty one where the browser has none. */
export const protoOf = (name: string): object => here[name]?.prototype ?? bare();

/**
 * A reader for the attribute `name` of the instances of a constructor. It gives `undefined` for
 * what is no such instance, and where the browser has none.
 */
export const reader = <T>(of: string, name: string): ((self: unknown) => T | undefined) =>
  safely(uncurry(getOwnPropertyDescriptor(protoOf(of), name)?.get)) as (
    self: unknown,
  ) => T | undefined;

const addEventListener = uncurry(EventTarget.prototype.addEventListener);
/** Listens; `options` as in the platform. */
export const listen = (
  target: unknown,
  type: string,
  listener: (e: Event) => void,
  options?: boolean | AddEventListenerOptions,
): void => {
  addEventListener(target, type, safely(listener), options);
};
/** Listens to what the browser itself says: a page may dispatch events of its own on anything. */
export const on = (
  target: unknown,
  type: string,
  listener: (e: Event) => void,
  options?: boolean,
): void => listen(target, type, (e) => e.isTrusted && listener(e), options);

/** A list without a prototype: `list[n] =` would run a setter that the page has put on `Array.prototype`. */
export const bareList = <T>(): T[] => {
  const list: T[] = [];
  setPrototypeOf(list, null);
  return list;
};
export const add = <T>(list: T[], value: T): void => {
  list[list.length] = value;
};
/** Shows each of a list to `keep`, and keeps those that it says yes to. */
export const sift = <T>(list: T[], keep: (one: T) => unknown): void => {
  let kept = 0;
  for (let i = 0; i < list.length; i++) {
    const one = list[i] as T;
    if (keep(one)) list[kept++] = one;
  }
  list.length = kept;
};

export const indexOf = uncurry(''.indexOf) as (s: string, part: string, from?: number) => number;
export const slice = uncurry(''.slice) as (s: string, from: number, to?: number) => string;
/** Whether `words`, with a space before and behind each, have this one. */
export const isOneOf = (words: string, word: string): boolean => indexOf(words, ` ${word} `) >= 0;

/** What has been put beside an object, in a weak map whose methods the page cannot replace. */
export const recall = uncurry(WeakMap.prototype.get) as <V>(
  map: WeakMap<object, V>,
  key: unknown,
) => V | undefined;
export const remember = uncurry(WeakMap.prototype.set) as <V>(
  map: WeakMap<object, V>,
  key: unknown,
  value: V,
) => void;

export const register = uncurry(FinalizationRegistry.prototype.register) as <V>(
  registry: FinalizationRegistry<V>,
  target: object,
  value: V,
) => void;
export const deref = uncurry(WeakRef.prototype.deref) as <T extends object>(
  ref: WeakRef<T>,
) => T | undefined;

const Signal = AbortSignal;
const timeout = uncurry(Signal.timeout);
/** Calls `fn` once after `ms`. A timer without an id: `setTimeout` would leave holes in the page's ids. */
export const after = (ms: number, fn: () => void): void => listen(timeout(Signal, ms), 'abort', fn);

/** What a message brings. */
export const dataOf = reader<unknown>('MessageEvent', 'data');
