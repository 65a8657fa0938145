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
  type Native,
  ProxyCtor,
  protoOf,
  recall,
  remember,
  setPrototypeOf,
  slice,
} from './natives';

/*
 * Wrapping without a trace. A Proxy keeps identity, statics, name, length, subclassing and the native
 * errors; what it does not keep is mended here: `prototype.constructor`, the function's text, and in
 * Chromium our frame in a native error's stack. Not mended, because it cannot be: that frame in
 * Firefox, `structuredClone`'s wording, another realm's `toString`.
 */

/** proxy → native, for the function's text. */
const natives = new WeakMap<object, Native>();

const { isError } = ErrorCtor as { isError?: (value: unknown) => boolean };

/** Whether the page has put a hook of its own under every stack that is read (V8). */
export const customised = (): boolean => has(ErrorCtor, 'prepareStackTrace');

/** `chrome-extension://` and an id of 32 letters. */
const ADDRESS = 51;
/** How this script is named in a stack of V8's; empty elsewhere, where no stack can be mended. */
const OWN_SCRIPT = ((stack = '') => {
  const from = indexOf(stack, 'chrome-extension:');
  return from < 0 ? '' : slice(stack, from, from + ADDRESS);
})(new ErrorCtor('').stack);

/** `stack` without the lines that name this script. */
const withoutOwnFrames = (stack: string): string => {
  let out = '';
  let from = 0;
  while (from <= stack.length) {
    let to = indexOf(stack, '\n', from);
    if (to < 0) to = stack.length;
    const line = slice(stack, from, to);
    if (indexOf(line, OWN_SCRIPT) < 0) out += (out && '\n') + line;
    from = to + 1;
  }
  return out;
};

/**
 * Takes our frames out of a native error. Firefox keeps the stack where nobody can write. Where the
 * page customises stacks it is left alone: reading it would call the page's hook.
 */
export const mend = (error: { stack?: unknown }): void => {
  try {
    // A Proxy that a page throws would see the look at it; an error's own `stack` is no accessor.
    if (!OWN_SCRIPT || customised() || (isError && !isError(error))) return;
    if (!hasOwn(error, 'stack')) return;
    const { stack } = error;
    if (typeof stack === 'string' && indexOf(stack, OWN_SCRIPT) >= 0)
      error.stack = withoutOwnFrames(stack);
  } catch {
    // A frozen error, or a page's own `stack`: left as it is.
  }
};

/** Learns of a call that the native has done: of a constructor `(instance, args)`, else `(result, self, args)`. */
// biome-ignore lint/suspicious/noExplicitAny: what the native was given and gave is known where it is watched
type Seen = (...call: any[]) => void;

/**
 * Puts a watched function in the place of `owner[name]`, with the native's own attributes.
 *
 * `seen` runs after the native has returned; what it throws is dropped, and what the native throws reaches
 * the page as it is. `more` is of a constructor the name of its alias, which is replaced too; of a method what
 * runs in the native's place: it calls the native exactly once and gives back what it gave.
 */
export const watch = (
  owner: object,
  name: string,
  seen: Seen | null,
  more?: Native | string,
): void => {
  const was = getOwnPropertyDescriptor(owner, name);
  const key = was?.value ? 'value' : 'set';
  const native = was?.[key] as Native | undefined;
  if (!native) return;
  // What has a prototype is a constructor: methods have none.
  const { prototype } = native;
  const run = (prototype ? construct : (more ?? apply)) as Native;
  const handler = bare<ProxyHandler<Native>>();
  const proxy: Native = new ProxyCtor(native, handler);
  handler[prototype ? 'construct' : 'apply'] = ((target: Native, a: unknown, b: unknown) => {
    let result: unknown;
    try {
      result = run(target, a, b === proxy ? target : b);
    } catch (error) {
      mend(error as Error);
      throw error;
    }
    try {
      seen?.(result, a, b);
    } catch {
      // The native has done its work; what we missed of it is ours.
    }
    return result;
  }) as never;
  // `Object.setPrototypeOf(F, Object.create(F))` is a cycle and has to fail. A Proxy hides the cycle:
  // it is the proxy that stands in the chain, not its target. A chain through proxies of the page's may
  // have no end: natively nobody walks it.
  handler.setPrototypeOf = (target, proto) => {
    let left = 99;
    for (let one = proto; one && left--; one = getPrototypeOf(one)) if (one === proxy) return false;
    return setPrototypeOf(target, proto);
  };
  remember(natives, proxy, native);
  const place = (of: object, at: string): void => {
    const descriptor = getOwnPropertyDescriptor(of, at);
    if (descriptor?.configurable && descriptor[key] === native)
      defineProperty(of, at, {
        __proto__: null,
        ...descriptor,
        [key]: proxy,
      } as PropertyDescriptor);
  };
  place(owner, name);
  if (!prototype) return;
  place(prototype, 'constructor');
  if (more) place(owner, more as string);
};

/** Puts a watched constructor in the place of the global `name`, and of its alias (`webkitAudioContext`). */
export const watchConstructor = (name: string, seen: Seen, alias?: string): void =>
  watch(here, name, seen, alias);

/** Puts a watched method in the place of `name` of a constructor's prototype, or of an attribute the setter. */
export const watchMethod = (of: string, name: string, seen: Seen | null, around?: Native): void =>
  watch(protoOf(of), name, seen, around);

/**
 * A Proxy's text is `function () { [native code] }`, without the name. Pages that compare texts
 * (bot checks, polyfill loaders) compare them with this realm's own `Function.prototype.toString`,
 * so that one is mended: it answers for our proxies with the native's text, for itself too.
 */
export const keepFunctionText = (): void =>
  watchMethod('Function', 'toString', null, (target, self, args) =>
    apply(target, recall(natives, self) ?? self, args),
  );
