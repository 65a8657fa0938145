// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Runs in a page: does what pages do after having patched or watched the builtins, and describes what
 * it noticed. The description has to be the same with and without the extension.
 */
// biome-ignore lint/correctness/noUnusedVariables: the test injects this file and calls the function
async function describeBehaviour() {
  const out = {};
  const calls = {};
  const bump = (key) => {
    calls[key] = (calls[key] ?? 0) + 1;
  };
  const apply = Reflect.apply;
  const construct = Reflect.construct;
  const own = Reflect.ownKeys;
  const describe = Object.getOwnPropertyDescriptor;
  const define = Object.defineProperty;
  const undo = [];
  /** Counts each call of each method and accessor of `owner`, as a page's own instrumentation would. */
  const watch = (label, owner) => {
    if (!owner) return;
    for (const key of own(owner)) {
      const d = describe(owner, key);
      if (!d.configurable || key === 'constructor' || key === 'prototype') continue;
      const name = `${label}.${String(key)}`;
      const count = (fn) =>
        function (...args) {
          bump(name);
          return new.target ? construct(fn, args, new.target) : apply(fn, this, args);
        };
      const next = { ...d };
      if (typeof d.value === 'function') next.value = count(d.value);
      if (d.get) next.get = count(d.get);
      if (d.set) next.set = count(d.set);
      if (next.value === d.value && next.get === d.get && next.set === d.set) continue;
      define(owner, key, next);
      undo.push(() => define(owner, key, d));
    }
  };
  const wait = (target, type) =>
    new Promise((done) => target.addEventListener(type, done, { once: true }));
  const later = window.setTimeout.bind(window);
  const pause = (ms) => new Promise((done) => later(done, ms));

  // 1. Errors: neither stack nor `window.onerror` may name a file of ours.
  try {
    new WebSocket('http://[bad');
  } catch (error) {
    out.errorStackNamesUs = /-extension:/.test(error.stack);
  }
  for (const [name, run] of Object.entries({
    start: () => {
      const c = new AudioContext();
      c.close();
      const s = new AudioBufferSourceNode(c);
      s.start();
      s.start();
    },
    send: () => new WebSocket('ws://localhost:9').send('x'),
    close: () => new WebSocket('ws://localhost:9').close(1),
    worker: () => new Worker('http://other.invalid/x.js'),
    node: () => new AudioWorkletNode(new OfflineAudioContext(1, 1, 44100), 'nobody'),
  })) {
    try {
      run();
      out[`error ${name}`] = 'none';
    } catch (error) {
      out[`error ${name}`] = `${error.name}: ${error.message} ${/-extension:/.test(error.stack)}`;
    }
  }

  for (const [name, fn] of Object.entries({
    WebSocket,
    send: WebSocket.prototype.send,
    text: Function.prototype.toString,
  }))
    out[`cycle ${name}`] = Reflect.setPrototypeOf(fn, Object.create(fn));
  let hooked = 0;
  Error.prepareStackTrace = () => {
    hooked++;
    return 'hooked';
  };
  try {
    new WebSocket('http://[bad');
  } catch {}
  new WebSocket('ws://localhost:9').close();
  delete Error.prepareStackTrace;
  out.hooked = hooked;
  const refused = await navigator.mediaDevices.getUserMedia({}).catch((error) => error);
  out.rejection = `${refused.name} ${/-extension:/.test(refused.stack)}`;

  // Setters that a page puts where lists and options live get nothing of ours, and miss nothing of theirs.
  const leaked = [];
  for (let i = 0; i < 4; i++)
    Object.defineProperty(Array.prototype, i, {
      configurable: true,
      get: () => undefined,
      set: (value) => leaked.push(typeof value),
    });
  const options = [
    'bubbles',
    'cancelable',
    'composed',
    'origin',
    'lastEventId',
    'source',
    'ports',
    'data',
  ];
  let read = 0;
  for (const key of options)
    Object.defineProperty(Object.prototype, key, {
      configurable: true,
      get: () => {
        read++;
      },
    });
  let clock = 0;
  const { performance } = window;
  const performanceFlags = Object.getOwnPropertyDescriptor(window, 'performance');
  Object.defineProperty(window, 'performance', {
    configurable: true,
    get: () => {
      clock++;
      return performance;
    },
  });
  new WebSocket('ws://localhost:9').close();
  new AudioContext().close();
  await new Promise((done) => setTimeout(done, 600));
  for (let i = 0; i < 4; i++) delete Array.prototype[i];
  for (const key of options) delete Object.prototype[key];
  Object.defineProperty(window, 'performance', performanceFlags);
  out.leaked = leaked.join();
  out.optionsRead = read;
  out.clock = clock;

  // 2. Promises: an unhandled rejection is told exactly once, a handled one never.
  let unhandled = 0;
  const onUnhandled = (event) => {
    unhandled++;
    event.preventDefault();
  };
  addEventListener('unhandledrejection', onUnhandled);
  navigator.mediaDevices.getUserMedia({});
  await navigator.mediaDevices.getUserMedia({}).catch(() => {});
  await pause(100);
  removeEventListener('unhandledrejection', onUnhandled);
  out.unhandled = unhandled;

  // 3. What a page sees that counts every builtin while it uses sockets, audio, media and frames.
  watch('Array', Array.prototype);
  watch('Object', Object);
  watch('Reflect', Reflect);
  watch('Map', Map.prototype);
  watch('Set', Set.prototype);
  watch('WeakMap', WeakMap.prototype);
  watch('WeakRef', WeakRef.prototype);
  watch('FinalizationRegistry', FinalizationRegistry.prototype);
  watch('Promise', Promise.prototype);
  watch('String', String.prototype);
  watch('RegExp', RegExp.prototype);
  watch('Number', Number);
  watch('Math', Math);
  watch('JSON', JSON);
  watch('Date', Date);
  watch('Error', Error);
  watch('Performance', Performance.prototype);
  watch('MessagePort', MessagePort.prototype);
  watch('MessageChannel', MessageChannel.prototype);
  watch('EventTarget', EventTarget.prototype);
  watch('Event', Event.prototype);
  watch('MessageEvent', MessageEvent.prototype);
  watch('CloseEvent', CloseEvent.prototype);
  watch('AbortSignal', AbortSignal.prototype);
  watch('AbortSignal()', AbortSignal);
  watch('TextEncoder', TextEncoder.prototype);
  watch('TypedArray', Object.getPrototypeOf(Uint8Array.prototype));
  watch('ArrayBuffer', ArrayBuffer.prototype);
  watch('WebSocket', WebSocket.prototype);
  watch('BaseAudioContext', BaseAudioContext.prototype);
  watch('AudioNode', AudioNode.prototype);
  watch('AudioParam', AudioParam.prototype);
  watch('AudioBuffer', AudioBuffer.prototype);
  watch('AudioBufferSourceNode', AudioBufferSourceNode.prototype);
  watch('HTMLMediaElement', HTMLMediaElement.prototype);
  watch('MediaStreamTrack', MediaStreamTrack.prototype);
  watch('MediaStream', MediaStream.prototype);
  watch('Function', Function.prototype);
  const timers = [
    'setTimeout',
    'setInterval',
    'queueMicrotask',
    'requestAnimationFrame',
    'postMessage',
    'dispatchEvent',
    'addEventListener',
  ];
  for (const name of timers) {
    const native = window[name];
    window[name] = function (...args) {
      bump(`window.${name}`);
      return apply(native, this ?? window, args);
    };
    undo.push(() => {
      window[name] = native;
    });
  }
  let customised = 0;
  Error.prepareStackTrace = (error) => {
    customised++;
    return `${error}`;
  };
  for (const key of Object.keys(calls)) delete calls[key];

  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/echo`);
  const opened = wait(socket, 'open');
  const closed = wait(socket, 'close');
  const first = await Promise.race([opened, closed]);
  out.socket = first.type;
  if (first.type === 'open') {
    for (const data of ['{"type":"audio","audio":""}', 'x'.repeat(5000), new Uint8Array(10)]) {
      const answered = wait(socket, 'message');
      socket.send(data);
      await answered;
    }
    socket.close();
    await closed;
  }
  const context = new AudioContext();
  const source = new AudioBufferSourceNode(context, {
    buffer: new AudioBuffer({ length: 100, sampleRate: 44100 }),
  });
  source.connect(context.destination);
  source.start();
  source.stop();
  await context.close();
  const audio = new Audio('data:audio/wav;base64,UklGRg==');
  await wait(audio, 'error');
  await audio.play().catch(() => {});
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
  out.microphone = stream ? 'given' : 'refused';
  const [track] = stream?.getAudioTracks() ?? [];
  track?.clone().stop();
  track?.stop();
  await pause(600);
  for (const back of undo.reverse()) back();
  delete Error.prepareStackTrace;
  out.customised = customised;
  for (const [key, count] of Object.entries(calls)) out[`calls ${key}`] = count;

  // 4. Frames that are used in the same task in which they are made.
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const inner = frame.contentWindow;
  out.frameKeys = Object.getOwnPropertyNames(inner)
    .filter((k) => !/^\d+$/.test(k))
    .sort()
    .join();
  out.frameSocket = inner.WebSocket.name + inner.Function.prototype.toString.call(inner.WebSocket);
  out.frameIdentity = new inner.WebSocket('ws://localhost:9').constructor === inner.WebSocket;
  frame.contentDocument.open();
  frame.contentDocument.write('<p>hello');
  frame.contentDocument.close();
  out.frameAfterOpen = Object.getOwnPropertyNames(inner).length;
  frame.remove();

  // 5. Pages that freeze or replace what is watched.
  const native = WebSocket;
  Object.freeze(WebSocket.prototype);
  out.frozen = Object.isFrozen(WebSocket.prototype);
  window.WebSocket = class Mock {
    constructor(url) {
      this.url = url;
    }
  };
  out.mock = `${new WebSocket('ws://mock/').url} ${new WebSocket('x') instanceof native}`;
  window.WebSocket = native;
  try {
    structuredClone(new native('ws://localhost:9'));
  } catch (error) {
    out.clone = `${error.name}: ${error.message}`;
  }
  Object.prototype.get = function polluted() {
    throw new Error('seen');
  };
  Object.prototype.set = Object.prototype.get;
  Object.prototype.apply = Object.prototype.get;
  try {
    const s = new native('ws://localhost:9');
    s.close();
    out.polluted = 'works';
  } catch (error) {
    out.polluted = `${error}`;
  }
  delete Object.prototype.get;
  delete Object.prototype.set;
  delete Object.prototype.apply;
  return out;
}
