// @ts-nocheck: runs in a page and looks at it the way a page would.
/* What a page sees of another window that it may look into, and what it can do there. */
globalThis.lookInto = (put, kit) => {
  const NATIVES = [
    'WebSocket',
    'EventSource',
    'AudioContext',
    'Audio',
    'Worker',
    'RTCPeerConnection',
    'AudioWorkletNode',
  ];
  const METHODS = [
    ['WebSocket', 'send'],
    ['HTMLMediaElement', 'play'],
    ['MediaStreamTrack', 'stop'],
    ['Function', 'toString'],
    ['URL', 'createObjectURL'],
  ];
  const there = kit.ws('/echo');
  /** Everything that a page sees of another window it may look into. */
  const look = (label, w) => {
    const names = Object.getOwnPropertyNames(w).filter((k) => !/^\d+$/.test(k));
    put(`${label}: window order`, names.join());
    put(`${label}: window`, names.toSorted());
    put(`${label}: document`, () => Object.getOwnPropertyNames(w.document));
    put(`${label}: navigator`, () => Reflect.ownKeys(w.navigator));
    put(`${label}: symbols`, () => Object.getOwnPropertySymbols(w));
    put(`${label}: html`, () => w.document.documentElement?.outerHTML);
    put(`${label}: entries`, () =>
      w.performance
        .getEntries()
        .map((e) => e.entryType)
        .filter((type) => /mark|measure/.test(type)),
    );
    for (const name of NATIVES) {
      put(`${label}: ${name}`, () => {
        const C = w[name];
        return [
          typeof C,
          C.name,
          C.length,
          w.Function.prototype.toString.call(C),
          C.prototype.constructor === C,
          kit.flags(w, name),
          kit.flags(C.prototype, 'constructor'),
        ];
      });
    }
    for (const [owner, name] of METHODS) {
      put(`${label}: ${owner}.${name}`, () => {
        const at = w[owner].prototype[name] ? w[owner].prototype : w[owner];
        return [
          at[name].name,
          w.Function.prototype.toString.call(at[name]),
          kit.flags(at, name),
          Reflect.ownKeys(at),
        ];
      });
    }
  };
  const use = (label, w, realm = w) => {
    put(
      `${label}: socket`,
      kit.said(() => {
        const socket = new w.WebSocket(there);
        const facts = [
          socket.constructor === w.WebSocket,
          socket instanceof w.WebSocket,
          socket.readyState,
          socket.url,
          kit.said(() => socket.send('x'), realm),
        ];
        socket.close();
        return facts;
      }, realm),
    );
    put(
      `${label}: bad socket`,
      kit.said(() => new w.WebSocket('http://[bad'), realm),
    );
    put(
      `${label}: call`,
      kit.said(() => w.WebSocket('x'), realm),
    );
    put(
      `${label}: audio`,
      kit.said(
        () => [new w.Audio().outerHTML, new w.Audio('x').constructor === w.HTMLAudioElement],
        realm,
      ),
    );
    put(
      `${label}: context`,
      kit.said(() => {
        const context = new w.AudioContext();
        const facts = [context.constructor === w.AudioContext, context.state];
        context.close();
        return facts;
      }, realm),
    );
    put(
      `${label}: worker`,
      kit.said(() => {
        const worker = new w.Worker(`${location.origin}/worker.js`);
        worker.terminate();
        return worker;
      }, realm),
    );
    put(
      `${label}: peer`,
      kit.said(() => {
        const peer = new w.RTCPeerConnection();
        peer.close();
        return [peer, peer.connectionState];
      }, realm),
    );
    put(
      `${label}: object url`,
      kit.said(() => typeof w.URL.createObjectURL(new w.Blob(['x'])), realm),
    );
  };
  return { look, use };
};
