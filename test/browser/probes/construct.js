// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Every way to make something with a constructor: subclasses of every kind, bound and proxied ones,
 * other realms, and what `instanceof` says of the result.
 */
probe(async (put, kit) => {
  const { ARGUMENTS, frame, end, look, there } = await makers(kit);
  for (const [name, args] of Object.entries(ARGUMENTS)) {
    const C = window[name];
    const see = (label, make, Expected) => put(`${name} ${label}`, look(make, C, Expected));

    class Sub extends C {}
    class Double extends Sub {
      #secret = 7;
      extra = [];
      static made = 0;
      constructor(...given) {
        super(...given);
        Double.made++;
        this.target = new.target === Double;
      }
      get secret() {
        return this.#secret;
      }
      static tell(one) {
        return [one.secret, #secret in one, Object.keys(one).join(), one.target];
      }
    }
    function Old(...given) {
      return Reflect.construct(C, given, new.target || Old);
    }
    Old.prototype = Object.create(C.prototype, { constructor: { value: Old, writable: true } });
    Object.setPrototypeOf(Old, C);
    function Called(...given) {
      return C.apply(this, given) || this;
    }
    Called.prototype = Object.create(C.prototype);
    const Mixed = ((Base) => class extends Base {})(C);
    const Swapped = class extends C {};

    see('new', () => new C(...args), C);
    see('sub', () => new Sub(...args), Sub);
    see('double', () => new Double(...args), Double);
    put(`${name} double fields`, () => {
      const made = new Double(...args);
      end(made);
      return [...Double.tell(made), Double.made, kit.said(() => Double.tell(new C(...args)))];
    });
    see('old', () => new Old(...args), Old);
    see('called', () => new Called(...args), Called);
    see('mixed', () => new Mixed(...args), Mixed);
    see('swapped', () => {
      Object.setPrototypeOf(Swapped, EventTarget);
      try {
        return new Swapped(...args);
      } finally {
        Object.setPrototypeOf(Swapped, C);
      }
    });
    put(`${name} statics`, () => [
      Sub.name,
      Double.OPEN,
      Object.getPrototypeOf(Sub) === C,
      Sub.prototype instanceof EventTarget,
    ]);
    see('bound', () => new (C.bind(null, ...args))(), C);
    see('bound twice', () => new (C.bind(null, ...args).bind(1))(), C);
    see('proxy', () => new new Proxy(C, {})(...args), C);
    see('proxy of a sub', () => new new Proxy(Sub, {})(...args), Sub);
    see('construct', () => Reflect.construct(C, args), C);
    for (const count of [0, 1, 5]) {
      const given = [...args, 'x', undefined, null, 4, 5].slice(0, count);
      see(`${count} arguments`, () => new C(...given), C);
    }
    put(`${name} without new`, () => C(...args));
    put(`${name} as a tag`, () => C`x`);
    put(`${name} called on an instance`, () => {
      const made = new C(...args);
      end(made);
      return C.call(made, ...args);
    });
    put(`${name} new.target seen`, () => {
      let seen;
      class Base extends C {
        constructor(...given) {
          super(...given);
          seen = new.target;
        }
      }
      class Derived extends Base {}
      end(new Derived(...args));
      return seen === Derived;
    });
    put(`${name} hasInstance`, () => {
      const made = new C(...args);
      end(made);
      const has = Function.prototype[Symbol.hasInstance];
      const facts = [
        has.call(C, made),
        has.call(Sub, made),
        C[Symbol.hasInstance] === has,
        has.call(C, {}),
        {} instanceof C,
      ];
      Object.defineProperty(C, Symbol.hasInstance, { configurable: true, value: (v) => v === 1 });
      facts.push(
        1 instanceof C,
        made instanceof C,
        delete C[Symbol.hasInstance],
        made instanceof C,
      );
      return facts;
    });
    put(`${name} isPrototypeOf`, () => [
      Object.getPrototypeOf(C) === Function.prototype || Object.getPrototypeOf(C)?.name,
      Object.prototype.isPrototypeOf.call(C, Sub),
      Object.prototype.isPrototypeOf.call(C.prototype, Double.prototype),
    ]);
    put(`${name} of the frame`, () => {
      const made = new frame[name](...there(name));
      end(made);
      return [
        made instanceof C,
        made instanceof frame[name],
        made.constructor === frame[name],
        Object.getPrototypeOf(made) === frame[name].prototype,
      ];
    });
    see('frame sub', () => new (class extends frame[name] {})(...there(name)), frame[name]);
  }
  put('send to a socket of another realm', () => {
    const socket = new frame.WebSocket(kit.ws('/echo'));
    const first = kit.said(() => WebSocket.prototype.send.call(socket, 'x'));
    WebSocket.prototype.close.call(socket);
    return [
      first,
      socket.readyState,
      kit.said(() => frame.WebSocket.prototype.close.call(socket, 1)),
    ];
  });
  put('errors of another realm', () => {
    try {
      new frame.WebSocket('http://[bad');
    } catch (error) {
      return [error instanceof DOMException, error instanceof frame.DOMException, error.message];
    }
  });
  put('type errors of another realm', () => {
    try {
      frame.WebSocket('x');
    } catch (error) {
      return [error instanceof TypeError, error instanceof frame.TypeError, error.message];
    }
  });
  put('method errors of another realm', () => {
    try {
      frame.WebSocket.prototype.send.call({});
    } catch (error) {
      return [error instanceof TypeError, error instanceof frame.TypeError, error.message];
    }
  });
});
