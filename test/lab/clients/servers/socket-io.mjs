import { createServer } from 'node:http';
import { Server } from 'socket.io';

/** A real socket.io server: the main namespace, `/admin` that asks for a password, and rooms. */

/** Its pings are on a clock: none while a page is being watched. */
const NEVER_MS = 600_000;

/** @param {import('socket.io').Socket} socket */
function converse(socket) {
  socket.on('echo', (...args) => {
    const answer = args.at(-1);
    if (typeof answer === 'function') answer(...args.slice(0, -1));
    else socket.emit('echoed', ...args);
  });
  socket.on('long', (length, answer) => answer('w'.repeat(length), Buffer.alloc(length, 7)));
  socket.on('silent', () => {});
  socket.on('join', (room, answer) => {
    socket.join(room);
    answer([...socket.rooms].filter((one) => one !== socket.id));
  });
  socket.on('tell', (room, text) => socket.nsp.to(room).emit('told', text));
  socket.on('leave', (room) => socket.leave(room));
  socket.on('ask me', async () => socket.emit('answer', await socket.emitWithAck('question', 42)));
  socket.on('kick', () => socket.disconnect(false));
  socket.on('kick out', () => socket.disconnect(true));
}

/** @type {import('../serve.mjs').StartClientServer} */
export const start = (base) => {
  const server = createServer();
  const io = new Server(server, {
    path: `${base}/socket.io`,
    serveClient: false,
    pingInterval: NEVER_MS,
    pingTimeout: NEVER_MS,
  });
  io.on('connection', converse);
  const admin = io.of('/admin');
  admin.use((socket, next) => {
    if (socket.handshake.auth.password === 'right') return next();
    next(Object.assign(new Error('who are you?'), { data: { retry: true } }));
  });
  admin.on('connection', converse);
  return {
    server,
    // The browser's socket is closed under socket.io's feet, as a proxy does it.
    shut(code, reason) {
      for (const { conn } of io.sockets.sockets.values()) {
        /** @type {any} */ (conn.transport).socket.close(code, reason);
      }
    },
    close: () => void io.close(),
  };
};
