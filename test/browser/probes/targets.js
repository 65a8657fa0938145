// @ts-nocheck: runs in a page and looks at it the way a page would.
/* `Reflect.construct` with new targets of every kind. */
probe(async (put, kit) => {
  const { ARGUMENTS, frame, look } = await makers(kit);
  for (const [name, args] of Object.entries(ARGUMENTS)) {
    const C = window[name];
    const see = (label, make, Expected) => put(`${name} ${label}`, look(make, C, Expected));
    function Old() {}
    Old.prototype = Object.create(C.prototype);

    const log = [];
    const spied = new Proxy(function Spied() {}, {
      get(target, key, receiver) {
        log.push(`get ${String(key)}`);
        return Reflect.get(target, key, receiver);
      },
      getPrototypeOf(target) {
        log.push('proto');
        return Reflect.getPrototypeOf(target);
      },
    });
    const bad = (value) => {
      const fn = function Bad() {};
      fn.prototype = value;
      return fn;
    };
    const { proxy: revoked, revoke } = Proxy.revocable(function Gone() {}, {});
    revoke();
    const frameBad = new frame.Function();
    frameBad.prototype = 1;
    const TARGETS = {
      'a function': Old,
      'a bound function': Old.bind(null),
      'a bound native': C.bind(null),
      'a proxy': spied,
      'a proxy of itself': new Proxy(C, {}),
      'a getter that throws': Object.defineProperty((() => {}).bind(), 'prototype', {
        get: () => {
          throw new RangeError('mine');
        },
      }),
      'a number as prototype': bad(1),
      'null as prototype': bad(null),
      'undefined as prototype': bad(undefined),
      'a symbol as prototype': bad(Symbol('s')),
      'an array as prototype': bad([]),
      'itself as prototype': bad(C),
      'a revoked proxy': revoked,
      'an arrow': () => {},
      'a method': { m() {} }.m,
      'an object': {},
      undefined: undefined,
      'a builtin': Array,
      'another native': EventTarget,
      'a generator': function* () {},
      'an async function': async () => {},
      'of another realm': frame.Function('return 1'),
      'of another realm, bad': frameBad,
      'of another realm, native': frame[name],
      'of another realm, bound': frame[name].bind(),
      'of another realm, proxy': new frame.Proxy(frame[name], {}),
    };
    for (const [label, target] of Object.entries(TARGETS))
      see(`target ${label}`, () => Reflect.construct(C, args, target), target);
    put(`${name} target spied`, log);
  }
});
