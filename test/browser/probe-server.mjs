import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { listenSomewhere } from '../lab/ports.mjs';
import { encodeWav, silence } from '../lab/wav.mjs';
import { PAGES } from './probes/pages.mjs';
import { POLICIES } from './probes/policies.mjs';

/**
 * What a probe page needs of a server, on one origin for both browsers. Every answer is the same each
 * time: what differs between two pages is the browser.
 *
 * @typedef {{ origin: string, close: () => Promise<void> }} ProbeServer
 */

const PROBES = fileURLToPath(new URL('probes/', import.meta.url));
/** The nonce of every page: policies that ask for one name it. */
const NONCE = 'bm9uY2U';

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/** @type {Record<string, [type: string, body: string | Buffer]>} */
const FILES = {
  '/blank': [HTML, '<!doctype html><title>Blank</title><body></body>'],
  '/worker.js': [
    SCRIPT,
    'onmessage = (e) => { postMessage(e.data); if (e.data === "end") close(); };',
  ],
  '/names-worker.js': [SCRIPT, 'postMessage(Object.getOwnPropertyNames(self).join());'],
  '/shared.js': [SCRIPT, 'onconnect = (e) => { e.ports[0].postMessage("hello"); };'],
  '/worklet.js': [
    SCRIPT,
    `class Quiet extends AudioWorkletProcessor { process() { return false; } }
     for (const name of ['quiet', 'vad-helper-worklet']) registerProcessor(name, class extends Quiet {});`,
  ],
  '/favicon.ico': ['image/x-icon', ''],
  '/short.wav': ['audio/wav', encodeWav(silence(8000, 100))],
};

/** @param {string} name @param {string | null} libs */
const probePage = (name, libs) => {
  const more = (libs ?? '').split(',').concat(name && `/probes/${name}.js`);
  const scripts = ['/probes/kit.js', ...more.filter(Boolean)];
  const tags = scripts.map((src) => `<script nonce="${NONCE}" src="${src}"></script>`);
  return `<!doctype html><meta charset="utf-8"><title>Probe</title><body>${tags.join('')}</body>`;
};

/** Two messages, a named one, and the end; the browser's next try is told to wait for ever. */
const EVENTS = 'retry: 100000000\n\ndata: one\n\ndata: two\n\nevent: named\ndata: three\n\n';

/** @param {import('ws').WebSocket} socket @param {string} path */
const serveSocket = (socket, path) => {
  if (path === '/close') return socket.close(4001, 'bye');
  if (path === '/push') {
    for (let n = 0; n < 3; n++) socket.send(`{"type":"push","n":${n}}`);
    return socket.close(1000);
  }
  socket.on('message', (data, binary) => socket.send(/** @type {Buffer} */ (data), { binary }));
};

/**
 * @param {string} [libs] the folder with the bundled libraries
 * @returns {Promise<ProbeServer>}
 */
export async function startProbeServer(libs) {
  /**
   * @param {URL} url
   * @returns {Promise<[type: string, body: string | Buffer, headers?: Record<string, string>] | null>}
   */
  const find = async (url) => {
    const { pathname, searchParams } = url;
    if (pathname === '/probe') {
      const policy = POLICIES[searchParams.get('policy') ?? ''] ?? {};
      return [HTML, probePage(searchParams.get('name') ?? '', searchParams.get('libs')), policy];
    }
    const name = basename(pathname);
    if (pathname.startsWith('/page/')) return PAGES[name] ? [HTML, PAGES[name]] : null;
    if (pathname.startsWith('/probes/')) return [SCRIPT, await readFile(join(PROBES, name))];
    if (pathname.startsWith('/libs/') && libs) return [SCRIPT, await readFile(join(libs, name))];
    if (pathname === '/events') return ['text/event-stream', EVENTS];
    return FILES[pathname] ?? null;
  };

  const server = createServer(async (request, response) => {
    const found = await find(new URL(request.url ?? '/', 'http://localhost')).catch(() => null);
    if (!found)
      return response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here');
    const [type, body, headers = {}] = found;
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache', ...headers });
    return response.end(body);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, stream, head) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/refused') {
      stream.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => serveSocket(socket, path));
  });
  const port = await listenSomewhere(server, 0);
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
