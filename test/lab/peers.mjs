import { performance } from 'node:perf_hooks';
import { WebSocketServer } from 'ws';
import { behaviourFromQuery } from './behaviour.mjs';
import { converse } from './conversation.mjs';

/**
 * The WebSocket side: takes or spoils handshakes as commanded, keeps the ledger, floods.
 *
 * @typedef {object} Peer one open socket, as a script sees it
 * @property {() => import('./behaviour.mjs').Behaviour} behaviour
 * @property {(data: string | Buffer) => void} send
 * @property {AbortSignal} gone aborted when the socket is closed
 * @property {() => void} stopReading what the page sends from now on stays in its own machine
 *
 * @typedef {(peer: Peer) => (data: Buffer, isBinary: boolean) => void} Script what the server says on a path
 */

/** A page that does not read must not fill our memory; what comes while this much waits is not sent. */
const MAX_WAITING_BYTES = 8_000_000;
const FLOOD_TICK_MS = 20;
const MAX_PAYLOAD = 8_000_000;

/** @type {Script} */
const echo = (peer) => (data, isBinary) => {
  const { mode, delayMs } = peer.behaviour();
  const answer = isBinary ? data : data.toString('utf8');
  if (mode !== 'slow') return peer.send(answer);
  const timer = setTimeout(() => peer.send(answer), delayMs);
  peer.gone.addEventListener('abort', () => clearTimeout(timer), { once: true });
};

export class Peers {
  #server = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD });
  #ledger;
  #behaviours;
  /** @type {Record<string, Script>} */
  #scripts;
  /** @type {Set<() => void>} */
  #onCommand = new Set();

  /**
   * @param {import('./ledger.mjs').Ledger} ledger
   * @param {import('./behaviour.mjs').Behaviours} behaviours
   * @param {Record<string, Script>} scripts by path; others echo
   */
  constructor(ledger, behaviours, scripts) {
    this.#ledger = ledger;
    this.#behaviours = behaviours;
    this.#scripts = { '/client-ws': converse, ...scripts };
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:net').Socket} socket
   * @param {Buffer} head
   */
  upgrade(request, socket, head) {
    // A browser that gives up in the middle of a handshake resets the connection: no reason to die.
    socket.on('error', () => socket.destroy());
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://lab');
    this.#ledger.handshake(pathname);
    /** @type {import('./behaviour.mjs').Behaviour | null} */
    let own;
    try {
      own = behaviourFromQuery(searchParams);
    } catch {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const { mode } = own ?? this.#behaviours.for(pathname);
    if (mode === 'hang') return;
    if (mode === 'drop') {
      socket.resetAndDestroy();
    } else if (mode === 'refuse') {
      socket.end(
        'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      );
    } else {
      this.#server.handleUpgrade(request, socket, head, (ws) => this.#accept(ws, pathname, own));
    }
  }

  /**
   * @param {import('ws').WebSocket} ws
   * @param {string} path
   * @param {import('./behaviour.mjs').Behaviour | null} own
   */
  #accept(ws, path, own) {
    const gone = new AbortController();
    const behaviour = () => own ?? this.#behaviours.for(path);
    /** @param {string | Buffer} data */
    const send = (data) => {
      if (ws.readyState !== ws.OPEN || ws.bufferedAmount > MAX_WAITING_BYTES) return;
      this.#ledger.sent(path, Buffer.byteLength(data));
      ws.send(data);
    };
    const flood = flooding(behaviour, send);
    this.#ledger.opened(path);
    this.#onCommand.add(flood);

    const { mode, afterMs, code } = behaviour();
    const flap = mode === 'flap' ? setTimeout(() => shut(ws, code), afterMs) : undefined;

    if (mode === 'deaf') ws.pause();
    const hearing = mode === 'deaf' ? setTimeout(() => ws.resume(), afterMs) : undefined;

    const stopReading = () => ws.pause();
    const script = (this.#scripts[path] ?? echo)({
      behaviour,
      send,
      gone: gone.signal,
      stopReading,
    });
    const hear = mode === 'deaf' ? () => {} : script;
    ws.on('message', (/** @type {Buffer} */ data, isBinary) => {
      this.#ledger.received(path, data.length);
      hear(data, isBinary);
    });
    ws.on('error', () => ws.terminate());
    ws.on('close', (closeCode) => {
      clearTimeout(flap);
      clearTimeout(hearing);
      this.#onCommand.delete(flood);
      flood.stop();
      gone.abort();
      this.#ledger.closed(path, closeCode);
    });
    flood();
  }

  /** Floods begin and end on sockets that are open already. */
  commanded() {
    for (const refresh of this.#onCommand) refresh();
  }

  terminate() {
    for (const ws of this.#server.clients) ws.terminate();
  }
}

/**
 * @param {import('ws').WebSocket} ws
 * @param {number} code
 */
function shut(ws, code) {
  if (code === 1006) ws.terminate();
  else ws.close(code);
}

/**
 * @param {() => import('./behaviour.mjs').Behaviour} behaviour
 * @param {(data: string) => void} send
 */
function flooding(behaviour, send) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  const refresh = () => {
    stop();
    const { mode, perSecond, size } = behaviour();
    if (mode !== 'flood') return;
    const since = performance.now();
    let sent = 0;
    // Counted against the clock, so that a late timer does not lower the rate; a suspended
    // process does not make up for hours.
    timer = setInterval(() => {
      const due = Math.floor(((performance.now() - since) / 1000) * perSecond);
      sent = Math.max(sent, due - perSecond);
      for (; sent < due; sent++) send(`${sent} `.padEnd(size, '.').slice(0, size));
    }, FLOOD_TICK_MS);
  };
  return Object.assign(refresh, { stop });
}
