import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Behaviours } from './behaviour.mjs';
import { buildClientPages, buildVoicePage } from './build.mjs';
import { Clients } from './clients/serve.mjs';
import { serveControl } from './control.mjs';
import { prepareSpeech } from './conversation.mjs';
import { Ledger } from './ledger.mjs';
import { Peers } from './peers.mjs';
import { closedPort, HOME, listen, listenSomewhere } from './ports.mjs';
import { serveEvents } from './sse.mjs';
import { serveFile } from './static.mjs';

/**
 * @typedef {object} Lab
 * @property {string} origin `http://<host>:<port>`
 * @property {string} wsOrigin `ws://<host>:<port>`
 * @property {number} port
 * @property {number} refusedPort a port of this machine that nobody listens on
 * @property {() => Promise<void>} close ends everything; a second call does nothing
 * @property {(path?: string) => import('./ledger.mjs').Counts} counts of one path, of `/ws/*`, or of all
 * @property {() => string[]} paths those that were ever asked for
 * @property {() => void} reset counts from zero, every path healthy
 * @property {(path: string, command: import('./behaviour.mjs').Command) => void} command
 * @property {(downMs: number) => Promise<void>} restart every connection is cut and the port is closed
 *   for `downMs`; resolves when it listens again
 */

/** No page of the lab needs more; a storm that leaks connections shall not take the machine down. */
const MAX_CONNECTIONS = 1000;

/**
 * What a suite adds to the lab for its own pages.
 *
 * @typedef {object} Guest
 * @property {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, url: URL) => Promise<boolean>} request
 *   false: nothing of its own
 * @property {Record<string, import('./peers.mjs').Script>} [scripts] what its sockets say, by path
 */

/**
 * The lab: real HTTP, WebSocket and event-source servers on this machine that misbehave on command.
 *
 * @param {{ port?: number, host?: string, guest?: Guest }} [options]
 * @returns {Promise<Lab>}
 */
export async function startLab({ port: wanted = 0, host = HOME, guest } = {}) {
  const built = await buildVoicePage();
  await prepareSpeech();
  const ledger = new Ledger();
  const behaviours = new Behaviours();
  const peers = new Peers(ledger, behaviours, guest?.scripts ?? {});
  const closing = new AbortController();
  /** @type {Set<import('node:net').Socket>} */
  const connections = new Set();
  /** @type {Promise<void> | null} */
  let restarting = null;

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(400);
      response.end(String(error));
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  server.on('upgrade', (request, duplex, head) => {
    const socket = /** @type {import('node:net').Socket} */ (duplex);
    if (!clients.upgrade(request, socket, head)) peers.upgrade(request, socket, head);
  });
  const refusedPort = await closedPort();
  const clients = new Clients(ledger, refusedPort);
  const port = await listenSomewhere(server, wanted, host);
  const origin = `http://${host}:${port}`;

  /** @param {string} path @param {Record<string, unknown>} input */
  const command = (path, input) => {
    behaviours.set(path, input);
    peers.commanded();
  };

  const shutPort = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    peers.terminate();
    for (const socket of connections) socket.destroy();
    await closed;
  };

  /** @param {number} downMs */
  const downAndUp = async (downMs) => {
    await shutPort();
    await wait(downMs, undefined, { signal: closing.signal }).catch(() => {});
    if (!closing.signal.aborted) await listen(server, port, host);
  };

  /** @param {number} downMs */
  const restart = (downMs) => {
    if (closing.signal.aborted) return Promise.reject(new Error('the lab is closed'));
    restarting ??= downAndUp(downMs).finally(() => {
      restarting = null;
    });
    return restarting;
  };

  const shutDown = async () => {
    closing.abort();
    await restarting;
    if (server.listening) await shutPort();
    clients.close();
  };
  /** @type {Promise<void> | null} */
  let closed = null;

  const controls = {
    origin,
    refusedPort,
    command,
    restart,
    /** @param {string} [path] */
    counts: (path) => ledger.counts(path),
  };

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async function answer(request, response) {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/sse' || url.pathname.startsWith('/sse/')) {
      serveEvents(request, response, url, ledger, behaviours);
    } else if (url.pathname.startsWith('/clients/built/')) {
      await serveFile(request, response, url.pathname, await buildClientPages());
    } else if (
      !(await guest?.request(request, response, url)) &&
      !(await clients.request(request, response)) &&
      !(await serveControl(request, response, url, controls))
    ) {
      await serveFile(request, response, url.pathname, built);
    }
  }

  return {
    origin,
    wsOrigin: `ws://${host}:${port}`,
    port,
    refusedPort,
    counts: controls.counts,
    paths: () => ledger.paths(),
    reset() {
      ledger.reset();
      behaviours.clear();
      peers.commanded();
    },
    command,
    restart,
    close() {
      closed ??= shutDown();
      return closed;
    },
  };
}
