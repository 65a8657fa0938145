import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const SCRIPT = readFileSync(new URL('page.js', import.meta.url), 'utf8');
const PAGE = '<!doctype html><title>Flood</title><body><script src="/page.js"></script>';
const NEIGHBOUR = `<!doctype html><title>Neighbour</title><script>
  const sockets = Array.from({ length: 7 }, (_, i) => new WebSocket('ws://' + location.host + '/neighbour/' + i));
  let all = 0;
  globalThis.sent = () => all;
  setInterval(() => { for (const one of sockets) if (one.readyState === 1) { one.send('x'.repeat(100)); all++; } }, 200);
</script>`;

/** A server whose sockets say back what they hear. */
export async function startFloodServer() {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    if (isScript) response.end(SCRIPT);
    else response.end(request.url === '/neighbour' ? NEIGHBOUR : PAGE);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => socket.send(data, { binary: false }));
    socket.on('error', () => {});
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    host: `127.0.0.1:${address.port}`,
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
