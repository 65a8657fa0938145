// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Runs in a page and describes everything about the watched natives that a page can see. The same
 * probe runs with and without the extension; the two descriptions have to be equal.
 */
probe(async () => {
  const out = {};
  const text = (fn) => {
    try {
      return `${String(fn())}`;
    } catch (error) {
      return `${error.constructor.name}: ${error.name}: ${error.message}`;
    }
  };
  const put = (name, fn) => {
    out[name] = text(fn);
  };
  const flags = (owner, key) => {
    const d = Object.getOwnPropertyDescriptor(owner, key);
    if (!d) return 'none';
    return `${'value' in d ? `value ${typeof d.value}` : `get ${typeof d.get} set ${typeof d.set}`} ${d.writable} ${d.enumerable} ${d.configurable}`;
  };
  const fnText = Function.prototype.toString;
  const describeFunction = (name, fn) => {
    put(`${name} typeof`, () => typeof fn);
    if (typeof fn !== 'function') return;
    put(`${name} name`, () => fn.name);
    put(`${name} length`, () => fn.length);
    put(`${name} text`, () => fnText.call(fn));
    put(`${name} string`, () => fn);
    // Firefox makes `name` and `length` when they are first asked for: their order says nothing.
    put(`${name} own`, () => Reflect.ownKeys(fn).map(String).sort().join());
    for (const key of Reflect.ownKeys(fn))
      put(`${name}.${String(key)} flags`, () => flags(fn, key));
    put(`${name} parent`, () => Object.getPrototypeOf(fn)?.name);
    put(`${name} tag`, () => Object.prototype.toString.call(fn));
    put(`${name} extensible`, () => Object.isExtensible(fn));
    put(`${name} apply illegal`, () => fn.call({}));
    put(`${name} apply undefined`, () => fn.call(undefined));
    put(`${name} has caller`, () => Object.hasOwn(fn, 'caller'));
  };
  const constructors = [
    'WebSocket',
    'EventSource',
    'AudioContext',
    'webkitAudioContext',
    'OfflineAudioContext',
    'BaseAudioContext',
    'AudioWorkletNode',
    'AudioBufferSourceNode',
    'AudioScheduledSourceNode',
    'Audio',
    'HTMLMediaElement',
    'HTMLAudioElement',
    'Worker',
    'SharedWorker',
    'RTCPeerConnection',
    'webkitRTCPeerConnection',
    'MediaDevices',
    'MediaStreamTrack',
    'MediaStream',
    'MessagePort',
    'EventTarget',
    'Function',
  ];
  for (const name of constructors) {
    const C = window[name];
    put(`window.${name} flags`, () => flags(window, name));
    describeFunction(name, C);
    if (typeof C !== 'function') continue;
    put(`${name} new without arguments`, () => new C().constructor === C);
    put(`${name} is prototype.constructor`, () => C.prototype?.constructor === C);
    put(`${name} call without new`, () => C('x'));
    put(`${name} global identity`, () => window[name] === self[name] && globalThis[name] === C);
    if (!C.prototype) continue;
    put(`${name} prototype keys`, () => Reflect.ownKeys(C.prototype).map(String).join());
    for (const key of Reflect.ownKeys(C.prototype)) {
      put(`${name}#${String(key)} flags`, () => flags(C.prototype, key));
      const d = Object.getOwnPropertyDescriptor(C.prototype, key);
      if (key !== 'constructor' && typeof d.value === 'function')
        describeFunction(`${name}#${String(key)}`, d.value);
      if (d.get) describeFunction(`${name}#get ${String(key)}`, d.get);
      if (d.set) describeFunction(`${name}#set ${String(key)}`, d.set);
    }
  }
  const W = WebSocket;
  for (const [label, args] of Object.entries({
    nothing: [],
    empty: ['\\'],
    bad: ['http://[bad'],
    fragment: ['ws://localhost:9/#f'],
    scheme: ['ftp://localhost'],
    protocols: ['ws://localhost:9', ['a', 'a']],
    symbol: [Symbol('s')],
    badProtocol: ['ws://localhost:9', 'a b'],
  })) {
    put(`new WebSocket ${label}`, () => new W(...args).url);
    try {
      new W(...args).close();
    } catch (error) {
      put(
        `error ${label} proto`,
        () =>
          Object.getPrototypeOf(error) === DOMException.prototype ||
          Object.getPrototypeOf(error) === TypeError.prototype,
      );
      put(`error ${label} own`, () => Reflect.ownKeys(error).map(String).join());
    }
  }
  const order = [];
  const spy = (name) => ({
    toString() {
      order.push(name);
      return name === 'url' ? 'ws://localhost:9' : 'proto';
    },
  });
  text(() => new W(spy('url'), spy('protocol')).close());
  put('conversion order', () => order.join());
  class Sub extends WebSocket {
    hello() {
      return 'hi';
    }
  }
  put('subclass', () => {
    const s = new Sub('ws://localhost:9');
    s.close();
    return [
      s instanceof Sub,
      s instanceof WebSocket,
      s.hello(),
      s.constructor === Sub,
      Object.getPrototypeOf(Sub) === WebSocket,
    ].join();
  });
  put('reflect construct', () => {
    const s = Reflect.construct(WebSocket, ['ws://localhost:9'], Sub);
    s.close();
    return [s instanceof Sub, Object.getPrototypeOf(s) === Sub.prototype].join();
  });
  put('reflect construct array', () => {
    const s = Reflect.construct(WebSocket, ['ws://localhost:9'], Array);
    return Object.getPrototypeOf(s) === Array.prototype;
  });
  put('instance', () => {
    const s = new W('ws://localhost:9');
    s.close();
    return [
      s.constructor === WebSocket,
      s instanceof WebSocket,
      Reflect.ownKeys(s).join(),
      Object.prototype.toString.call(s),
      s.readyState,
      s.url,
    ].join();
  });
  put('audio instance', () => {
    const a = new Audio('data:audio/wav;base64,');
    return [
      a.constructor === HTMLAudioElement,
      a instanceof Audio,
      Audio.prototype === HTMLAudioElement.prototype,
      a.preload,
      a.outerHTML,
    ].join();
  });
  put('audio no source', () => new Audio().outerHTML);
  put('audio undefined', () => new Audio(undefined).outerHTML);
  put('context instance', () => {
    const c = new AudioContext();
    c.close();
    return [
      c.constructor === AudioContext,
      Object.getPrototypeOf(c) === AudioContext.prototype,
      String(c),
    ].join();
  });
  put('alias', () => window.webkitAudioContext && window.webkitAudioContext === AudioContext);
  put(
    'rtc alias',
    () => window.webkitRTCPeerConnection && window.webkitRTCPeerConnection === RTCPeerConnection,
  );
  put('bound', () => fnText.call(WebSocket.bind(null)));
  put('toString self', () => fnText.call(fnText));
  put('toString of proxy', () => fnText.call(new Proxy(function named() {}, {})));
  put('toString of object', () => fnText.call({}));
  put('toString of undefined', () => fnText.call(undefined));
  put('toString null receiver', () => fnText.call(null));
  put('window keys', () =>
    Object.getOwnPropertyNames(window)
      .filter((k) => !/^\d+$/.test(k))
      .sort()
      .join(),
  );
  put('document keys', () => Object.getOwnPropertyNames(document).join());
  put('navigator keys', () => Reflect.ownKeys(navigator).map(String).join());
  put('symbols', () => Object.getOwnPropertySymbols(window).map(String).join());
  put('resources', () =>
    performance
      .getEntriesByType('resource')
      .map((e) => e.name)
      .filter((n) => n.includes('extension'))
      .join(),
  );
  put('html', () => document.documentElement.outerHTML.includes('extension'));
  const ids = [setTimeout(() => {}, 0), setTimeout(() => {}, 0)];
  put('timer ids', () => ids.join());
  const media = text(() => MediaDevices.prototype.getUserMedia.call({}));
  put('gum illegal is promise', () => media);
  for (const [label, promise] of [
    ['gum illegal', () => MediaDevices.prototype.getUserMedia.call({})],
    ['gum nothing', () => navigator.mediaDevices.getUserMedia({})],
  ]) {
    try {
      const p = promise();
      put(`${label} kind`, () =>
        [
          p.constructor === Promise,
          Reflect.ownKeys(p).length,
          Object.prototype.toString.call(p),
        ].join(),
      );
      await p.then(
        () => put(label, () => 'resolved'),
        (e) =>
          put(label, () => {
            throw e;
          }),
      );
    } catch (error) {
      put(label, () => {
        throw error;
      });
    }
  }
  return out;
});
