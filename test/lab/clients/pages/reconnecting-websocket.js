import ReconnectingWebSocket from 'reconnecting-websocket';
import { noteIdentity } from './identity.js';
import { order, play, refusedUrl, wsBase } from './scenario.js';

/** The tries' own growing pauses, short; the count of tries is never set back. */
const OPTIONS = {
  minReconnectionDelay: 300,
  reconnectionDelayGrowFactor: 1.4,
  minUptime: 60_000,
  connectionTimeout: 60_000,
};

/** @param {ReconnectingWebSocket} client @returns {WebSocket} */
const socketOf = (client) => /** @type {any} */ (client)._ws;

play(async (scene) => {
  const { note, noting, heard, until } = scene;
  const client = new ReconnectingWebSocket(`${wsBase}/main`, [], OPTIONS);
  note('at first', client.readyState, client.url, client.bufferedAmount, client.binaryType);
  for (const type of /** @type {const} */ (['open', 'message', 'error', 'close'])) {
    client.addEventListener(type, noting(type));
  }
  client.onmessage = ({ data }) => note('onmessage', data);
  client.send('sent before it is open');
  note('waits', client.bufferedAmount);
  await heard('message');
  noteIdentity(scene, 'the socket', socketOf(client));
  note('open is', client.readyState, client.OPEN, ReconnectingWebSocket.OPEN, client.retryCount);

  client.send('grüße 👋 \u0000 end');
  client.send(new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 4));
  client.send(new Blob(['blob ', 'of text']));
  await heard('message', 4);
  client.binaryType = 'arraybuffer';
  await until('all is sent', () => client.bufferedAmount === 0);
  client.send(new Float32Array([1.5, -2]));
  note('unsent', client.bufferedAmount);
  client.send('binary 300000');
  client.send('text 300000');
  client.send('x'.repeat(200_000));
  client.send('');
  note('unsent', client.bufferedAmount);
  await heard('message', 9);
  await until('all is sent', () => client.bufferedAmount === 0);

  client.send('close 4001 go away');
  await heard('open', 2);
  note('after 4001', socketOf(client).binaryType, client.retryCount);
  await order('cut');
  await heard('open', 3);
  await order('refuse', { times: 2 });
  await order('shut', { code: 1001, reason: 'restarting' });
  await heard('open', 4);
  note('tries', client.retryCount);
  client.send('here again');
  await heard('message', 10);

  client.close(3000, 'bye');
  await heard('close', 6);
  note('closed', client.readyState, socketOf(client).readyState);
  client.send('kept for later');
  client.reconnect();
  await heard('message', 11);

  // A native error reaches the page through the library as the browser made it.
  await scene.outcome('close with a code of the browser', () => client.close(1001));
  await scene.outcome('close with a long reason', () => client.close(3001, 'x'.repeat(124)));
  client.onclose = noting('last close');
  client.close();
  await heard('last close');

  const other = new ReconnectingWebSocket(
    () => Promise.resolve(`${wsBase}/deflate?token=secret`),
    ['chat.v1', 'chat.v2'],
    { ...OPTIONS, WebSocket: class Tagged extends WebSocket {} },
  );
  other.onmessage = noting('other');
  other.onopen = () => other.send('hello');
  await heard('other');
  note('other is', socketOf(other), other.protocol, other.extensions, socketOf(other).constructor);
  other.send('text 5000');
  other.send('y'.repeat(5000));
  await heard('other', 3);

  const refused = new ReconnectingWebSocket(refusedUrl, [], { ...OPTIONS, maxRetries: 1 });
  refused.onerror = noting('refused error');
  refused.onclose = noting('refused close');
  await heard('refused error', 2);
  note('refused', refused.retryCount, refused.readyState);
  scene.knocked(2);

  const timed = { ...OPTIONS, connectionTimeout: 3000, maxRetries: 0 };
  const hanging = new ReconnectingWebSocket(`${wsBase}/hang`, [], timed);
  hanging.onerror = noting('hanging error');
  hanging.onclose = noting('hanging close');
  await heard('hanging error');
  await until('the hanging one is closed', () => socketOf(hanging).readyState === 3);
});
