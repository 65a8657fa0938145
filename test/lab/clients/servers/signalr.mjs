import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/**
 * The server's side of SignalR's JSON hub protocol, over a WebSocket (`/hub`) and over server-sent
 * events with posts (`/events-hub`).
 *
 * https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md
 */

const END = '\u001e';
const INVOCATION = 1;
const STREAM_ITEM = 2;
const COMPLETION = 3;
const STREAM_INVOCATION = 4;
const CANCEL = 5;
const PING = 6;
const CLOSE = 7;

/** @param {import('node:http').IncomingMessage} request */
async function bodyOf(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

/**
 * One client: hands it `say`, hears what it says.
 *
 * @param {(text: string) => void} write
 */
function converse(write) {
  /** @param {object} message */
  const say = (message) => write(JSON.stringify(message) + END);
  /** @param {string} target @param {...unknown} values */
  const call = (target, ...values) => say({ type: INVOCATION, target, arguments: values });
  /** @type {Record<string, (...values: any[]) => unknown>} */
  const hub = {
    Echo: (...values) => values,
    Fail: () => {
      throw new Error('An unexpected error occurred on the server.');
    },
    Long: (length) => 's'.repeat(length),
    Nothing: () => undefined,
    CallMe: (text) => call('Called', text, { again: true }),
    Ping: () => say({ type: PING }),
    Leave: (allowReconnect) => say({ type: CLOSE, error: 'the server goes', allowReconnect }),
  };
  /** @param {any} message */
  const stream = ({ invocationId, arguments: [from, to] }) => {
    for (let item = from; item <= to; item++) say({ type: STREAM_ITEM, invocationId, item });
    // One without an end waits to be cancelled.
    if (to < 100) say({ type: COMPLETION, invocationId });
  };
  /** @param {any} message */
  const answer = ({ type, invocationId, target, arguments: values }) => {
    if (type === CANCEL) say({ type: COMPLETION, invocationId });
    if (type !== INVOCATION) return;
    try {
      const result = hub[target]?.(...values);
      if (invocationId)
        say({ type: COMPLETION, invocationId, ...(result === undefined ? {} : { result }) });
    } catch (error) {
      say({ type: COMPLETION, invocationId, error: /** @type {Error} */ (error).message });
    }
  };
  let greeted = false;
  return (/** @type {string} */ text) => {
    for (const record of text.split(END).slice(0, -1)) {
      const message = JSON.parse(record);
      if (!greeted) {
        greeted = true;
        say(message.protocol === 'json' ? {} : { error: `no protocol ${message.protocol}` });
      } else if (message.type === STREAM_INVOCATION) stream(message);
      else answer(message);
    }
  };
}

/** @type {import('../serve.mjs').StartClientServer} */
export const start = (base) => {
  /** @type {Map<string, (text: string) => void>} event sources, by the token of their connection */
  const listening = new Map();

  /**
   * @param {import('node:http').ServerResponse} response
   * @param {boolean} overEvents
   */
  const negotiate = (response, overEvents) => {
    const transport = overEvents ? 'ServerSentEvents' : 'WebSockets';
    const body = {
      negotiateVersion: 1,
      connectionId: randomUUID(),
      connectionToken: randomUUID(),
      availableTransports: [{ transport, transferFormats: ['Text'] }],
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://lab');
    const id = searchParams.get('id') ?? '';
    if (pathname === `${base}/hub/negotiate`) negotiate(response, false);
    else if (pathname === `${base}/events-hub/negotiate`) negotiate(response, true);
    else if (pathname === `${base}/events-hub` && request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(':\r\n\r\n');
      listening.set(
        id,
        converse((text) => response.write(`data: ${text}\r\n\r\n`)),
      );
      response.on('close', () => listening.delete(id));
    } else if (pathname === `${base}/events-hub` && request.method === 'POST') {
      listening.get(id)?.(await bodyOf(request));
      response.writeHead(200).end();
    } else response.writeHead(request.method === 'DELETE' ? 202 : 404).end();
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    const hear = converse((text) => socket.send(text));
    socket.on('message', (data) => hear(String(data)));
  });
  return {
    server,
    shut(code, reason) {
      for (const socket of sockets.clients) socket.close(code, reason);
    },
  };
};
