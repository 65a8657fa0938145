import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/**
 * Says back what it hears, except for what is an order:
 * `close <code> <reason>`, `text <n>`, `binary <n>` (that much of it), `hello` (which protocol was agreed).
 * `/hang` never answers the handshake. `/deflate` compresses, and takes the second protocol that is offered where there are two.
 */

/** Every message for itself: what one connection has sent before does not change the next one's bytes. */
const DEFLATE = {
  threshold: 0,
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
};

/** @param {number} length */
const bytesOf = (length) => Buffer.from(Array.from({ length }, (_, i) => i % 251));

/** @param {import('ws').WebSocket} socket */
function converse(socket) {
  /** @type {Record<string, (...args: string[]) => void>} */
  const orders = {
    close: (code, ...reason) => socket.close(Number(code), reason.join(' ')),
    text: (length) => socket.send('0123456789'.repeat(Number(length) / 10)),
    binary: (length) => socket.send(bytesOf(Number(length))),
    hello: () => socket.send(`protocol ${socket.protocol}`),
  };
  socket.on('message', (/** @type {Buffer} */ data, isBinary) => {
    const [order = '', ...args] = isBinary ? [] : data.toString().split(' ');
    if (Object.hasOwn(orders, order)) orders[order]?.(...args);
    else socket.send(data, { binary: isBinary });
  });
}

/** @type {import('../serve.mjs').StartClientServer} */
export const start = (base) => {
  const server = createServer();
  const plain = new WebSocketServer({ noServer: true });
  const deflating = new WebSocketServer({
    noServer: true,
    perMessageDeflate: DEFLATE,
    handleProtocols: (offered) => [...offered][1] ?? [...offered][0] ?? false,
  });
  const all = [plain, deflating];
  server.on('upgrade', (request, socket, head) => {
    if (request.url === `${base}/hang`) return;
    const target = request.url?.startsWith(`${base}/deflate`) ? deflating : plain;
    target.handleUpgrade(request, socket, head, converse);
  });
  return {
    server,
    shut(code, reason) {
      for (const { clients } of all) for (const socket of clients) socket.close(code, reason);
    },
  };
};
