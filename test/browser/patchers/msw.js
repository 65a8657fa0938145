// @ts-nocheck: runs in a page.
/*
 * MSW's WebSocket interception: its interceptor puts a proxy around the global, its handlers answer or
 * pass on to the real server.
 */
import { WebSocketInterceptor } from '@mswjs/interceptors/WebSocket';
import { ws } from 'msw';

probe(async (put, kit) => {
  const Native = window.WebSocket;
  const interceptor = new WebSocketInterceptor();
  interceptor.apply();
  const log = [];
  put('taken over', () => [
    window.WebSocket === Native,
    window.WebSocket.name,
    window.WebSocket.length,
    String(window.WebSocket),
    kit.flags(window, 'WebSocket'),
  ]);
  const mocked = ws.link('ws://mocked.invalid/chat');
  const passed = ws.link(`${kit.ws('')}/*`);
  const handlers = [
    mocked.addEventListener('connection', ({ client, info }) => {
      log.push(`mocked ${client.url.href} ${info.protocols ?? ''}`);
      client.addEventListener('message', ({ data }) => {
        log.push(`mocked hears ${data}`);
        client.send(`echo ${data}`);
        if (data === 'end') client.close(1000, 'done');
      });
    }),
    passed.addEventListener('connection', ({ client, server }) => {
      log.push('passed on');
      server.connect();
      client.addEventListener('message', (e) => log.push(`client says ${e.data}`));
      server.addEventListener('message', (e) => {
        log.push(`server says ${e.data}`);
        if (e.data === 'change') {
          e.preventDefault();
          client.send('changed');
        }
      });
      server.addEventListener('close', () => log.push('server closes'));
    }),
  ];
  interceptor.on('connection', async (connection) => {
    for (const handler of handlers) await handler.run(connection);
  });
  const talk = async (label, url, says) => {
    const socket = new WebSocket(url);
    log.push(
      `made ${socket.constructor === WebSocket} ${socket instanceof Native} ${socket.readyState} ${socket.url}`,
    );
    socket.onmessage = ({ data }) => log.push(`hears ${data}`);
    socket.onopen = () => log.push(`open ${socket.readyState} ${socket.protocol}`);
    socket.onclose = (e) => log.push(`close ${e.code} ${e.reason} ${e.wasClean}`);
    socket.onerror = () => log.push('error');
    await kit.event(socket, 'open');
    const closed = kit.event(socket, 'close');
    for (const text of says) {
      const answered = kit.event(socket, 'message');
      socket.send(text);
      await Promise.race([answered, closed]);
    }
    socket.close();
    await closed;
    put(label, log.join(', '));
    log.length = 0;
  };
  await talk('mocked', 'ws://mocked.invalid/chat', ['one', 'end']);
  await talk('passed', kit.ws('/echo'), ['one', 'change']);
  put('statics', () => [
    WebSocket.OPEN,
    WebSocket.prototype === Native.prototype,
    Reflect.ownKeys(WebSocket).map(String).sort().join(),
  ]);
  put(
    'subclass',
    kit.said(() => new (class extends WebSocket {})(kit.ws('/echo')).readyState),
  );
  put(
    'bad',
    kit.said(() => new WebSocket('http://[bad')),
  );
  await kit.pause(100);
  interceptor.dispose();
  put('restored', () => [
    window.WebSocket === Native,
    kit.flags(window, 'WebSocket'),
    String(window.WebSocket),
  ]);
  const real = new WebSocket(kit.ws('/echo'));
  put('real again', [(await kit.event(real, 'open')).type, real.constructor === WebSocket]);
  real.close();
});
