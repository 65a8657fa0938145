/*
 * Private copies of every builtin that the probes use, taken before the page's first script. A page
 * that patches or counts builtins later sees no call of ours. For the same reason the page script
 * uses no `for…of`, spread of arrays, array destructuring, regular expression (`RegExp.$1` is
 * visible) or method looked up at call time.
 */
const R = Reflect;
export const {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  has,
  setPrototypeOf,
} = R;
export const here = globalThis as unknown as Record<string, { prototype?: object } | undefined>;
export const ProxyCtor = Proxy;
export const WeakRefCtor = WeakRef;
export const hasOwn = Object.hasOwn;
export const now = Date.now;
export const ErrorCtor = Error;

// biome-ignore lint/suspicious/noExplicitAny: natives are called with whatever the page passed
export type Native = (...args: any[]) => any;

/** The prototype of a constructor of this page, by its name; `undefined` where the browser has none. */
export const protoOf = (name: string): object | undefined => here[name]?.prototype;

/** The native function behind `owner[name]`, or `undefined` where the browser has none. */
export const method = (owner: object | undefined, name: string): Native | undefined => {
  const value = owner && getOwnPropertyDescriptor(owner, name)?.value;
  return typeof value === 'function' ? value : undefined;
};

/** A reader for the accessor `name` of `owner`; it gives `undefined` where there is none or it throws. */
export const accessor = <T>(
  owner: object | undefined,
  name: string,
): ((self: unknown) => T | undefined) => {
  const get = owner && getOwnPropertyDescriptor(owner, name)?.get;
  return (self) => {
    if (!get) return undefined;
    try {
      return apply(get, self, []) as T;
    } catch {
      return undefined;
    }
  };
};

/** A reader for the attribute `name` of the instances of a constructor. */
export const reader = <T>(of: string, name: string): ((self: unknown) => T | undefined) =>
  accessor<T>(protoOf(of), name);

/** `fn` as a function of (this, …arguments as one array). */
const call =
  (fn: Native) =>
  (self: unknown, args: unknown[]): unknown =>
    apply(fn, self, args);

/** `fn` that never throws: an error of ours must not reach the page's `onerror`. */
const quiet =
  <T>(fn: (value: T) => void) =>
  (value: T): void => {
    try {
      fn(value);
    } catch {
      // Nothing to tell anybody: the next fact is counted as always.
    }
  };

const addEventListener = call(EventTarget.prototype.addEventListener);
/** Listens; `options` as in the platform. */
export const listen = (
  target: unknown,
  type: string,
  listener: (e: Event) => void,
  options: boolean | AddEventListenerOptions = false,
): void => {
  addEventListener(target, [type, quiet(listener), options]);
};
/** Listens to what the browser itself says: a page may dispatch events of its own on anything. */
export const on = (target: unknown, type: string, listener: (e: Event) => void): void =>
  listen(target, type, (e) => {
    if (e.isTrusted) listener(e);
  });

/** Adds to a list without the page's own setters: `list[n] =` would run one on `Array.prototype`. */
export const add = <T>(list: T[], value: T): void => {
  defineProperty(list, list.length, {
    __proto__: null,
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  } as PropertyDescriptor);
};
/** Takes a value out of a list whose order does not matter. */
export const drop = <T>(list: T[], value: T): void => {
  for (let i = 0; i < list.length; i++) {
    if (list[i] !== value) continue;
    list[i] = list[list.length - 1] as T;
    list.length--;
    return;
  }
};

const text = String.prototype;
export const indexOf = call(text.indexOf) as (s: string, a: unknown[]) => number;
export const slice = call(text.slice) as (s: string, a: unknown[]) => string;
export const charCodeAt = call(text.charCodeAt) as (s: string, a: unknown[]) => number;

/** A weak map whose methods the page cannot replace. */
export const weakMap = <V>() => {
  const map = new WeakMap<object, V>();
  const { get, set } = WeakMap.prototype;
  return {
    get: (key: unknown): V | undefined => apply(get, map, [key]),
    set: (key: object, value: V): void => {
      apply(set, map, [key, value]);
    },
  };
};

/** Calls `gone(value)` some time after the object that was given with `value` has been collected. */
export const collected = <V>(gone: (value: V) => void) => {
  const registry = new FinalizationRegistry<V>(quiet(gone));
  const { register } = FinalizationRegistry.prototype;
  return (target: object, value: V): void => {
    apply(register, registry, [target, value]);
  };
};

const { deref } = WeakRef.prototype;
export const derefOf = <T extends object>(ref: WeakRef<T>): T | undefined => apply(deref, ref, []);

const { timeout } = AbortSignal;
const Signal = AbortSignal;
/** Calls `fn` once after `ms`. A timer without an id: `setTimeout` would leave holes in the page's ids. */
export const after = (ms: number, fn: () => void): void => {
  listen(apply(timeout, Signal, [ms]), 'abort', fn);
};

/** An object without a prototype: what the page puts on `Object.prototype` does not show in it. */
export const bare = <T extends object>(): T => ({ __proto__: null }) as unknown as T;
