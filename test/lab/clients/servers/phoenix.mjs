import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/**
 * The server's side of Phoenix channels, serializer 2.0.0: arrays as text, payloads of bytes in frames
 * of their own. A topic that begins with `closed:` cannot be joined.
 *
 * https://hexdocs.pm/phoenix/writing_a_channels_client.html
 */

const PUSH = 0;
const REPLY = 1;
const BROADCAST = 2;

/** @param {number} kind @param {string[]} fields @param {Buffer} data */
const frame = (kind, fields, data) =>
  Buffer.concat([
    Buffer.from([kind, ...fields.map((field) => Buffer.byteLength(field))]),
    Buffer.from(fields.join('')),
    data,
  ]);

/**
 * @typedef {object} Message
 * @property {string | null} joinRef
 * @property {string | null} ref
 * @property {string} topic
 * @property {string} event
 * @property {any} payload an object, or bytes
 */

/** @param {Buffer} bytes @returns {Message} */
function readBinary(bytes) {
  if (bytes[0] !== PUSH) throw new Error(`a client does not send frames of kind ${bytes[0]}`);
  let at = 5;
  const [joinRef = '', ref = '', topic = '', event = ''] = [...bytes.subarray(1, 5)].map((size) => {
    at += size;
    return bytes.toString('utf8', at - size, at);
  });
  return { joinRef, ref, topic, event, payload: bytes.subarray(at) };
}

/** @param {string} text @returns {Message} */
function readText(text) {
  const [joinRef, ref, topic, event, payload] = JSON.parse(text);
  return { joinRef, ref, topic, event, payload };
}

/** @param {import('ws').WebSocket} socket */
function converse(socket) {
  /** @type {Map<string, string | null>} topic → the join that holds it */
  const joined = new Map();
  /** @param {Message} message @param {string} status @param {unknown} response */
  const reply = ({ joinRef, ref, topic }, status, response) => {
    if (Buffer.isBuffer(response)) {
      socket.send(frame(REPLY, [joinRef ?? '', ref ?? '', topic, status], response));
    } else {
      socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status, response }]));
    }
  };
  /** @param {string} topic @param {string} event @param {unknown} payload */
  const broadcast = (topic, event, payload) => {
    if (Buffer.isBuffer(payload)) socket.send(frame(BROADCAST, [topic, event], payload));
    else socket.send(JSON.stringify([null, null, topic, event, payload]));
  };
  /** @param {Message} message */
  const presence = ({ joinRef, topic }) => {
    const one = (/** @type {string} */ ref) => ({ metas: [{ phx_ref: ref, online: true }] });
    socket.send(
      JSON.stringify([joinRef, null, topic, 'presence_state', { ann: one('a'), bob: one('b') }]),
    );
    socket.send(
      JSON.stringify([
        null,
        null,
        topic,
        'presence_diff',
        { joins: { cat: one('c') }, leaves: { bob: one('b') } },
      ]),
    );
  };
  /** @type {Record<string, (message: Message) => void>} */
  const answers = {
    heartbeat: (message) => reply(message, 'ok', {}),
    phx_join(message) {
      if (message.topic.startsWith('closed:')) {
        reply(message, 'error', { reason: 'unauthorized' });
        return;
      }
      joined.set(message.topic, message.joinRef);
      reply(message, 'ok', { joined: message.payload });
      if (message.topic.startsWith('presence:')) presence(message);
    },
    phx_leave(message) {
      joined.delete(message.topic);
      reply(message, 'ok', {});
    },
    echo: (message) => reply(message, 'ok', message.payload),
    fail: (message) => reply(message, 'error', { reason: 'on purpose' }),
    silent: () => {},
    shout: ({ topic, payload }) => broadcast(topic, 'shout', payload),
    long: (message) => reply(message, 'ok', { text: 'p'.repeat(message.payload.length) }),
    crash: ({ joinRef, topic }) =>
      socket.send(JSON.stringify([joinRef, joinRef, topic, 'phx_error', {}])),
    close: ({ joinRef, topic }) =>
      socket.send(JSON.stringify([joinRef, joinRef, topic, 'phx_close', {}])),
  };
  socket.on('message', (/** @type {Buffer} */ data, isBinary) => {
    const message = isBinary ? readBinary(data) : readText(String(data));
    answers[message.event]?.(message);
  });
}

/** @type {import('../serve.mjs').StartClientServer} */
export const start = () => {
  const server = createServer();
  const sockets = new WebSocketServer({
    server,
    handleProtocols: (offered) => (offered.has('phoenix') ? 'phoenix' : false),
  });
  sockets.on('connection', converse);
  return {
    server,
    shut(code, reason) {
      for (const socket of sockets.clients) socket.close(code, reason);
    },
  };
};
