import { createServer } from 'node:http';
import mqtt from 'mqtt-packet';
import { WebSocketServer } from 'ws';

/**
 * A small MQTT broker over WebSockets, 3.1.1 and 5: all three qualities of service, retained messages,
 * wills. Packets are read and written by `mqtt-packet`. Who comes as `nobody` is turned away.
 *
 * @typedef {object} Session
 * @property {(packet: import('mqtt-packet').Packet) => void} say
 * @property {Map<string, 0 | 1 | 2>} topics
 */

/** @param {string} filter @param {string} topic */
const fits = (filter, topic) => {
  const wanted = filter.split('/');
  const parts = topic.split('/');
  const hash = wanted.indexOf('#');
  const exact = hash < 0 ? wanted : wanted.slice(0, hash);
  return (
    (hash < 0 ? parts.length === wanted.length : parts.length >= exact.length) &&
    exact.every((part, i) => part === '+' || part === parts[i])
  );
};

class Broker {
  /** @type {Set<Session>} */
  sessions = new Set();
  /** @type {Map<string, string | Buffer>} */
  retained = new Map();
  #id = 0;

  /** @param {Session} session @param {string} topic @param {string | Buffer} payload @param {0 | 1 | 2} qos @param {boolean} retain */
  deliver(session, topic, payload, qos, retain) {
    const messageId = qos > 0 ? ++this.#id : undefined;
    session.say({
      cmd: 'publish',
      topic,
      payload,
      qos,
      retain,
      dup: false,
      ...(messageId === undefined ? {} : { messageId }),
    });
  }

  /** @param {{ topic: string, payload: string | Buffer, qos?: 0 | 1 | 2 | undefined, retain?: boolean | undefined }} message */
  publish({ topic, payload, qos = 0, retain = false }) {
    if (retain) this.retained.set(topic, payload);
    for (const session of this.sessions) {
      for (const [filter, most] of session.topics) {
        if (!fits(filter, topic)) continue;
        this.deliver(
          session,
          topic,
          payload,
          /** @type {0 | 1 | 2} */ (Math.min(qos, most)),
          false,
        );
        break;
      }
    }
  }

  /** @param {Session} session @param {{ topic: string, qos: 0 | 1 | 2 }[]} asked */
  subscribe(session, asked) {
    for (const { topic, qos } of asked) {
      session.topics.set(topic, qos);
      for (const [name, payload] of this.retained) {
        if (fits(topic, name)) this.deliver(session, name, payload, qos, true);
      }
    }
  }
}

/**
 * @param {Broker} broker
 * @param {import('ws').WebSocket} socket
 */
function converse(broker, socket) {
  let version = 4;
  /** @type {import('mqtt-packet').IConnectPacket['will'] | undefined} */
  let will;
  /** @type {Session} */
  const session = {
    topics: new Map(),
    say: (packet) => socket.send(mqtt.generate(packet, { protocolVersion: version })),
  };
  /** @type {Record<string, (packet: any) => void>} */
  const answers = {
    connect(packet) {
      version = packet.protocolVersion;
      const refused = packet.username === 'nobody';
      // "Not authorized" has another number in each version.
      const code = refused ? (version === 5 ? 0x87 : 5) : 0;
      session.say({ cmd: 'connack', sessionPresent: false, returnCode: code, reasonCode: code });
      if (refused) return socket.close();
      will = packet.will;
      broker.sessions.add(session);
    },
    subscribe({ messageId, subscriptions }) {
      session.say({
        cmd: 'suback',
        messageId,
        granted: subscriptions.map((/** @type {{ qos: number }} */ { qos }) => qos),
      });
      broker.subscribe(session, subscriptions);
    },
    unsubscribe({ messageId, unsubscriptions }) {
      for (const topic of unsubscriptions) session.topics.delete(topic);
      session.say({ cmd: 'unsuback', messageId, granted: unsubscriptions.map(() => 0) });
    },
    publish(packet) {
      const { qos, messageId } = packet;
      if (qos === 1) session.say({ cmd: 'puback', messageId, reasonCode: 0 });
      if (qos === 2) session.say({ cmd: 'pubrec', messageId, reasonCode: 0 });
      broker.publish(packet);
    },
    pubrel: ({ messageId }) => session.say({ cmd: 'pubcomp', messageId, reasonCode: 0 }),
    pubrec: ({ messageId }) => session.say({ cmd: 'pubrel', messageId, reasonCode: 0 }),
    pingreq: () => session.say({ cmd: 'pingresp' }),
    disconnect() {
      will = undefined;
      socket.close();
    },
  };
  /** @type {import('mqtt-packet').Parser | undefined} */
  let parser;
  socket.on('message', (/** @type {Buffer} */ bytes) => {
    // The parser has to know the version before it reads anything but the first packet.
    parser ??= mqtt
      .parser({ protocolVersion: 4 })
      .on('packet', (packet) => answers[packet.cmd]?.(packet));
    parser.parse(bytes);
  });
  socket.on('close', () => {
    broker.sessions.delete(session);
    if (will) broker.publish(will);
  });
}

/** @type {import('../serve.mjs').StartClientServer} */
export const start = () => {
  const server = createServer();
  const broker = new Broker();
  const sockets = new WebSocketServer({
    server,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });
  sockets.on('connection', (socket) => converse(broker, socket));
  return {
    server,
    shut(code, reason) {
      for (const socket of sockets.clients) socket.close(code, reason);
    },
  };
};
