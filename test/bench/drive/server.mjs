import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { listenSomewhere } from '../../lab/ports.mjs';
import { flood, frameOf } from './frames.mjs';

/**
 * The other end of every measure. It counts what it sees: the counts of a page are held against these.
 *
 * `/flood` answers `{ kind, bytes, count }` with so many messages; `/sink` only counts; `/flap` takes
 * a handshake and closes at once.
 *
 * @typedef {{ opened: number, closed: number, messages: number, sent: number }} Counts
 * @typedef {object} BenchServer
 * @property {string} origin
 * @property {string} wsOrigin
 * @property {(path: string) => Counts} counts of one path (with its query) since the server began
 * @property {() => Promise<void>} close
 */

const PAGES = new URL('../page/', import.meta.url);

/** Isolated, so that Chromium's clock ticks in 5 µs and not in 100. */
const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cache-control': 'no-store',
};
const PAGE = '<!doctype html><meta charset="utf-8"><title>Bench</title><body></body>';

/**
 * @param {import('node:http').ServerResponse} response
 * @param {string} path
 */
async function serve(response, path) {
  if (path.endsWith('.js')) {
    const text = await readFile(new URL(path.slice(1), PAGES)).catch(() => null);
    response.writeHead(text ? 200 : 404, { ...HEADERS, 'content-type': 'text/javascript' });
    response.end(text ?? '');
    return;
  }
  const isPage = path === '/';
  response.writeHead(isPage ? 200 : 404, { ...HEADERS, 'content-type': 'text/html' });
  response.end(isPage ? PAGE : '');
}

/** @returns {Promise<BenchServer>} */
export async function startServer() {
  /** @type {Map<string, Counts>} */
  const counts = new Map();
  /** @param {string} path */
  const countsOf = (path) => {
    const known = counts.get(path) ?? { opened: 0, closed: 0, messages: 0, sent: 0 };
    counts.set(path, known);
    return known;
  };
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const server = createServer((request, response) => {
    serve(response, new URL(request.url ?? '/', 'http://bench').pathname).catch(() =>
      response.destroy(),
    );
  });
  server.on('upgrade', (request, stream, head) => {
    const socket = /** @type {import('node:net').Socket} */ (stream);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    const url = request.url ?? '/';
    const { pathname } = new URL(url, 'http://bench');
    const seen = countsOf(url);
    sockets.handleUpgrade(request, socket, head, (ws) => {
      seen.opened++;
      ws.on('error', () => ws.terminate());
      ws.on('close', () => {
        seen.closed++;
      });
      ws.on('message', (/** @type {Buffer} */ data) => {
        seen.messages++;
        if (pathname !== '/flood') return;
        const { count, ...payload } = JSON.parse(data.toString());
        seen.sent += count;
        flood(socket, frameOf(payload), count);
      });
      if (pathname === '/flap') ws.close(1000);
    });
  });
  const port = await listenSomewhere(server, 0);
  return {
    origin: `http://127.0.0.1:${port}`,
    wsOrigin: `ws://127.0.0.1:${port}`,
    counts: (path) => ({ ...countsOf(path) }),
    async close() {
      for (const ws of sockets.clients) ws.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
