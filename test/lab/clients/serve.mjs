import { CLIENTS } from './clients.mjs';
import { followEvents } from './events.mjs';
import { follow } from './wire.mjs';

/**
 * The pages of the client libraries and the servers they talk to, all below `/clients/`:
 *
 * - `/clients/<name>` the page, `/clients/built/…` its script; with `?held` it counts what it holds
 * - `POST /clients/<name>/refuse?times=2` the next handshakes are answered with 503
 * - `POST /clients/<name>/cut` every connection of the client is gone, without a close frame
 * - `POST /clients/<name>/shut?code=4001&reason=…` the server closes its sockets
 * - everything else below `/clients/<name>/` is the library's own server
 *
 * @typedef {object} ClientServer
 * @property {import('node:http').Server} server listens nowhere: it is handed requests and upgrades
 * @property {(code: number, reason: string) => void} [shut]
 * @property {() => void} [close]
 *
 * @typedef {(base: string) => ClientServer} StartClientServer
 */

/**
 * @param {string} name
 * @param {number} refusedPort
 * @param {boolean} counted
 */
const pageOf = (name, refusedPort, counted) => `<!doctype html>
<html lang="en" data-refused-port="${refusedPort}">
<meta charset="utf-8">
<title>${name}</title>
<link rel="icon" href="data:,">
<body><main id="stage" style="width: 600px"></main>
${counted ? '<script type="module" src="/clients/built/held.js"></script>' : ''}
<script type="module" src="/clients/built/${name}.js"></script>
`;

/** @param {string | undefined} url */
const split = (url) => {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://lab');
  const [, , name = '', verb = ''] = pathname.split('/');
  return { pathname, searchParams, name, verb };
};

export class Clients {
  #ledger;
  #refusedPort;
  /** @type {Map<string, Promise<ClientServer>>} */
  #starting = new Map();
  /** @type {Map<string, ClientServer>} */
  #servers = new Map();
  /** @type {Map<string, Set<import('node:net').Socket>>} */
  #sockets = new Map();
  /** @type {Map<string, number>} handshakes that are still to be refused */
  #refusals = new Map();

  /**
   * @param {import('../ledger.mjs').Ledger} ledger
   * @param {number} refusedPort
   */
  constructor(ledger, refusedPort) {
    this.#ledger = ledger;
    this.#refusedPort = refusedPort;
  }

  /** @param {string} name */
  #server(name) {
    let starting = this.#starting.get(name);
    if (!starting) {
      starting = this.#start(name);
      this.#starting.set(name, starting);
    }
    return starting;
  }

  /** @param {string} name */
  async #start(name) {
    const file = CLIENTS.find((client) => client.name === name)?.server;
    if (!file) throw new Error(`no client named ${name}`);
    const { start } = /** @type {{ start: StartClientServer }} */ (
      await import(`./servers/${file}.mjs`)
    );
    const server = start(`/clients/${name}`);
    this.#servers.set(name, server);
    return server;
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   * @returns {Promise<boolean>} false: nothing of a client
   */
  async request(request, response) {
    const { pathname, searchParams, name, verb } = split(request.url);
    if (!CLIENTS.some((client) => client.name === name)) return false;
    const found = await this.#server(name);
    if (pathname === `/clients/${name}`) {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(pageOf(name, this.#refusedPort, searchParams.has('held')));
    } else if (request.method === 'POST' && this.#obey(name, verb, searchParams)) {
      response.writeHead(204).end();
    } else {
      if (request.headers.accept === 'text/event-stream')
        followEvents(response, pathname, this.#ledger);
      found.server.emit('request', request, response);
    }
    return true;
  }

  /**
   * @param {string} name
   * @param {string} verb
   * @param {URLSearchParams} given
   */
  #obey(name, verb, given) {
    if (verb === 'refuse') {
      this.#refusals.set(name, Number(given.get('times')));
    } else if (verb === 'cut') {
      for (const socket of this.#sockets.get(name) ?? []) socket.destroy();
    } else if (verb === 'shut') {
      this.#servers.get(name)?.shut?.(Number(given.get('code')), given.get('reason') ?? '');
    } else {
      return false;
    }
    return true;
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:net').Socket} socket
   * @param {Buffer} head
   * @returns {boolean} false: nothing of a client
   */
  upgrade(request, socket, head) {
    const { pathname, name } = split(request.url);
    // Whoever asks has its page, and so its server.
    const server = this.#servers.get(name)?.server;
    if (!pathname.startsWith('/clients/') || !server) return false;
    socket.on('error', () => socket.destroy());
    const left = this.#refusals.get(name) ?? 0;
    if (left > 0) {
      this.#refusals.set(name, left - 1);
      this.#ledger.handshake(pathname);
      socket.end(
        'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      );
      return true;
    }
    const sockets = this.#sockets.get(name) ?? new Set();
    this.#sockets.set(name, sockets.add(socket));
    socket.on('close', () => sockets.delete(socket));
    follow(socket, pathname, this.#ledger);
    server.emit('upgrade', request, socket, head);
    return true;
  }

  close() {
    for (const server of this.#servers.values()) server.close?.();
  }
}
