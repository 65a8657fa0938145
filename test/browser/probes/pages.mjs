/**
 * Documents that are left and come back to: what each uses before it is left. `used` settles when the
 * page may be left; `reasons` tells how it came back.
 * @type {Record<string, string>}
 */
const USES = {
  nothing: '',
  'socket-closed': `const s = new WebSocket(there); await event(s, 'open'); s.close(); await event(s, 'close');`,
  'socket-open': `window.kept = new WebSocket(there); await event(kept, 'open');`,
  'socket-handlers': `window.kept = new WebSocket(there); kept.onmessage = kept.onclose = () => {}; await event(kept, 'open'); kept.send('x');`,
  'source-closed': `const s = new EventSource('/events'); await event(s, 'open'); s.close();`,
  'source-open': `window.kept = new EventSource('/events'); await event(kept, 'open');`,
  'context-closed': `await new AudioContext().close();`,
  'context-open': `window.kept = new AudioContext(); await kept.resume();`,
  audio: `window.kept = new Audio('/short.wav'); await kept.play(); await event(kept, 'ended');`,
  'worker-terminated': `const w = new Worker('/worker.js'); w.postMessage(1); await event(w, 'message'); w.terminate();`,
  'worker-running': `window.kept = new Worker('/worker.js'); kept.postMessage(1); await event(kept, 'message');`,
  'shared-worker': `window.kept = new SharedWorker('/shared.js'); kept.port.start(); await event(kept.port, 'message');`,
  'microphone-stopped': `const s = await navigator.mediaDevices.getUserMedia({ audio: true }); for (const t of s.getTracks()) t.stop();`,
  'microphone-live': `window.kept = await navigator.mediaDevices.getUserMedia({ audio: true });`,
  'peer-closed': `const p = new RTCPeerConnection(); p.createDataChannel('x'); await p.setLocalDescription(await p.createOffer()); p.close();`,
  'peer-open': `window.kept = new RTCPeerConnection(); kept.createDataChannel('x');`,
  'object-url': `window.kept = URL.createObjectURL(new Blob(['x']));`,
  frame: `const f = document.createElement('iframe'); f.src = '/blank'; document.body.append(f); await event(f, 'load'); const s = new f.contentWindow.WebSocket(there); await event(s, 'open'); s.close(); await event(s, 'close');`,
};

/** @param {string} use */
const leftPage = (use) => `<!doctype html><meta charset="utf-8"><title>Left</title><body><script>
  const there = location.origin.replace('http', 'ws') + '/echo';
  const event = (target, type) => new Promise((done) => target.addEventListener(type, done, { once: true }));
  window.shown = [];
  addEventListener('pageshow', (e) => shown.push(e.persisted));
  // What ends in the browser's own good time is over by then: it would keep the page out of the cache.
  window.used = (async () => { ${use}; await new Promise((done) => setTimeout(done, 500)); })();
  addEventListener('pagehide', () => { window.hid = true; });
  window.reasons = () => {
    if (shown.length < (window.hid ? 2 : 1)) return '';
    const [entry] = performance.getEntriesByType('navigation');
    const { notRestoredReasons: all } = entry;
    const list = (one) => one && [...(one.reasons ?? []).map((r) => r.reason ?? r), ...(one.children ?? []).flatMap(list)];
    return JSON.stringify({ shown, type: entry.type, reasons: list(all) ?? null });
  };
</script></body>`;

/** Asks for the other one before anybody goes there, and says when it has come. */
const speculates = `<!doctype html><meta charset="utf-8"><title>Speculates</title><body><script>
  // A channel's messages wait until the page is shown; storage does not.
  window.prerendered = new Promise((done) => {
    const timer = setInterval(() => { if (localStorage.prerendered) done(clearInterval(timer), delete localStorage.prerendered); }, 20);
  });
</script><script type="speculationrules">{ "prerender": [{ "urls": ["/page/prerendered"], "eagerness": "immediate" }] }</script></body>`;

const prerendered = `<!doctype html><meta charset="utf-8"><title>Prerendered</title><body><script>
  const names = () => Object.getOwnPropertyNames(window).filter((k) => !/^\\d+$/.test(k)).sort().join();
  const text = (f) => { try { return String(f()); } catch (e) { return e.name + ': ' + e.message; } };
  const facts = { 'before: prerendering': String(document.prerendering), 'before: names': names(), 'before: document': Object.getOwnPropertyNames(document).join() };
  facts['before: socket'] = text(() => new WebSocket(location.origin.replace('http', 'ws') + '/echo').readyState);
  facts['before: bad socket'] = text(() => new WebSocket('http://[bad'));
  facts['before: text'] = text(() => WebSocket);
  facts['before: audio'] = text(() => new Audio('/short.wav').paused);
  facts['before: context'] = text(() => new AudioContext().state);
  facts['before: html'] = String(document.documentElement.outerHTML.length);
  document.addEventListener('prerenderingchange', () => { facts['change'] = String(document.prerendering); });
  localStorage.prerendered = 'here';
  window.probed = new Promise((done) => {
    const after = () => {
      facts['after: names'] = names();
      facts['after: activated'] = String(performance.getEntriesByType('navigation')[0].activationStart > 0);
      facts['after: socket'] = text(() => { const s = new WebSocket(location.origin.replace('http', 'ws') + '/echo'); s.close(); return s.constructor === WebSocket; });
      done(JSON.stringify(facts));
    };
    if (document.prerendering) document.addEventListener('prerenderingchange', after);
    else after();
  });
</script></body>`;

export const LEFT = Object.keys(USES);

/** @type {Record<string, string>} */
export const PAGES = {
  speculates,
  prerendered,
  ...Object.fromEntries(LEFT.map((name) => [`left-${name}`, leftPage(USES[name] ?? '')])),
};
