import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { BROWSERS, useBench } from './support';

/** Pages that do to the watched natives what hostile, broken and merely clever pages do. */
const PAGES: Record<string, string> = {
  freezes: `Object.freeze(WebSocket); Object.freeze(WebSocket.prototype); Object.freeze(AudioContext.prototype);
    const s = new WebSocket(url); s.onopen = () => { s.send('x'); done(s.constructor === WebSocket); };`,
  replaces: `const Native = WebSocket; window.WebSocket = function (u) { return new Native(u); };
    const s = new WebSocket(url); s.onopen = () => done(s instanceof Native);`,
  proxies: `window.WebSocket = new Proxy(WebSocket, { construct(t, a, n) { return Reflect.construct(t, a, t); } });
    const s = new WebSocket(url); s.onopen = () => done(s instanceof WebSocket);`,
  subclasses: `class Mine extends WebSocket { constructor(u) { super(u, []); this.mine = 1; } send(d) { super.send(d); } }
    const s = new Mine(url); s.onopen = () => { s.send('x'); done(s.mine === 1 && s.constructor === Mine); };`,
  breaksBuiltins: `Array.prototype.push = Map.prototype.get = WeakMap.prototype.get = Reflect.apply = Reflect.construct =
    String.prototype.slice = Object.defineProperty = EventTarget.prototype.dispatchEvent = () => { throw new Error('broken'); };
    Object.defineProperties = null; Object.prototype.value = 1; Object.prototype.get = () => { throw new Error('polluted'); };
    const s = new WebSocket(url); s.onopen = () => { s.send('x'); done(true); };`,
  throwsInHandlers: `addEventListener('error', (e) => e.preventDefault());
    const s = new WebSocket(url); s.onopen = () => { setTimeout(() => done(true)); throw new Error('page'); };`,
  fakesEvents: `const s = new WebSocket(url); s.onopen = () => {
      for (let i = 0; i < 50; i++) { s.dispatchEvent(new MessageEvent('message', { data: 'fake' })); s.dispatchEvent(new CloseEvent('close', { code: 4000 })); }
      done(true); };`,
  forgesTheLine: `const spy = () => done('saw the offer');
    addEventListener('load', spy, true);
    document.dispatchEvent(new Event('load'));
    removeEventListener('load', spy, true);
    const { port1 } = new MessageChannel();
    document.dispatchEvent(new MessageEvent('load', { ports: [port1] }));
    const s = new WebSocket(url); s.onopen = () => setTimeout(() => done(true), 50);`,
  listensInFrames: `const seen = []; const kinds = { src: '/inner', srcdoc: '<p>inner' };
    const frames = Object.entries(kinds).map(([how, what]) => new Promise((loaded) => {
      const frame = document.createElement('iframe'); frame[how] = what; frame.onload = loaded;
      document.documentElement.append(frame);
      const add = frame.contentWindow.addEventListener.bind(frame.contentWindow);
      const natives = Object.keys(frame.contentWindow).filter((key) => key.startsWith('on')).map((key) => key.slice(2));
      for (const name of [...natives, 'whylag:offer', 'whylag:ask']) add(name, (e) => { if (!e.isTrusted) seen.push(how + ' ' + e.type); }, true);
    }));
    Promise.all(frames).then(() => { const s = new WebSocket(url); s.onopen = () => done(seen.length === 0 || seen.join()); });`,
  writesOverItself: `const s = new WebSocket(url); s.onopen = () => { window.kept = s; document.open(); document.write('<title>again</title>'); document.close(); done(true); };`,
  floods: `for (let i = 0; i < 150; i++) { try { new WebSocket(url + '/' + 'x'.repeat(3000) + i).close(); } catch {} }
    const s = new WebSocket(url); s.onopen = () => done(true);`,
};

describe.each(BROWSERS)('a hostile page in %s works as without us, and is counted', (kind) => {
  const bench = useBench(kind);
  const server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1).split('?')[0] ?? '';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>${name}</title><script>
      window.result = new Promise((resolve) => { window.done = resolve; });
      const url = 'ws://' + location.host + '/${name}';
      ${PAGES[name] ?? ''}
    </script>`);
  });
  const sockets = new WebSocketServer({ server });
  let origin = '';
  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    sockets.close();
    server.close();
  });

  test.each(Object.keys(PAGES))('%s', async (name) => {
    const errors: string[] = [];
    const page = await bench.session.browser.newPage();
    page.on('console', (message) => {
      // Chromium puts its own warnings about a socket to the file that called the constructor: ours.
      if (/extension|whylag/i.test(message.text())) errors.push(message.text().slice(0, 200));
    });
    await page.goto(`${origin}/${name}?token=planted-secret`);
    expect(await page.evaluate('window.result')).toBe(true);
    const row = (r: Awaited<ReturnType<typeof bench.report>>) =>
      r.endpoints.find((e) => e.url.endsWith(`/${name}`));
    const report = await bench.reportWhen('the socket', page, (r) => row(r)?.opened === 1);
    expect(row(report)?.live).toBe(1);
    expect(row(report)?.messagesIn).toBe(0);
    expect(row(report)?.unattributed).toBe(0);
    if (name === 'floods') {
      expect(report.resources.webSocket.created).toBe(151);
      expect(report.endpoints.length).toBeLessThanOrEqual(256);
      expect(Math.max(...report.endpoints.map((e) => e.url.length))).toBeLessThanOrEqual(512);
    }
    expect(JSON.stringify(report)).not.toContain('planted-secret');
    expect(errors).toEqual([]);
    await page.close();
  });

  test('an unknown tab is an error that says so', async () => {
    await expect(bench.session.report(987654)).rejects.toThrow(/no tab with the id 987654/);
  });
});
