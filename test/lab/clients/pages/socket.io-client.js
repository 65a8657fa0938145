import { io, Manager, protocol, Socket } from 'socket.io-client';
import { noteIdentity } from './identity.js';
import { base, httpBase, order, play, refusedUrl } from './scenario.js';

/** No draw of lots in its pauses, and next to none of them. */
const OPTIONS = {
  path: `${base}/socket.io`,
  reconnectionDelay: 300,
  reconnectionDelayMax: 2000,
  randomizationFactor: 0,
  forceNew: true,
};

const MANAGER_EVENTS = /** @type {const} */ ([
  'open',
  'close',
  'error',
  'reconnect_attempt',
  'reconnect_error',
  'reconnect',
  'reconnect_failed',
]);

play(async (scene) => {
  const { note, noting, heard, until, outcome } = scene;
  /** @param {string} what @param {Socket} socket */
  const follow = (what, socket) => {
    socket.on('connect', () => {
      scene.alias(/** @type {string} */ (socket.id), `<${what} id>`);
      scene.alias(/** @type {any} */ (socket.io.engine).id, `<${what} session>`);
      note(`${what} connect`, socket.id, socket.connected, socket.recovered);
    });
    socket.on('disconnect', (reason, details) => note(`${what} disconnect`, reason, details));
    socket.on('connect_error', (error) =>
      note(`${what} connect_error`, error, /** @type {any} */ (error).description),
    );
    for (const event of MANAGER_EVENTS) socket.io.on(event, noting(`${what} manager ${event}`));
    socket.onAny((event, ...args) => note(`${what} gets`, event, ...args));
    socket.onAnyOutgoing((event, ...args) => note(`${what} says`, event, ...args));
    return socket;
  };

  // Over a WebSocket from the start.
  const direct = follow(
    'direct',
    io(httpBase.slice(0, -base.length), { ...OPTIONS, transports: ['websocket'] }),
  );
  direct.emit('echo', 'before it is connected', { n: 1 });
  direct.volatile.emit('echo', 'lost');
  await heard('direct gets');
  const engine = () => /** @type {any} */ (direct.io.engine);
  noteIdentity(scene, 'the socket', engine().transport.ws);
  note('direct is', protocol, direct instanceof Socket, direct.io instanceof Manager, [
    engine().transport.name,
    engine().transport.writable,
    engine().readyState,
  ]);
  await outcome('ack', () => direct.emitWithAck('echo', 'grüße 👋', [1, { two: 2 }], null));
  await outcome('binary', () =>
    direct.emitWithAck('echo', new Uint8Array([1, 2, 3]), { deep: new ArrayBuffer(4) }),
  );
  await outcome('long', () => direct.emitWithAck('long', 150_000));
  await outcome('timeout', () => direct.timeout(50).emitWithAck('silent'));
  direct.on('question', (value, answer) => answer(value * 2));
  direct.emit('ask me');
  await heard('direct gets', 3);
  await outcome('join', () => direct.emitWithAck('join', 'kitchen'));
  direct.emit('tell', 'kitchen', 'dinner');
  await heard('direct gets', 4);

  await order('cut');
  await heard('direct connect', 2);
  await order('refuse', { times: 2 });
  await order('shut', { code: 4001, reason: 'moved' });
  await heard('direct connect', 3);
  direct.emit('kick out');
  await heard('direct disconnect', 3);
  direct.connect();
  await heard('direct connect', 4);

  // Two namespaces on one connection, one of them with a password.
  const admin = follow('admin', direct.io.socket('/admin', { auth: { password: 'wrong' } }));
  await heard('admin connect_error');
  admin.auth = { password: 'right' };
  admin.connect();
  await heard('admin connect');
  await outcome('admin', () => admin.emitWithAck('echo', 'secret'));
  admin.disconnect();
  await heard('admin disconnect');
  direct.disconnect();
  await heard('direct manager close', 4);
  note('after', direct.connected, direct.active, engine().readyState);

  // First by requests, then upgraded to a WebSocket: its own default.
  const upgraded = follow('upgraded', io(location.origin, OPTIONS));
  const transports = () => /** @type {any} */ (upgraded.io.engine).transport.name;
  await heard('upgraded connect');
  await until('the upgrade', () => transports() === 'websocket');
  await outcome('over the upgraded one', () => upgraded.emitWithAck('echo', 'up', new Blob(['b'])));
  upgraded.disconnect();
  await heard('upgraded manager close');

  const refused = follow(
    'refused',
    io(refusedUrl, { ...OPTIONS, transports: ['websocket'], reconnectionAttempts: 1 }),
  );
  await heard('refused manager reconnect_failed');
  refused.disconnect();
  scene.knocked(2);
});
