import { createServer } from 'node:http';
import sockjs from 'sockjs';

/** A real SockJS server that echoes; `close` has the session ended as the protocol does it. */

/** @param {any} connection */
function converse(connection) {
  connection.on('data', (/** @type {string} */ message) => {
    if (message === 'close') connection.close('3500', 'go away');
    else if (message === 'long') connection.write('m'.repeat(100_000));
    else if (message === 'several') for (const n of ['1', '2', '3']) connection.write(n);
    else connection.write(message);
  });
}

/** @type {import('../serve.mjs').StartClientServer} */
export const start = (base) => {
  const server = createServer();
  const echo = sockjs.createServer({ prefix: `${base}/echo`, log: () => {} });
  echo.on('connection', converse);
  echo.installHandlers(server);
  return { server };
};
