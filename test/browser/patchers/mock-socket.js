// @ts-nocheck: runs in a page.
/* mock-socket, as tests use it: it puts its own WebSocket in the place of the native one and back. */
import { WebSocket as Mock, Server } from 'mock-socket';

probe(async (put, kit) => {
  const Native = window.WebSocket;
  const url = 'ws://mocked.invalid/chat';
  const server = new Server(url);
  const log = [];
  put('taken over', () => [window.WebSocket === Native, window.WebSocket.name]);
  server.on('connection', (socket) => {
    log.push(`connection ${window.WebSocket === Mock}`);
    socket.on('message', (data) => {
      log.push(`server ${data}`);
      socket.send(`echo ${data}`);
    });
    socket.on('close', () => log.push('server close'));
  });
  const socket = new window.WebSocket(url);
  log.push(
    `made ${socket.constructor === window.WebSocket} ${socket instanceof Native} ${socket instanceof Mock}`,
  );
  socket.onopen = () => {
    log.push(`open ${socket.readyState}`);
    socket.send('one');
  };
  const heard = new Promise((done) => {
    socket.onmessage = ({ data }) => {
      log.push(`client ${data}`);
      socket.close();
    };
    socket.onclose = (e) => {
      log.push(`close ${e.code} ${e.wasClean}`);
      done();
    };
  });
  await kit.within(heard, 'the mock');
  put('transcript', log.join(', '));
  put('constants', () => [
    window.WebSocket.OPEN,
    window.WebSocket.CLOSED,
    window.WebSocket.prototype.OPEN,
  ]);
  await new Promise((done) => server.stop(done));
  put('restored', () => [
    window.WebSocket === Native,
    kit.flags(window, 'WebSocket'),
    String(window.WebSocket),
  ]);
  const real = new WebSocket(kit.ws('/echo'));
  put('real again', [
    (await kit.event(real, 'open')).type,
    real.constructor === WebSocket,
    real instanceof Native,
  ]);
  real.close();
  put(
    'mock elsewhere',
    await kit.saidLater(async () => {
      const lost = new Mock('ws://nobody.invalid/');
      return (await kit.event(lost, 'error')).type;
    }),
  );
  put('names', () => Object.getOwnPropertyNames(window).filter((k) => /socket/i.test(k)));
});
