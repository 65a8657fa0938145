import { behaviourFromQuery } from './behaviour.mjs';

/** `/sse` and `/sse/…`: a real event source under the same commands and in the same ledger as sockets. */
const EVERY_MS = 1000;

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {URL} url
 * @param {import('./ledger.mjs').Ledger} ledger
 * @param {import('./behaviour.mjs').Behaviours} behaviours
 */
export function serveEvents(request, response, url, ledger, behaviours) {
  const path = url.pathname;
  ledger.handshake(path);
  const own = behaviourFromQuery(url.searchParams);
  const { mode, afterMs, perSecond, size } = own ?? behaviours.for(path);
  if (mode === 'hang') return;
  if (mode === 'drop') {
    request.socket.resetAndDestroy();
    return;
  }
  if (mode === 'refuse') {
    response.writeHead(503).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  ledger.opened(path);
  let id = 0;
  const send = () => {
    const data = `${id++}`.padEnd(mode === 'flood' ? size : 1, '.');
    ledger.sent(path, Buffer.byteLength(data));
    response.write(`id: ${id}\ndata: ${data}\n\n`);
  };
  send();
  const ticking = setInterval(send, mode === 'flood' ? 1000 / perSecond : EVERY_MS);
  const flap = mode === 'flap' ? setTimeout(() => response.end(), afterMs) : undefined;
  response.on('close', () => {
    clearInterval(ticking);
    clearTimeout(flap);
    ledger.closed(path);
  });
}
