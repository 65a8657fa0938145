import PartySocket from 'partysocket';
import PartyWebSocket from 'partysocket/ws';
import { noteIdentity } from './identity.js';
import { base, order, play, refusedUrl, wsBase } from './scenario.js';

const OPTIONS = {
  minReconnectionDelay: 300,
  reconnectionDelayGrowFactor: 1.4,
  minUptime: 60_000,
  connectionTimeout: 60_000,
};

/** @param {PartyWebSocket} client @returns {WebSocket} */
const socketOf = (client) => /** @type {any} */ (client)._ws;

play(async (scene) => {
  const { note, noting, heard, until, outcome } = scene;
  const party = new PartySocket({
    ...OPTIONS,
    host: location.host,
    basePath: `${base.slice(1)}/parties/main/kitchen`,
    id: 'me',
    query: async () => ({ token: 'secret' }),
  });
  note('party', party.id, party.host, party.roomUrl, party.readyState);
  for (const type of /** @type {const} */ (['open', 'message', 'error', 'close'])) {
    party.addEventListener(type, noting(type));
  }
  note('sent at once', party.send('early'), party.bufferedAmount);
  await heard('message');
  noteIdentity(scene, 'the socket', socketOf(party));
  note('sent', party.send('now'), party.send(new ArrayBuffer(7)), party.readyState, party.url);
  party.binaryType = 'arraybuffer';
  party.send(new Uint16Array([1, 2, 65535]));
  party.send('text 300000');
  party.send('z'.repeat(150_000));
  await heard('message', 6);
  await until('all is sent', () => party.bufferedAmount === 0);

  party.send('close 4100 policy');
  await heard('open', 2);
  await order('refuse', { times: 1 });
  await order('cut');
  await heard('open', 3);
  note('tries', party.retryCount, party.shouldReconnect);
  party.reconnect(4002, 'my own');
  await heard('open', 4);
  party.send('again');
  await heard('message', 7);
  const before = socketOf(party);
  party.close(3001, 'done');
  note('closed', party.readyState, party.send('too late'), party.drainQueuedMessages());
  await until('the socket is closed', () => before.readyState === 3);

  await outcome('no room', () => new PartySocket({ host: location.host, room: '' }));
  await outcome('no host', () => {
    const none = new PartySocket({ host: '', startClosed: true });
    none.reconnect();
  });

  const chooser = new PartyWebSocket(
    async () => `${wsBase}/deflate`,
    async () => ['a', 'b'],
    { ...OPTIONS, shouldReconnectOnClose: ({ code }) => code !== 4003 },
  );
  chooser.onmessage = noting('chosen');
  chooser.onclose = noting('chosen close');
  chooser.onopen = () => chooser.send('hello');
  await heard('chosen');
  note('chosen is', chooser.protocol, chooser.extensions, chooser.shouldReconnect);
  chooser.send('close 4003 never again');
  await heard('chosen close');
  note('given up', chooser.readyState, chooser.shouldReconnect);

  const refused = new PartyWebSocket(refusedUrl, undefined, { ...OPTIONS, maxRetries: 1 });
  refused.onerror = noting('refused error');
  await heard('refused error', 2);
  scene.knocked(2);
});
