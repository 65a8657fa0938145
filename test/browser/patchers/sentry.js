// @ts-nocheck: runs in a page.
/*
 * Sentry's browser SDK as a page ships it, with a transport that keeps what would be sent: the events,
 * their frames, mechanisms and breadcrumbs have to be the same.
 */
import * as Sentry from '@sentry/browser';

probe(async (put, kit) => {
  const sent = [];
  Sentry.init({
    dsn: 'https://public@sentry.invalid/1',
    transport: () => ({
      send: async (envelope) => {
        sent.push(envelope);
        return { statusCode: 200 };
      },
      flush: async () => true,
    }),
    sendDefaultPii: false,
    maxBreadcrumbs: 50,
  });
  const events = async (label) => {
    await Sentry.flush(2000);
    const found = sent
      .flatMap(([, items]) => items)
      .filter(([header]) => header.type === 'event')
      .map(([, event]) => event);
    sent.length = 0;
    put(`${label}: events`, found.length);
    found.forEach((event, n) => {
      const values = event.exception?.values ?? [];
      put(`${label} ${n}: what`, [
        event.message,
        event.level,
        ...values.map((v) => `${v.type}: ${v.value} ${JSON.stringify(v.mechanism)}`),
      ]);
      // The innermost. What it was called by asynchronously is on the stack or not, as Firefox likes.
      put(
        `${label} ${n}: frames`,
        values
          .flatMap((v) => v.stacktrace?.frames ?? [])
          .slice(-1)
          .map((f) => `${f.function} ${f.filename}:${f.lineno}:${f.colno} ${f.in_app}`),
      );
      put(
        `${label} ${n}: breadcrumbs`,
        (event.breadcrumbs ?? []).map((b) => `${b.category} ${b.type} ${b.message}`),
      );
      put(
        `${label} ${n}: extra`,
        JSON.stringify([event.extra, event.tags, event.sdk?.integrations]),
      );
    });
  };
  const caught = (label, run) => {
    try {
      run();
    } catch (error) {
      Sentry.captureException(error);
    }
    return events(label);
  };
  await caught('bad socket', () => new WebSocket('http://[bad'));
  await caught('send early', () => new WebSocket(kit.ws('/echo')).send('x'));
  await caught('start twice', () => {
    const source = new AudioBufferSourceNode(new OfflineAudioContext(1, 128, 44100));
    source.start();
    source.start();
  });
  await caught('bad worker', () => new Worker('http://other.invalid/x.js'));
  setTimeout(() => new WebSocket('http://[bad'));
  await kit.pause(50);
  await events('uncaught');
  setTimeout(() => {
    throw new Error('mine');
  });
  await kit.pause(50);
  await events('uncaught of the page');
  navigator.mediaDevices.getUserMedia({});
  await kit.pause(50);
  await events('unhandled');
  const socket = new WebSocket(kit.ws('/echo'));
  socket.addEventListener('open', () => {
    throw new Error('in a listener');
  });
  await kit.event(socket, 'open');
  await kit.pause(50);
  await events('listener');
  socket.onmessage = () => {
    throw new Error('in a handler');
  };
  socket.send('x');
  await kit.event(socket, 'message');
  await kit.pause(50);
  await events('handler');
  socket.close();
  put('text', () => [String(WebSocket), String(WebSocket.prototype.send), String(setTimeout)]);
  put('listener text', () => String(EventTarget.prototype.addEventListener).length);
  Sentry.captureMessage('done');
  await events('message');
});
