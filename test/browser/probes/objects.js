// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * What a page sees that clones, serialises, walks and prints what the natives have made, in the ways
 * of structured clone, JSON, inspectors and test frameworks.
 */
probe(async (put, kit) => {
  const there = kit.ws('/echo');
  const offline = new OfflineAudioContext(1, 128, 44100);
  await offline.audioWorklet.addModule('/worklet.js');
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const context = new AudioContext();
  const things = {
    WebSocket: new WebSocket(there),
    EventSource: new EventSource('/events'),
    AudioContext: context,
    OfflineAudioContext: offline,
    AudioWorkletNode: new AudioWorkletNode(offline, 'quiet'),
    AudioBufferSourceNode: new AudioBufferSourceNode(offline),
    Audio: new Audio('/short.wav'),
    Worker: new Worker('/worker.js'),
    SharedWorker: new SharedWorker('/shared.js'),
    RTCPeerConnection: new RTCPeerConnection(),
    MediaStream: stream,
    MediaStreamTrack: stream.getTracks()[0],
    MessagePort: new MessageChannel().port1,
    Subclass: new (class Mine extends WebSocket {
      own = 1;
    })(there),
  };
  /** Values that are new each time. */
  const FRESH =
    /time|^id$|label|id\b|Id$|stamp|latency|date|buffered|duration|stats|networkState|readyState|currentSrc|error|modified/i;
  const inspect = (value, depth = 0, seen = new Set()) => {
    if (typeof value === 'function') return `[Function ${value.name}/${value.length}]`;
    if (typeof value !== 'object' || value === null) return String(value);
    if (seen.has(value) || depth > 1) return Object.prototype.toString.call(value);
    seen.add(value);
    const parts = [`${value.constructor?.name}`];
    for (const key in value) {
      if (FRESH.test(key)) continue;
      parts.push(`${key}: ${kit.said(() => inspect(value[key], depth + 1, seen))}`);
    }
    return parts.join('\n');
  };
  const clones = {
    structuredClone: (v) => structuredClone(v),
    'in an object': (v) => structuredClone({ v }),
    postMessage: (v) => window.postMessage(v),
    port: (v) => new MessageChannel().port1.postMessage(v),
    worker: (v) => things.Worker.postMessage(v),
    history: (v) => history.replaceState(v, ''),
    broadcast: (v) => new BroadcastChannel('x').postMessage(v),
    transfer: (v) => structuredClone(1, { transfer: [v] }),
  };
  const values = {
    ...things,
    'function WebSocket': WebSocket,
    'function send': WebSocket.prototype.send,
    'function AudioContext': AudioContext,
    'function play': HTMLMediaElement.prototype.play,
    'function toString': Function.prototype.toString,
    'prototype WebSocket': WebSocket.prototype,
    'prototype AudioContext': AudioContext.prototype,
  };
  for (const [name, value] of Object.entries(values)) {
    if (name !== 'MessagePort')
      for (const [route, clone] of Object.entries(clones))
        put(`${name} ${route}`, () => void clone(value));
    put(`${name} json`, () => JSON.stringify([value, { value }]));
    put(`${name} tag`, () => Object.prototype.toString.call(value));
    put(`${name} string`, () => `${value}`);
    put(`${name} number`, () => +value);
    put(`${name} plus`, () => value + 1);
    put(`${name} is array`, () => Array.isArray(value));
    put(`${name} keys`, () => [
      Object.keys(value).join(),
      Object.entries(value).length,
      JSON.stringify(Object.assign({}, value)),
      Object.keys({ ...value }).join(),
    ]);
    put(`${name} for in`, () => {
      const keys = [];
      for (const key in value) keys.push(key);
      return keys.join();
    });
    put(`${name} chain`, () => {
      const chain = [];
      for (let o = value; o; o = Object.getPrototypeOf(o))
        chain.push(o.constructor?.name, Object.hasOwn(o, 'constructor'));
      return chain;
    });
    put(`${name} chain keys`, () => {
      const chain = [];
      for (
        let o = value;
        o && o !== Object.prototype && o !== Function.prototype;
        o = Object.getPrototypeOf(o)
      )
        // Firefox makes `name` and `length` of a function when they are first asked for.
        chain.push(typeof o === 'function' ? kit.ownKeys(o).sort().join() : kit.ownKeys(o).join());
      return chain.join(' / ');
    });
    put(`${name} own flags`, () =>
      kit
        .ownKeys(value)
        .map((key) => `${key} ${kit.flags(value, key)}`)
        .sort(),
    );
    put(`${name} inspected`, () => inspect(value));
    put(`${name} inspected constructor`, () => inspect(value.constructor.prototype));
    put(`${name} in a map`, () => new Map([[value, 1]]).get(value) + new Set([value, value]).size);
    put(
      `${name} weak`,
      () => new WeakMap([[value, 1]]).get(value) + new WeakRef(value).deref().constructor.name,
    );
    put(`${name} is not iterable`, () => [...value]);
    put(`${name} is no function`, () => value.nothing());
    put(`${name} is no constructor`, () => new value.nothing());
    put(`${name} extra`, () => [Reflect.set(value, 'extra', 1), value.extra, delete value.extra]);
    put(`${name} promise`, typeof value.then);
  }
  put('sloppy write to a getter', () => (things.WebSocket.url = 'x'));
  for (const [name, key] of [
    ['WebSocket', 'url'],
    ['AudioContext', 'state'],
    ['Audio', 'paused'],
    ['MediaStreamTrack', 'kind'],
    ['RTCPeerConnection', 'connectionState'],
    ['EventSource', 'readyState'],
  ])
    put(`strict write to ${name}.${key}`, () => {
      things[name][key] = 'x';
    });
  put('strict write to a method', () => {
    things.WebSocket.send = 1;
    return [things.WebSocket.send, delete things.WebSocket.send, typeof things.WebSocket.send];
  });
  put('frozen socket', () => {
    const s = Object.freeze(new WebSocket(there));
    s.close();
    s.extra = 1;
  });
  put('frozen context', () => {
    const c = Object.freeze(new AudioContext());
    c.close();
    c.extra = 1;
  });
  put('equality', () => [
    WebSocket === things.WebSocket.constructor,
    things.WebSocket.send === WebSocket.prototype.send,
    Object.is(things.Audio.play, HTMLMediaElement.prototype.play),
  ]);
  put('handlers', () => {
    const s = things.WebSocket;
    const first = s.onmessage;
    s.onmessage = WebSocket;
    const facts = [first, s.onmessage === WebSocket];
    s.onmessage = null;
    return [...facts, s.onmessage, s.onopen, s.onclose, s.onerror];
  });
  put('listener identity', () => {
    let calls = 0;
    const target = new WebSocket(there);
    const listener = () => calls++;
    target.addEventListener('x', listener);
    target.addEventListener('x', listener);
    target.dispatchEvent(new Event('x'));
    target.removeEventListener('x', listener);
    target.dispatchEvent(new Event('x'));
    target.close();
    return calls;
  });
  put('window order', () =>
    Object.getOwnPropertyNames(window)
      .filter((k) => !/^\d+$/.test(k))
      .join(),
  );
  put('window for in', () => {
    const keys = [];
    for (const key in window) if (!/^\d+$/.test(key)) keys.push(key);
    return keys.join();
  });
  put('document', () => [
    Object.getOwnPropertyNames(document).join(),
    document.documentElement.outerHTML.length,
    document.scripts.length,
    document.styleSheets.length,
  ]);
  put('navigator', () => [
    kit.ownKeys(navigator).join(),
    kit.ownKeys(navigator.mediaDevices).join(),
    Object.keys(navigator).length,
  ]);

  // What the browser keeps of all that for a page that asks.
  const TYPES = PerformanceObserver.supportedEntryTypes;
  put('entry types', TYPES);
  const observed = [];
  const observer = new PerformanceObserver((entries) => observed.push(...entries.getEntries()));
  for (const type of TYPES) kit.said(() => observer.observe({ type, buffered: true }));
  const reports = [];
  if (window.ReportingObserver)
    new ReportingObserver((list) => reports.push(...list), { buffered: true }).observe();
  offline.createScriptProcessor(4096);
  await kit.pause(300);
  put('marks', () =>
    observed.filter(({ entryType }) => /mark|measure/.test(entryType)).map((e) => e.name),
  );
  const loaded = () => performance.getEntriesByType('resource');
  // The last that both browsers list for sure, by when all that came before it is listed, too.
  for (let i = 0; i < 100 && !loaded().some(({ name }) => name.endsWith('/short.wav')); i++)
    await kit.pause(100);
  // Whether workers, the icon, and a stream that goes on are listed depends on the moment.
  put('resources', () =>
    loaded()
      .filter(({ name }) => !/\/(worker\.js|shared\.js|events|favicon\.ico)$/.test(name))
      .map((e) => `${e.initiatorType} ${e.name}`)
      .sort(),
  );
  put('reports', () => reports.map((r) => `${r.type} ${r.body?.id} ${r.body?.message}`));
  put('reports place', () => reports.map((r) => `${r.body?.sourceFile}:${r.body?.lineNumber}`));
  put('timers', () => [
    setTimeout(() => {}),
    setInterval(() => {}, 1e9),
    requestAnimationFrame(() => {}),
    window.requestIdleCallback(() => {}),
  ]);
  things.Worker.terminate();
  for (const thing of Object.values(things))
    kit.said(() => void thing.close?.()?.catch?.(() => {}));
  for (const track of stream.getTracks()) track.stop();
});
