// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * What every probe needs, taken before anything is patched: a probe that counts calls must not count
 * its own. `probe(run)` runs `run(put, kit)` and leaves the description as text in `probed`.
 */
(() => {
  const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
  const { ownKeys } = Reflect;
  const { stringify } = JSON;
  const tag = Object.prototype.toString;
  const text = String;
  const later = window.setTimeout.bind(window);
  const listen = EventTarget.prototype.addEventListener;
  const forget = window.clearTimeout.bind(window);

  const PATIENCE_MS = 15_000;

  const name = (value) => {
    if (typeof value === 'function') return `function ${text(value.name)}`;
    if (typeof value === 'symbol') return text(value);
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null)
      return Object.is(value, -0) ? '-0' : `${value}`;
    if (Array.isArray(value)) return value.map(name).join(' | ');
    return apply(tag, value, []);
  };

  /** Everything that an error tells: whose it is, what it says, where it says it was made. */
  const errorOf = (error, realm = window) => {
    if (typeof error !== 'object' || error === null) return `thrown: ${name(error)}`;
    const proto = getPrototypeOf(error);
    const kind =
      proto === realm.DOMException?.prototype ? 'DOMException' : proto?.constructor?.name;
    const mine = proto?.constructor === realm[proto?.constructor?.name] ? '' : ' of another realm';
    return `${kind}${mine}: ${text(error.name)}: ${text(error.message)}`;
  };

  /** Where the watched natives live, and those that might be one day. */
  const OWNERS = (
    'WebSocket EventSource BaseAudioContext AudioContext OfflineAudioContext AudioNode AudioWorkletNode ' +
    'AudioScheduledSourceNode AudioBufferSourceNode AnalyserNode Worklet HTMLMediaElement HTMLAudioElement ' +
    'MediaDevices MediaStream MediaStreamTrack Worker SharedWorker MessagePort RTCPeerConnection URL ' +
    'EventTarget Performance Function Audio'
  ).split(' ');

  const kit = {
    OWNERS,
    /** Every function of those: the constructor, its statics, and what stands on its prototype. */
    functions() {
      const found = {};
      const take = (label, owner) => {
        for (const key of ownKeys(owner)) {
          const d = getOwnPropertyDescriptor(owner, key);
          const at = `${label}.${text(key)}`;
          if (typeof d.value === 'function' && key !== 'constructor') found[at] = d.value;
          if (d.get) found[`get ${at}`] = d.get;
          if (d.set) found[`set ${at}`] = d.set;
        }
      };
      for (const owner of OWNERS) {
        found[owner] = window[owner];
        take(owner, window[owner]);
        take(`${owner}#`, window[owner].prototype);
      }
      return found;
    },
    apply,
    construct,
    later,
    name,
    errorOf,
    /** What `fn` gives, or the error that it throws, as text. */
    said(fn, realm = window) {
      try {
        return name(fn());
      } catch (error) {
        return errorOf(error, realm);
      }
    },
    /** As `said`, for what comes later. */
    async saidLater(fn, realm = window) {
      try {
        return name(await fn());
      } catch (error) {
        return errorOf(error, realm);
      }
    },
    /** An error's stack. What awaited the call is on it or not, as the browser likes. */
    stackOf: (error) => `${error?.stack}`.split(/\n(?:async\*| {4}at async )/)[0].trim(),
    flags(owner, key) {
      const d = getOwnPropertyDescriptor(owner, key);
      if (!d) return 'none';
      const what =
        'value' in d ? `value ${typeof d.value}` : `get ${typeof d.get} set ${typeof d.set}`;
      return `${what} ${d.writable} ${d.enumerable} ${d.configurable}`;
    },
    /** Waits for what may never come: then that is the fact. Nothing is held when it has come. */
    within: (promise, what) =>
      new Promise((done, failed) => {
        const timer = later(() => done(`never: ${what}`), PATIENCE_MS);
        promise.then(done, failed).finally(() => forget(timer));
      }),
    event: (target, type) =>
      kit.within(new Promise((done) => apply(listen, target, [type, done, { once: true }])), type),
    pause: (ms) => new Promise((done) => later(done, ms)),
    ownKeys: (value) => ownKeys(value).map(text),
    ws: (path) => location.origin.replace('http', 'ws') + path,
    /** A frame whose document has come. */
    async frame(attributes = {}, parent = document.body) {
      const frame = document.createElement('iframe');
      for (const [key, value] of Object.entries(attributes)) frame.setAttribute(key, value);
      const loaded = kit.event(frame, 'load');
      parent.append(frame);
      await loaded;
      return frame;
    },
  };

  defineProperty(window, 'probe', {
    value: (run) => {
      const out = { __proto__: null };
      const put = (key, value) => {
        if (key in out) throw new Error(`two facts are called ${key}`);
        out[key] = typeof value === 'function' ? kit.said(value) : name(value);
      };
      const ran = (async () => {
        const more = await run(put, kit);
        for (const key in more) put(key, more[key]);
      })();
      window.probed = ran.then(() => stringify(out));
    },
  });
})();
