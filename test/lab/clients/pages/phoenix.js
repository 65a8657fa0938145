import { Presence, Socket } from 'phoenix';
import { noteIdentity } from './identity.js';
import { order, play, refusedUrl, wsBase } from './scenario.js';

/** Its heartbeats are on a clock: none while a page is being watched. */
const NEVER_MS = 600_000;

play(async (scene) => {
  const { note, noting, heard, until } = scene;

  /** @param {string} what @param {object} [options] */
  const open = (what, options = {}, url = `${wsBase}/socket`) => {
    const socket = new Socket(url, {
      heartbeatIntervalMs: NEVER_MS,
      reconnectAfterMs: (/** @type {number} */ tries) => 150 * 2 ** tries,
      rejoinAfterMs: (/** @type {number} */ tries) => 100 * 2 ** tries,
      params: { token: 'secret' },
      logger: (/** @type {string} */ kind, /** @type {string} */ text) => {
        if (kind === 'transport') note(`${what} transport`, text);
      },
      ...options,
    });
    socket.onOpen(noting(`${what} open`));
    socket.onClose(noting(`${what} close`));
    socket.onError(noting(`${what} error`));
    socket.onMessage(noting(`${what} gets`));
    return socket;
  };
  /** @param {string} what @param {any} push */
  const follow = (what, push) => {
    for (const status of ['ok', 'error', 'timeout'])
      push.receive(status, noting(`${what} ${status}`));
  };

  const socket = open('main', { authToken: 'let me in' });
  note('at first', socket.connectionState(), socket.endPointURL(), socket.protocol());
  socket.connect();
  const room = socket.channel('room:lobby', { name: 'grüße 👋' });
  room.on('shout', noting('shout'));
  room.onError(noting('room error'));
  room.onClose(noting('room close'));
  follow('join', room.join());
  follow('early', room.push('echo', { early: true }));
  await heard('early ok');
  noteIdentity(scene, 'the socket', socket.conn);
  note('state', room.state, socket.isConnected(), socket.transport.name);
  follow('echo', room.push('echo', { deep: [1, { two: 2 }], nothing: null }));
  follow('bytes', room.push('echo', new Uint8Array([1, 2, 3, 250]).buffer));
  follow('fail', room.push('fail', {}));
  follow('long', room.push('long', { length: 200_000 }));
  await heard('long ok');
  room.push('shout', { text: 'to all' });
  room.push('shout', new Uint8Array(5000).fill(9).buffer);
  await heard('shout', 2);
  follow('silent', room.push('silent', {}, 50));
  await heard('silent timeout');
  const pinged = socket.ping(() => note('pong'));
  await heard('pong');
  note('pinged', pinged);

  const closed = socket.channel('closed:room');
  follow('closed', closed.join());
  await heard('closed error');
  follow('closed left', closed.leave());
  await heard('closed left ok');

  const present = socket.channel('presence:room');
  const presence = new Presence(present);
  presence.onJoin(noting('joins'));
  presence.onLeave(noting('leaves'));
  presence.onSync(() =>
    note(
      'present',
      presence.list((/** @type {string} */ name) => name),
    ),
  );
  follow('present', present.join());
  await heard('present', 2);
  follow('present left', present.leave());
  await heard('present left ok');

  // It comes back by itself, and joins again.
  await order('cut');
  await heard('join ok', 2);
  await order('refuse', { times: 2 });
  await order('shut', { code: 4001, reason: 'moved' });
  await heard('join ok', 3);
  room.push('crash', {});
  await heard('join ok', 4);
  follow('again', room.push('echo', { again: true }));
  await heard('again ok');
  room.push('close', {});
  await heard('room close');
  socket.disconnect(noting('disconnected'), 3000, 'done');
  await heard('disconnected');
  note('state', socket.connectionState(), room.state);

  // Its heartbeats, without their clock.
  const beating = open('beating');
  beating.connect();
  await heard('beating open');
  for (const times of [1, 2]) {
    beating.sendHeartbeat();
    await heard('beating gets', times);
  }
  beating.disconnect(noting('beating ended'));
  await heard('beating ended');

  class Own extends WebSocket {}
  const own = open('own', { transport: Own, binaryType: 'blob' });
  own.connect();
  await heard('own open');
  note('its own', own.conn, own.conn.constructor === Own);
  own.disconnect();
  await heard('own close');

  const refused = open('refused', {}, refusedUrl);
  refused.connect();
  await heard('refused close');
  refused.disconnect();
  await until('it has let go', () => refused.connectionState() === 'closed');
  scene.knocked(1);
});
