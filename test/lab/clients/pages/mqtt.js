import mqtt from 'mqtt';
import { noteIdentity } from './identity.js';
import { order, play, refusedUrl, wsBase } from './scenario.js';

/** Its pings are on a clock: none while a page is being watched. */
const OPTIONS = { keepalive: 0, reconnectPeriod: 300, clientId: 'lab', clean: true };

play(async (scene) => {
  const { note, noting, heard, outcome } = scene;

  /** @type {WebSocket[]} */
  const sockets = [];
  /** @param {string} url @param {string[]} protocols */
  const createWebsocket = (url, protocols) => {
    const socket = new WebSocket(url, protocols);
    sockets.push(socket);
    return socket;
  };
  /** @param {string} what @param {import('mqtt').IClientOptions} [options] */
  const open = (what, options = {}, url = `${wsBase}/mqtt`) => {
    const messageIdProvider = new mqtt.UniqueMessageIdProvider();
    const client = mqtt.connect(url, { ...OPTIONS, messageIdProvider, ...options });
    for (const event of /** @type {const} */ ([
      'connect',
      'reconnect',
      'close',
      'disconnect',
      'offline',
      'error',
      'end',
    ])) {
      client.on(event, (/** @type {unknown[]} */ ...values) => note(`${what} ${event}`, ...values));
    }
    client.on('packetsend', ({ cmd }) => note(`${what} says ${cmd}`));
    client.on('packetreceive', ({ cmd }) => note(`${what} gets ${cmd}`));
    client.on('message', (topic, payload, { qos, retain }) =>
      note(what, topic, payload.length > 99 ? payload : String(payload), qos, retain),
    );
    return client;
  };

  const client = open('main', { createWebsocket });
  client.publish('lab/before', 'it is connected', noting('main published'));
  await heard('main published');
  noteIdentity(scene, 'the socket', /** @type {WebSocket} */ (sockets[0]));
  note('state', client.connected, client.reconnecting, client.disconnecting);
  await outcome('retain', () =>
    client.publishAsync('lab/kept', 'a retained one', { retain: true }),
  );
  await outcome('subscribe', () => client.subscribeAsync({ 'lab/#': { qos: 2 } }));
  await heard('main');
  for (const qos of /** @type {const} */ ([0, 1])) {
    await outcome(`publish ${qos}`, () =>
      client.publishAsync(`lab/${qos}`, `grüße ${qos}`, { qos }),
    );
    await heard('main', 2 + qos);
  }
  // Not one that it listens to: two exchanges at once are put into frames as the clock has it.
  await outcome('publish 2', () => client.publishAsync('elsewhere', 'exactly once', { qos: 2 }));
  const large = new Uint8Array(200_000).map((_, i) => i % 251);
  await outcome('large', () =>
    client.publishAsync('lab/large', /** @type {any} */ (large), { qos: 1 }),
  );
  await heard('main', 4);
  await outcome('bad filter', () => client.subscribeAsync('bad/#/more'));
  await outcome('unsubscribe', () => client.unsubscribeAsync('lab/#'));
  await outcome('subscribe', () => client.subscribeAsync('other/+', { qos: 1 }));

  // It comes back by itself, and subscribes again.
  await order('cut');
  await heard('main gets suback', 3);
  await order('refuse', { times: 2 });
  await order('shut', { code: 1001, reason: 'restarting' });
  await heard('main gets suback', 4);
  await outcome('publish', () => client.publishAsync('other/one', 'after all that', { qos: 1 }));
  await heard('main', 5);

  // Another one dies without a word: its last will is heard.
  scene.apart('dying');
  const dying = open('dying', {
    clientId: 'dying',
    protocolVersion: 5,
    reconnectPeriod: 0,
    will: {
      topic: 'other/will',
      payload: /** @type {any} */ ('it is gone'),
      qos: 1,
      retain: false,
    },
    properties: { sessionExpiryInterval: 10 },
  });
  await heard('dying connect');
  await outcome('dying publish', () =>
    dying.publishAsync('other/five', 'of version 5', {
      qos: 1,
      properties: { userProperties: { from: 'lab' }, contentType: 'text/plain' },
    }),
  );
  await heard('main', 6);
  dying.stream.destroy();
  await heard('dying close');
  await heard('main', 7);
  await outcome('end', () => client.endAsync());

  // The clock for its pings is in a worker; this one is not left to it.
  const pinging = open('pinging', { keepalive: 600, clientId: 'pinging' });
  await heard('pinging connect');
  pinging.sendPing();
  await heard('pinging gets pingresp');
  await outcome('end', () => pinging.endAsync(true));

  const nobody = open('nobody', { username: 'nobody', reconnectPeriod: 0, clientId: 'nobody' });
  await heard('nobody close');
  await outcome('end', () => nobody.endAsync(true));
  const refused = open('refused', { reconnectPeriod: 0 }, refusedUrl);
  await heard('refused close');
  await outcome('end', () => refused.endAsync(true));
  scene.knocked(1);
});
