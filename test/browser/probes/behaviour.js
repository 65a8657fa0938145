// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Runs in a page: does what pages do after having patched or watched the builtins, and describes what
 * it noticed. The description has to be the same with and without the extension.
 */
probe(async (_put, kit) => {
  const out = {};
  const { pause } = kit;

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

  // 3. Frames that are used in the same task in which they are made.
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

  // 4. Pages that freeze or replace what is watched.
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
});
