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
  indexOf,
  method,
  type Native,
  ProxyCtor,
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
const natives = weakMap<object, object>();

const isError = method(ErrorCtor, 'isError');

/** Whether the page has put a hook of its own under every stack that is read (V8). */
export const customised = (): boolean => has(ErrorCtor, 'prepareStackTrace');

const stackOf = (error: unknown): string | undefined => {
  const stack = (error as { stack?: unknown } | null)?.stack;
  return typeof stack === 'string' ? stack : undefined;
};

/**
 * How this script is named in a stack: `chrome-extension://…/page.iife.js` in Chromium's
 * `at fn (URL:line:column)`; Firefox gives `fn@<anonymous code>:line:column`.
 */
const OWN_SCRIPT = ((): string => {
  const stack = stackOf(new ErrorCtor('')) ?? '';
  const at = indexOf(stack, ['@']);
  if (at >= 0) return slice(stack, [at, indexOf(stack, [':', at])]);
  const from = indexOf(stack, ['chrome-extension:']);
  const end = indexOf(stack, ['.js', from]);
  return from < 0 || end < 0 ? '' : slice(stack, [from, end + 3]);
})();

/** `stack` without the lines that name this script. */
export const withoutOwnFrames = (stack: string): string => {
  if (OWN_SCRIPT === '' || indexOf(stack, [OWN_SCRIPT]) < 0) return stack;
  let out = '';
  let from = 0;
  while (from <= stack.length) {
    let to = indexOf(stack, ['\n', from]);
    if (to < 0) to = stack.length;
    const line = slice(stack, [from, to]);
    if (indexOf(line, [OWN_SCRIPT]) < 0) out += (out === '' ? '' : '\n') + line;
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
    if (typeof error !== 'object' || error === null || customised()) return;
    // A Proxy that a page throws would see the look at it; an error's own `stack` is no accessor.
    if (isError && !apply(isError, ErrorCtor, [error])) return;
    if (!hasOwn(error, 'stack')) return;
    const stack = stackOf(error);
    if (stack === undefined || indexOf(stack, [OWN_SCRIPT]) < 0) return;
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

/**
 * `Object.setPrototypeOf(F, Object.create(F))` is a cycle and has to fail. A Proxy hides the cycle: it is
 * the proxy that stands in the chain, not its target.
 */
const refuseCycles = (handler: ProxyHandler<Native>, proxy: () => object): void => {
  handler.setPrototypeOf = (target, proto) => {
    for (let one = proto; one; one = getPrototypeOf(one)) if (one === proxy()) return false;
    return setPrototypeOf(target, proto);
  };
};

const put = (owner: object, name: string, descriptor: PropertyDescriptor): boolean =>
  defineProperty(owner, name, descriptor);

/**
 * Puts a watched constructor in the place of `owner[name]`.
 *
 * `seen(instance)` runs after the native constructor has returned; what it throws is dropped.
 * An alias of the same native (`webkitAudioContext`) gets the same watched constructor.
 */
export const wrapConstructor = <T extends object>(
  owner: object,
  name: string,
  seen: (instance: T, args: unknown[]) => void,
  aliases: string[] = [],
): void => {
  const descriptor = getOwnPropertyDescriptor(owner, name);
  const native = descriptor?.value as (Native & { prototype: object }) | undefined;
  if (!descriptor?.configurable || typeof native !== 'function') return;
  const handler = bare<ProxyHandler<Native>>();
  handler.construct = (target, args, newTarget) => {
    let instance: T;
    try {
      instance = construct(target, args, newTarget === proxy ? target : newTarget);
    } catch (error) {
      mend(error);
      throw error;
    }
    try {
      seen(instance, args);
    } catch {
      // An error of ours never reaches the page.
    }
    return instance;
  };
  refuseCycles(handler, () => proxy);
  const proxy: Native = new ProxyCtor(native, handler);
  natives.set(proxy, native);
  if (!put(owner, name, { ...descriptor, value: proxy })) return;
  const ctor = getOwnPropertyDescriptor(native.prototype, 'constructor');
  if (ctor?.value === native) put(native.prototype, 'constructor', { ...ctor, value: proxy });
  for (let i = 0; i < aliases.length; i++) {
    const alias = getOwnPropertyDescriptor(owner, aliases[i] as string);
    if (alias?.value === native) put(owner, aliases[i] as string, { ...alias, value: proxy });
  }
};

/** `around(native, self, args)` calls the native exactly once and gives back what it gave. */
type Around = (target: Native, self: unknown, args: unknown[]) => unknown;

const watched = (native: Native, around: Around): Native => {
  const handler = bare<ProxyHandler<Native>>();
  handler.apply = (target, self, args) => {
    try {
      return around(target, self, args);
    } catch (error) {
      mend(error);
      throw error;
    }
  };
  refuseCycles(handler, () => proxy);
  const proxy: Native = new ProxyCtor(native, handler);
  natives.set(proxy, native);
  return proxy;
};

/** Puts a watched method in the place of `owner[name]`, with the native's own attributes. */
export const wrapMethod = (owner: object | undefined, name: string, around: Around): void => {
  const descriptor = owner && getOwnPropertyDescriptor(owner, name);
  if (!owner || !descriptor?.configurable || typeof descriptor.value !== 'function') return;
  put(owner, name, {
    __proto__: null,
    ...descriptor,
    value: watched(descriptor.value, around),
  } as PropertyDescriptor);
};

/** Puts a watched setter in the place of the accessor `owner[name]`. */
export const wrapSetter = (owner: object | undefined, name: string, around: Around): void => {
  const descriptor = owner && getOwnPropertyDescriptor(owner, name);
  if (!owner || !descriptor?.configurable || !descriptor.set) return;
  put(owner, name, { ...descriptor, set: watched(descriptor.set as Native, around) });
};

/**
 * A watcher that runs `seen` after the native method has returned.
 * What `seen` throws is dropped; what the native throws reaches the page as it is.
 */
export const afterwards =
  (seen: (self: unknown, result: unknown, args: unknown[]) => void): Around =>
  (target, self, args) => {
    const result = apply(target, self, args);
    try {
      seen(self, result, args);
    } catch {
      // An error of ours never reaches the page.
    }
    return result;
  };

/**
 * A Proxy's text is `function () { [native code] }`, without the name. Pages that compare texts
 * (bot checks, polyfill loaders) compare them with this realm's own `Function.prototype.toString`,
 * so that one is mended: it answers for our proxies with the native's text, for itself too.
 */
export const keepFunctionText = (): void => {
  wrapMethod(Function.prototype, 'toString', (target, self, args) => {
    const native =
      typeof self === 'function' || typeof self === 'object'
        ? self && natives.get(self)
        : undefined;
    return apply(target, native ?? self, args);
  });
};
