// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Pages that freeze, seal, replace, delete or redefine what is watched, and what they get afterwards.
 * Each does so in a frame of its own, as its own script, before anything else runs there or later.
 */
probe(async (put, kit) => {
  const there = kit.ws('/echo');
  const strict = (code) => `(() => { 'use strict'; ${code} })()`;
  /** What everybody else in the page gets after one has done something to it. */
  const AFTER = {
    make: `new WebSocket(there).readyState`,
    identity: `[new WebSocket(there).constructor === WebSocket, new WebSocket(there) instanceof WebSocket]`,
    'make bad': `new WebSocket('http://[bad')`,
    audio: `[new Audio('data:,').constructor === HTMLAudioElement, new Audio().outerHTML]`,
    context: `(() => { const c = new AudioContext(); c.close(); return [c.constructor === AudioContext, c.state]; })()`,
    text: `[String(WebSocket), String(WebSocket.prototype.send), String(AudioContext)]`,
    states: `[WebSocket, WebSocket.prototype, AudioContext, AudioContext.prototype, HTMLMediaElement.prototype].map((o) => [Object.isFrozen(o), Object.isSealed(o), Object.isExtensible(o)].join())`,
    keys: `[WebSocket, WebSocket.prototype, AudioContext.prototype, HTMLMediaElement.prototype].map((o) => Reflect.ownKeys(o).map(String).join(' '))`,
    descriptors: `JSON.stringify([Object.getOwnPropertyDescriptors(WebSocket), Object.getOwnPropertyDescriptors(WebSocket.prototype)])`,
    global: `JSON.stringify(Object.getOwnPropertyDescriptor(window, 'WebSocket'))`,
    set: `(WebSocket.extra = 1, WebSocket.extra)`,
    'set strict': strict(`WebSocket.extra = 2; return WebSocket.extra;`),
    'set constant': `(WebSocket.OPEN = 7, WebSocket.OPEN)`,
    'set constant strict': strict(`WebSocket.OPEN = 7; return WebSocket.OPEN;`),
    'set prototype strict': strict(`WebSocket.prototype = {}; return 1;`),
    'set name strict': strict(`WebSocket.name = 'x'; return WebSocket.name;`),
    'set symbol strict': strict(
      `WebSocket[Symbol.for('x')] = 1; return WebSocket[Symbol.for('x')];`,
    ),
    'set index strict': strict(`WebSocket[0] = 1; return WebSocket[0];`),
    'delete constant': `delete WebSocket.OPEN`,
    'delete constant strict': strict(`return delete WebSocket.OPEN;`),
    'delete prototype strict': strict(`return delete WebSocket.prototype;`),
    'delete name strict': strict(`return delete WebSocket.name;`),
    'define constant': `Object.defineProperty(WebSocket, 'OPEN', { value: 7 }).OPEN`,
    'define prototype': `Object.defineProperty(WebSocket, 'prototype', { value: {} })`,
    'define new': `Object.defineProperty(WebSocket, 'fresh', { value: 7 }).fresh`,
    'define getter': `Object.defineProperty(WebSocket, 'me', { configurable: true, get() { return this === WebSocket; } }).me`,
    'define setter': `(Object.defineProperty(WebSocket, 'him', { configurable: true, set(v) { this.himself = this === WebSocket; } }).him = 1, WebSocket.himself)`,
    proto: `[Object.getPrototypeOf(WebSocket) === EventTarget, Reflect.setPrototypeOf(WebSocket, EventTarget)]`,
    'proto other': `Object.setPrototypeOf(WebSocket, Function.prototype) === WebSocket`,
    'proto cycle': `Object.setPrototypeOf(WebSocket, class extends WebSocket {})`,
    'proto number': `Object.setPrototypeOf(WebSocket, 1)`,
    'proto back': `Object.setPrototypeOf(WebSocket, EventTarget) === WebSocket`,
    prevent: `[Reflect.preventExtensions(WebSocket), Object.isExtensible(WebSocket)]`,
    'set method strict': strict(
      `WebSocket.prototype.send = function send() { return 'mine'; }; return String(WebSocket.prototype.send);`,
    ),
    'delete method strict': strict(`return delete WebSocket.prototype.close;`),
    'set play strict': strict(
      `HTMLMediaElement.prototype.play = function () { return 'mine'; }; return new Audio().play();`,
    ),
    'set accessor strict': strict(`HTMLMediaElement.prototype.src = 'x'; return 1;`),
    'property of a method': strict(
      `AudioBufferSourceNode.prototype.start.extra = 1; return AudioBufferSourceNode.prototype.start.extra;`,
    ),
    'constant of a method': strict(`AudioBufferSourceNode.prototype.start.length = 9; return 1;`),
    'frozen method': strict(
      `Object.freeze(AudioBufferSourceNode.prototype.start); AudioBufferSourceNode.prototype.start.later = 1; return 1;`,
    ),
    'global strict': strict(`WebSocket = 1; return WebSocket;`),
    'global gone': `[delete window.WebSocket, typeof WebSocket, 'WebSocket' in window]`,
  };
  const DEEDS = {
    nothing: '',
    'freeze the constructor': 'Object.freeze(WebSocket)',
    'freeze the prototype': 'Object.freeze(WebSocket.prototype)',
    'freeze everything': `for (const n of ['WebSocket', 'AudioContext', 'BaseAudioContext', 'HTMLMediaElement', 'Function', 'EventTarget', 'MediaStreamTrack', 'AudioBufferSourceNode']) { Object.freeze(window[n]); Object.freeze(window[n].prototype); }`,
    'freeze like SES': `for (const n of Object.getOwnPropertyNames(window)) { const v = Object.getOwnPropertyDescriptor(window, n).value; if (typeof v === 'function' && /^[A-Z]/.test(n)) { try { Object.freeze(v); Object.freeze(v.prototype); } catch {} } }`,
    seal: 'Object.seal(WebSocket); Object.seal(WebSocket.prototype)',
    'prevent extensions':
      'Object.preventExtensions(WebSocket); Object.preventExtensions(WebSocket.prototype)',
    'replace with a class': `window.Native = WebSocket; window.WebSocket = class Mine extends Native { constructor(...a) { super(...a); this.mine = 1; } };`,
    'replace with a function': `{ const Native = WebSocket; window.WebSocket = function WebSocket(u, p) { return p ? new Native(u, p) : new Native(u); }; WebSocket.prototype = Native.prototype; Object.assign(WebSocket, { CONNECTING: 0, OPEN: 1 }); WebSocket.prototype.constructor = WebSocket; }`,
    'replace with a proxy': `window.WebSocket = new Proxy(WebSocket, { construct: (t, a, n) => Reflect.construct(t, a, n) }); WebSocket.prototype.constructor = WebSocket;`,
    'replace with a mock': `window.WebSocket = class { constructor(u) { this.url = u; this.readyState = 3; } };`,
    'redefine locked': `Object.defineProperty(window, 'WebSocket', { value: WebSocket, configurable: false, writable: false });`,
    'redefine as accessor': `{ const W = WebSocket; let n = 0; Object.defineProperty(window, 'WebSocket', { configurable: false, get() { n++; return W; } }); }`,
    delete: 'delete window.WebSocket; window.gone = typeof WebSocket;',
    'delete and restore': `{ const d = Object.getOwnPropertyDescriptor(window, 'WebSocket'); delete window.WebSocket; Object.defineProperty(window, 'WebSocket', d); }`,
    'wrap the method': `{ const { send } = WebSocket.prototype; WebSocket.prototype.send = function (...a) { return send.apply(this, a); }; }`,
    'wrap and unwrap the method': `{ const { send } = WebSocket.prototype; WebSocket.prototype.send = () => 1; WebSocket.prototype.send = send; }`,
    'delete the method': 'delete WebSocket.prototype.send',
    'lock the method': `Object.defineProperty(WebSocket.prototype, 'send', { writable: false, configurable: false })`,
    'accessor as method': `{ const { send } = WebSocket.prototype; Object.defineProperty(WebSocket.prototype, 'send', { get: () => send }); }`,
    'another prototype':
      'Object.setPrototypeOf(WebSocket.prototype, Object.create(EventTarget.prototype)); Object.setPrototypeOf(WebSocket, class extends EventTarget {})',
    'another constructor':
      'WebSocket.prototype.constructor = EventTarget; AudioContext.prototype.constructor = 1',
    'own text': `Function.prototype.toString = function () { return 'mine'; }`,
    'own has instance': `Object.defineProperty(WebSocket, Symbol.hasInstance, { value: () => true })`,
    'null everything': `for (const n of ['Reflect', 'Proxy', 'WeakMap', 'WeakRef', 'FinalizationRegistry', 'MessageEvent', 'Error', 'AbortSignal']) window[n] = null;`,
  };
  const run = (w) => {
    w.there = there;
    return Object.fromEntries(
      Object.entries(AFTER).map(([name, code]) => [name, kit.said(() => w.eval(code), w)]),
    );
  };
  for (const [deed, code] of Object.entries(DEEDS)) {
    const early = `<!doctype html><script>${code}</script><body></body>`;
    const html = new Blob([early], { type: 'text/html' });
    const frames = [
      await kit.frame({ src: URL.createObjectURL(html) }),
      await kit.frame({ src: '/blank' }),
    ];
    put(
      `${deed}: later`,
      kit.said(() => frames[1].contentWindow.eval(code) && 1, frames[1].contentWindow),
    );
    for (const [n, when] of ['early', 'late'].entries()) {
      const results = run(frames[n].contentWindow);
      for (const [name, result] of Object.entries(results))
        put(`${deed}, ${when}: ${name}`, result);
      frames[n].remove();
    }
  }
});
