import {
  apply,
  bare,
  construct,
  defineProperty,
  ErrorCtor,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  has,
  hasOwn,
  here,
  indexOf,
  method,
  type Native,
  ProxyCtor,
  protoOf,
  setPrototypeOf,
  slice,
  weakMap,
} from './natives';

/*
 * Wrapping without a trace. A Proxy keeps identity, statics, name, length, subclassing and the native
 * errors; what it does not keep is mended here: `prototype.constructor`, the function's text, and in
 * Chromium our frame in a native error's stack. Not mended, because it cannot be: that frame in
 * Firefox, `structuredClone`'s wording, another realm's `toString`.
 */

/** proxy → native, for the function's text. */
const natives = weakMap<object>();

const isError = method(ErrorCtor, 'isError');

/** Whether the page has put a hook of its own under every stack that is read (V8). */
export const customised = (): boolean => has(ErrorCtor, 'prepareStackTrace');

const stackOf = (error: unknown): string | undefined => {
  const stack = (error as { stack?: unknown } | null)?.stack;
  return typeof stack === 'string' ? stack : undefined;
};

/** How this script is named in a stack of V8's; empty elsewhere, where no stack can be mended. */
const OWN_SCRIPT = ((): string => {
  const stack = stackOf(new ErrorCtor('')) ?? '';
  const from = indexOf(stack, ['chrome-extension:']);
  return from < 0 ? '' : slice(stack, [from, indexOf(stack, ['.js', from])]);
})();

/** `stack` without the lines that name this script. */
const withoutOwnFrames = (stack: string): string => {
  let out = '';
  let from = 0;
  while (from <= stack.length) {
    let to = indexOf(stack, ['\n', from]);
    if (to < 0) to = stack.length;
    const line = slice(stack, [from, to]);
    if (indexOf(line, [OWN_SCRIPT]) < 0) out += (out && '\n') + line;
    from = to + 1;
  }
  return out;
};

/**
 * Takes our frames out of a native error. Firefox keeps the stack where nobody can write. Where the
 * page customises stacks it is left alone: reading it would call the page's hook.
 */
export const mend = (error: unknown): void => {
  try {
    // A Proxy that a page throws would see the look at it; an error's own `stack` is no accessor.
    if (!OWN_SCRIPT || customised() || (isError && !apply(isError, ErrorCtor, [error]))) return;
    if (typeof error !== 'object' || !error || !hasOwn(error, 'stack')) return;
    const stack = stackOf(error);
    if (!stack || indexOf(stack, [OWN_SCRIPT]) < 0) return;
    const value = withoutOwnFrames(stack);
    const descriptor = getOwnPropertyDescriptor(error, 'stack');
    if (descriptor && 'value' in descriptor)
      defineProperty(error, 'stack', {
        __proto__: null,
        ...descriptor,
        value,
      } as PropertyDescriptor);
    else (error as { stack: string }).stack = value;
  } catch {
    // A frozen error, or a page's own `stack`: left as it is.
  }
};

/** Puts a watched function in the place of `owner[name]`, with the native's own attributes. */
const put = (
  owner: object,
  name: string,
  key: 'value' | 'set',
  trap: 'construct' | 'apply',
  around: (proxy: Native) => (target: Native, a: unknown, b: unknown) => unknown,
): Native | undefined => {
  const descriptor = getOwnPropertyDescriptor(owner, name);
  const native = descriptor?.[key] as Native | undefined;
  if (!descriptor?.configurable || typeof native !== 'function') return undefined;
  const handler = bare<ProxyHandler<Native>>();
  const proxy: Native = new ProxyCtor(native, handler);
  const run = around(proxy);
  handler[trap] = ((target: Native, a: unknown, b: unknown) => {
    try {
      return run(target, a, b);
    } catch (error) {
      mend(error);
      throw error;
    }
  }) as never;
  // `Object.setPrototypeOf(F, Object.create(F))` is a cycle and has to fail. A Proxy hides the cycle:
  // it is the proxy that stands in the chain, not its target. A chain through proxies of the page's may
  // have no end: natively nobody walks it.
  handler.setPrototypeOf = (target, proto) => {
    let one = proto;
    for (let i = 0; one && i < 99; i++) {
      if (one === proxy) return false;
      one = getPrototypeOf(one);
    }
    return setPrototypeOf(target, proto);
  };
  natives.set(proxy, native);
  defineProperty(owner, name, {
    __proto__: null,
    ...descriptor,
    [key]: proxy,
  } as PropertyDescriptor);
  return native;
};

/** Runs code of ours whose error must never reach the page. */
const safely = (run: () => void): void => {
  try {
    run();
  } catch {
    // The native has done its work; what we missed of it is ours.
  }
};

/**
 * Puts a watched constructor in the place of the global `name`.
 *
 * `seen(instance, args)` runs after the native constructor has returned; what it throws is dropped.
 * An alias of the same native (`webkitAudioContext`) gets the same watched constructor.
 */
export const wrapConstructor = <T extends object>(
  name: string,
  seen: (instance: T, args: unknown[]) => void,
  alias?: string,
): void => {
  const native = put(here, name, 'value', 'construct', (proxy) => (target, args, newTarget) => {
    const instance = construct(
      target,
      args as unknown[],
      (newTarget === proxy ? target : newTarget) as Native,
    ) as T;
    safely(() => seen(instance, args as unknown[]));
    return instance;
  });
  const { value } = (native && getOwnPropertyDescriptor(here, name)) ?? {};
  const again = (owner: object | undefined, key: string): void => {
    const descriptor = owner && getOwnPropertyDescriptor(owner, key);
    if (owner && native && descriptor?.value === native)
      defineProperty(owner, key, { __proto__: null, ...descriptor, value } as PropertyDescriptor);
  };
  again(native?.prototype, 'constructor');
  if (alias) again(here, alias);
};

/** `around(native, self, args)` calls the native exactly once and gives back what it gave. */
export type Around = (target: Native, self: unknown, args: unknown[]) => unknown;

const putMethod = (
  owner: object | undefined,
  name: string,
  key: 'value' | 'set',
  around: Around,
): void => {
  if (owner) put(owner, name, key, 'apply', () => around as never);
};

/** Puts a watched method in the place of `name` of a constructor's prototype. */
export const wrapMethod = (of: string, name: string, around: Around): void =>
  putMethod(protoOf(of), name, 'value', around);

/** Puts a watched static method in the place of `name` of a constructor. */
export const wrapStatic = (of: string, name: string, around: Around): void =>
  putMethod(here[of], name, 'value', around);

/** Puts a watched setter in the place of the accessor `name` of a constructor's prototype. */
export const wrapSetter = (of: string, name: string, around: Around): void =>
  putMethod(protoOf(of), name, 'set', around);

/**
 * A watcher that runs `seen` after the native method has returned.
 * What `seen` throws is dropped; what the native throws reaches the page as it is.
 */
export const afterwards =
  (seen: (self: object, result: unknown, args: unknown[]) => void): Around =>
  (target, self, args) => {
    const result = apply(target, self, args);
    safely(() => seen(self as object, result, args));
    return result;
  };

/**
 * A Proxy's text is `function () { [native code] }`, without the name. Pages that compare texts
 * (bot checks, polyfill loaders) compare them with this realm's own `Function.prototype.toString`,
 * so that one is mended: it answers for our proxies with the native's text, for itself too.
 */
export const keepFunctionText = (): void =>
  wrapMethod('Function', 'toString', (target, self, args) =>
    apply(target, natives.get(self) ?? self, args),
  );
