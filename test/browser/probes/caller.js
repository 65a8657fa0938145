// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * The old `caller` and `arguments` of functions: what they say of the natives, and of a page's own sloppy
 * functions that a native calls while it takes its arguments.
 */
probe(async (put, kit) => {
  for (const [name, fn] of Object.entries(kit.functions())) {
    put(`${name} caller`, () => fn.caller);
    put(`${name} arguments`, () => fn.arguments);
    put(`${name} set caller`, () => Reflect.set(fn, 'caller', 1));
    put(`${name} set arguments`, () => Reflect.set(fn, 'arguments', 1));
  }
  const sloppy = new Function(
    'run',
    `let seen = 'not called';
     function inner() { seen = inner.caller === null ? 'null' : inner.caller === outer ? 'outer' : 'another'; return 'http://[bad'; }
     function callee() { const { caller } = arguments.callee; seen = caller === null ? 'null' : caller === outer ? 'outer' : 'another'; return 'http://[bad'; }
     function outer(spy) { try { run({ toString: spy, valueOf: spy }); } catch {} return seen; }
     return [outer(inner), outer(callee)];`,
  );
  const CALLS = {
    'its own function': (spy) => `${spy}`,
    'a native that nobody watches': (spy) => new URL(spy),
    'new WebSocket': (spy) => new WebSocket(spy),
    'new EventSource': (spy) => new EventSource(spy),
    'new Audio': (spy) => new Audio(spy),
    'new Worker': (spy) => new Worker(spy),
    src: (spy) => {
      new Audio().src = spy;
    },
    start: (spy) => new AudioBufferSourceNode(new OfflineAudioContext(1, 1, 44100)).start(spy),
    revokeObjectURL: (spy) => URL.revokeObjectURL(spy),
  };
  for (const [name, call] of Object.entries(CALLS))
    put(`caller within ${name}`, () => sloppy(call));
});
