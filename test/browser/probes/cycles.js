// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Prototype chains that bite their own tail, and that have a page's proxy in them: the page goes on,
 * and its proxy is asked as often as natively.
 */
probe(async (put, kit) => {
  const asked = [];
  const spy = (target) =>
    new Proxy(target, {
      getPrototypeOf(on) {
        asked.push('getPrototypeOf');
        return Reflect.getPrototypeOf(on);
      },
      setPrototypeOf(on, proto) {
        asked.push('setPrototypeOf');
        return Reflect.setPrototypeOf(on, proto);
      },
    });
  const set = (label, ...steps) => {
    asked.length = 0;
    put(
      label,
      steps.map((step) => kit.said(() => Reflect.setPrototypeOf(...step()))),
    );
    put(`${label}: asked`, asked);
    for (const fn of [WebSocket, WebSocket.prototype.send])
      Reflect.setPrototypeOf(fn, natural.get(fn));
  };
  const natural = new Map(
    [WebSocket, WebSocket.prototype.send].map((fn) => [fn, Object.getPrototypeOf(fn)]),
  );
  for (const fn of natural.keys()) {
    const around = new Proxy(fn, {});
    set(`${fn.name}, itself`, () => [fn, fn]);
    set(`${fn.name}, a child`, () => [fn, Object.create(fn)]);
    set(`${fn.name}, a grandchild`, () => [fn, Object.create(Object.create(fn))]);
    set(`${fn.name}, null`, () => [fn, null]);
    set(`${fn.name}, a proxy`, () => [fn, spy(natural.get(fn))]);
    set(`${fn.name}, below a proxy`, () => [
      fn,
      Object.create(spy(Object.create(spy(natural.get(fn))))),
    ]);
    set(
      `${fn.name}, a proxy of itself`,
      () => [around, around],
      () => [around, Object.create(around)],
    );
    set(`${fn.name}, a spy of itself`, () => [fn, spy(fn)]);
  }
});
