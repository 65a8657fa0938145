// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * A page that counts every call of every builtin: each function, accessor and constructor that can be
 * reached from the global object, each iterator, `then` and species, each property that could be
 * looked up on `Object.prototype` or set on `Array.prototype`. Then it does what voice pages do.
 */
probe(async (put, kit) => {
  const calls = { __proto__: null };
  let counting = false;
  const bump = (name) => {
    if (counting) calls[name] = (calls[name] ?? 0) + 1;
  };
  const { apply, construct } = kit;
  const { ownKeys, getOwnPropertyDescriptor, defineProperty, getPrototypeOf } = Reflect;
  const NativeProxy = Proxy;
  /** How often these are called depends on the browser's own work, or they are this probe's tools. */
  const SKIP =
    /^(window|self|globalThis|frames|parent|top|probe|probed|useEverything|document|location)$/;

  const seen = new Set([Object, Function.prototype, kit]);
  const patch = (label, owner) => {
    if (
      owner === null ||
      (typeof owner !== 'object' && typeof owner !== 'function') ||
      seen.has(owner)
    )
      return;
    seen.add(owner);
    for (const key of ownKeys(owner)) {
      const d = getOwnPropertyDescriptor(owner, key);
      if (key === 'prototype' || key === 'constructor' || !d) continue;
      const name = `${label}.${String(key)}`;
      if (typeof d.value === 'object' && label !== 'window') patch(name, d.value);
      if (!d.configurable) continue;
      const count = (kind, fn) =>
        new NativeProxy(fn, {
          __proto__: null,
          apply(target, self, args) {
            bump(kind + name);
            return apply(target, self, args);
          },
          construct(target, args, newTarget) {
            bump(`new ${name}`);
            return construct(target, args, newTarget);
          },
        });
      const next = { ...d };
      if (typeof d.value === 'function') next.value = count('', d.value);
      if (d.get) next.get = count('get ', d.get);
      if (d.set) next.set = count('set ', d.set);
      defineProperty(owner, key, next);
    }
  };
  const globals = Object.getOwnPropertyNames(window).filter(
    (key) => !SKIP.test(key) && !/^\d+$/.test(key),
  );
  const hidden = {
    TypedArray: getPrototypeOf(Uint8Array),
    ArrayIterator: getPrototypeOf([][Symbol.iterator]()),
    MapIterator: getPrototypeOf(new Map().entries()),
    SetIterator: getPrototypeOf(new Set().values()),
    StringIterator: getPrototypeOf(''[Symbol.iterator]()),
    RegExpStringIterator: getPrototypeOf('x'.matchAll(/x/g)),
    Generator: getPrototypeOf(function* () {}),
    AsyncGenerator: getPrototypeOf(async function* () {}),
    AsyncFunction: getPrototypeOf(async () => {}),
  };
  const owners = [];
  for (const key of globals) {
    const { value } = getOwnPropertyDescriptor(window, key);
    if (typeof value === 'function' || (typeof value === 'object' && value))
      owners.push([key, value]);
  }
  owners.push(...Object.entries(hidden));
  // `Function.prototype` is patched last and by hand: everything here goes through it.
  const { call, bind, apply: applyOf, toString: textOf } = Function.prototype;
  for (const [name, owner] of owners) {
    if (typeof owner === 'object') patch(name, owner);
    else {
      patch(name, owner);
      if (owner.prototype) patch(`${name}#`, owner.prototype);
    }
  }
  patch('Object', Object);
  for (const key of globals) {
    const d = getOwnPropertyDescriptor(window, key);
    if (!d.configurable) continue;
    const next = { ...d };
    const counted = (kind, fn) =>
      new NativeProxy(fn, {
        __proto__: null,
        apply(target, self, args) {
          bump(`${kind}window.${key}`);
          return apply(target, self, args);
        },
        construct(target, args, newTarget) {
          bump(`new ${key}`);
          return construct(target, args, newTarget);
        },
      });
    if (typeof d.value === 'function') next.value = counted('', d.value);
    if (d.get) next.get = counted('get ', d.get);
    if (d.set) next.set = counted('set ', d.set);
    defineProperty(window, key, next);
  }
  for (const [key, fn] of Object.entries({ call, bind, apply: applyOf, toString: textOf }))
    defineProperty(Function.prototype, key, {
      configurable: true,
      writable: true,
      value: function (...args) {
        bump(`Function#.${key}`);
        return apply(fn, this, args);
      },
    });

  /** Names that a script of ours could look up on an object that inherits from `Object.prototype`. */
  const NAMES = (
    'value get set writable enumerable configurable then apply construct has ownKeys deleteProperty defineProperty getPrototypeOf ' +
    'setPrototypeOf isExtensible preventExtensions getOwnPropertyDescriptor bubbles cancelable composed origin lastEventId source ports data ' +
    'detail capture once passive signal reason type url state name message kind code stack cause fact changed entry endpoint attempt n at own auto ' +
    'messages created byState live failed opened attempts closeCodes bytesIn bytesOut messagesIn messagesOut maxLive seq full kinds endpoints tries ' +
    'sites audio types usedBytes dropped scheduled elements meanClipMs pending playing played aheadMs pieces from to ref lengthMs loops worklet ' +
    'stop library count site transfer targetOrigin written read done next return error filename lineno colno userVisible emptied waiting ended empty ' +
    'connecting open closing closed suspended running interrupted new connected disconnected webSocket eventSource audioContext vad microphoneTrack ' +
    'cameraTrack worker sharedWorker rtcPeerConnection mediaElement objectUrl audioWorkletNode profile turn toJSON'
  ).split(' ');
  const polluted = [];
  for (const key of [...NAMES, ...Array.from({ length: 40 }, (_, n) => n)]) {
    if (key in Object.prototype) continue;
    defineProperty(Object.prototype, key, {
      __proto__: null,
      configurable: true,
      get() {
        bump(`read Object.prototype.${key}`);
        return undefined;
      },
      set(value) {
        bump(`write Object.prototype.${key}`);
        defineProperty(this, key, {
          __proto__: null,
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
    });
    polluted.push(key);
  }
  for (let n = 0; n < 8; n++) {
    defineProperty(Array.prototype, n, {
      __proto__: null,
      configurable: true,
      get() {
        bump(`read Array.prototype.${n}`);
        return undefined;
      },
      set(value) {
        bump(`write Array.prototype.${n}`);
        defineProperty(this, n, {
          __proto__: null,
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
    });
  }
  Error.prepareStackTrace = (error) => {
    bump('prepareStackTrace');
    return `${error}`;
  };
  counting = true;
  await useEverything(put, kit);
  counting = false;
  for (const key of polluted) delete Object.prototype[key];
  for (let n = 0; n < 8; n++) delete Array.prototype[n];
  delete Error.prepareStackTrace;
  put('patched', seen.size);
  for (const [name, count] of Object.entries(calls)) put(`calls ${name}`, count);
});
