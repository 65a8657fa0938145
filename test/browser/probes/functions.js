// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Every way in which a page can look at a function or call one it should not: the text by every
 * route, receivers of every kind, too few and too many arguments.
 */
probe(async (put, kit) => {
  const { OWNERS } = kit;
  const functions = kit.functions();
  const frame = (await kit.frame({ src: '/blank' })).contentWindow;
  const plainText = Function.prototype.toString;
  const frameText = frame.Function.prototype.toString;
  const ROUTES = {
    template: (fn) => `${fn}`,
    // biome-ignore lint/style/useTemplate: another route than a template's
    plus: (fn) => fn + '',
    String: (fn) => String(fn),
    method: (fn) => fn.toString(),
    concat: (fn) => ''.concat(fn),
    array: (fn) => [fn].join(),
    key: (fn) => Object.keys({ [fn]: 1 })[0],
    call: (fn) => plainText.call(fn),
    apply: (fn) => plainText.apply(fn, [1, 2]),
    'Reflect.apply': (fn) => Reflect.apply(plainText, fn, []),
    'bound toString': (fn) => plainText.bind(fn)(),
    'toString of bound': (fn) => plainText.call(fn.bind(null)),
    toLocaleString: (fn) => fn.toLocaleString(),
    frame: (fn) => frameText.call(fn),
    'frame bound': (fn) => frameText.bind(fn)(),
    'proxied toString': (fn) => new Proxy(plainText, {}).call(fn),
    'text of a proxy': (fn) => plainText.call(new Proxy(fn, {})),
    'Object.prototype.toString': (fn) => Object.prototype.toString.call(fn),
  };
  const RECEIVERS = {
    undefined: undefined,
    null: null,
    number: 1,
    object: {},
    'its own prototype': 'prototype',
    array: [],
    function: () => {},
    proxy: new Proxy({}, {}),
    window: window,
    bare: Object.create(null),
  };
  const sorted = (keys) => keys.map(String).sort().join();
  for (const [name, fn] of Object.entries(functions)) {
    for (const [route, read] of Object.entries(ROUTES))
      put(`${name} text by ${route}`, () => read(fn));
    put(`${name} in`, () => ['name', 'length', 'prototype', 'caller', 'x'].map((k) => k in fn));
    put(`${name} entries`, () => sorted(Object.keys(fn)));
    put(`${name} for in`, () => {
      const keys = [];
      for (const key in fn) keys.push(key);
      return keys;
    });
    put(`${name} json`, () => JSON.stringify({ fn, list: [fn] }));
    put(`${name} bound`, () => {
      const bound = fn.bind({}, 1);
      return [bound.name, bound.length, sorted(Reflect.ownKeys(bound)), 'prototype' in bound];
    });
    // Functions of all functions, and those that only say `[object Promise]`, are called below.
    if (name.startsWith('Function') || name.includes('DiagnosticLogging')) continue;
    for (const [kind, value] of Object.entries(RECEIVERS)) {
      const receiver =
        value === 'prototype' ? window[name.split(/[#. ]/).find(Boolean)]?.prototype : value;
      const result = () => {
        const given = fn.call(receiver);
        if (given instanceof Promise) given.catch(() => {});
        return given;
      };
      // `window` is an EventTarget: its methods work, and without arguments they complain natively.
      put(`${name} on ${kind}`, result);
    }
    put(`${name} as a plain call`, () => {
      const given = fn();
      if (given instanceof Promise) given.catch(() => {});
      return given;
    });
    put(`new ${name}`, () => {
      const made = new fn();
      made.close?.();
      return made;
    });
  }
  put('class extends text', () => {
    class Mine extends WebSocket {}
    return [`${Mine}`, plainText.call(Mine), frameText.call(Mine), Mine.name, Mine.length];
  });
  put('eval of the text', () => new Function(`return (${plainText.call(WebSocket)})`));
  put('text of the text', () => [
    plainText.toString(),
    `${plainText}`,
    plainText.name,
    plainText.length,
  ]);
  put('frame text of the text', () => frameText.call(plainText));
  put('text of the frame text', () => plainText.call(frameText));
  put('text of the frame socket', () => plainText.call(frame.WebSocket));
  put('frame names', () => OWNERS.map((name) => frame[name]?.name));
});
