// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Arguments that log what is done with them, and calls that are told with what their arguments saw.
 */
globalThis.spies = (put, kit) => {
  const log = [];
  const spied = (name, value) => ({
    [Symbol.toPrimitive](hint) {
      log.push(`${name} as ${hint}`);
      return value;
    },
  });
  const old = (name, value) => ({
    toString() {
      log.push(`${name}.toString`);
      return `${value}`;
    },
    valueOf() {
      log.push(`${name}.valueOf`);
      return value;
    },
  });
  /** An object that logs every operation on it, and on what it holds. */
  const bag = (name, target = {}, only = {}) =>
    new Proxy(target, {
      get(on, key, receiver) {
        log.push(`get ${name}.${String(key)}`);
        if (key in only) return only[key];
        return Reflect.get(on, key, receiver);
      },
      has(on, key) {
        log.push(`has ${name}.${String(key)}`);
        return Reflect.has(on, key);
      },
      ownKeys(on) {
        log.push(`keys ${name}`);
        return Reflect.ownKeys(on);
      },
      getOwnPropertyDescriptor(on, key) {
        log.push(`own ${name}.${String(key)}`);
        return Reflect.getOwnPropertyDescriptor(on, key);
      },
      getPrototypeOf(on) {
        log.push(`proto ${name}`);
        return Reflect.getPrototypeOf(on);
      },
    });
  const list = (name, ...values) => ({
    get [Symbol.iterator]() {
      log.push(`get ${name} iterator`);
      return () => {
        log.push(`${name} begins`);
        let n = 0;
        return {
          next() {
            log.push(`${name} next`);
            return n < values.length ? { value: values[n++], done: false } : { done: true };
          },
          return() {
            log.push(`${name} return`);
            return {};
          },
        };
      };
    },
  });
  const tellAll = async (calls) => {
    for (const [name, call] of Object.entries(calls)) {
      log.length = 0;
      let made;
      put(`${name}: result`, () => {
        made = call();
        return made;
      });
      // A value may be read again when the task is over, as a promise's is.
      await kit.pause(0);
      put(`${name}: log`, log.join(', '));
      if (made instanceof AudioContext || made instanceof EventSource) made.close();
      if (made instanceof WebSocket) {
        // One that is closed before it opens is told of in the console, or not: that depends on time.
        const ended = kit.event(made, 'close');
        await Promise.race([kit.event(made, 'open'), ended]);
        made.close();
        await ended;
      }
      if (made instanceof Worker) made.terminate();
    }
  };
  return { log, spied, old, bag, list, tellAll };
};
