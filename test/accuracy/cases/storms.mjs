import { setTimeout as sleep } from 'node:timers/promises';
import { failing, loops } from '../case.mjs';
import { silent } from '../server/scripts.mjs';

/** Each client that reconnects by itself: set to be in a hurry, and as it is by default. */

const REFUSED = /** @type {const} */ ({ mode: 'refuse' });
const SOCKET_IO = '/clients/socket.io-client/socket.io/';
const FOR_EVER = 1e9;

/** @param {string} client @param {number} [times] */
const refuses =
  (client, times = FOR_EVER) =>
  (/** @type {import('../case.mjs').Stage} */ { order }) =>
    order(client, 'refuse', { times });

/** @type {readonly import('../case.mjs').Pair[]} */
export const STORMS = [
  {
    name: 'reconnecting-websocket-refused',
    library: 'reconnecting-websocket',
    fault: 'reconnect-storm',
    page: 'reconnecting-websocket',
    server: { '/ws/app': REFUSED },
    met: loops('/ws/app'),
    seconds: 20,
  },
  {
    name: 'reconnecting-websocket-flapping',
    library: 'reconnecting-websocket',
    fault: 'reconnect-storm',
    page: 'reconnecting-websocket',
    server: { '/ws/app': { mode: 'flap', afterMs: 150, code: 1011 } },
    met: loops('/ws/app'),
    seconds: 20,
  },
  {
    name: 'partysocket-refused',
    library: 'partysocket',
    fault: 'reconnect-storm',
    page: 'partysocket',
    server: { '/parties/main/lobby': REFUSED },
    met: loops('/parties/main/lobby'),
    seconds: 20,
  },
  {
    name: 'socket.io-refused',
    library: 'socket.io-client',
    fault: 'reconnect-storm',
    page: 'socket.io',
    before: refuses('socket.io-client'),
    settle: refuses('socket.io-client', 0),
    met: loops(SOCKET_IO),
    seconds: 20,
    moreTwins: {
      zero: { page: 'socket.io?way=zero' },
      // A server that is deployed anew is back after some seconds.
      restarted: {
        meanwhile: async (stage) => {
          await sleep(6000);
          await refuses('socket.io-client', 0)(stage);
        },
      },
    },
  },
  {
    name: 'graphql-ws-refused',
    library: 'graphql-ws',
    fault: 'reconnect-storm',
    page: 'graphql-ws',
    server: { '/ws/graphql': REFUSED },
    met: loops('/ws/graphql'),
    seconds: 20,
  },
  {
    name: 'graphql-ws-flapping',
    library: 'graphql-ws',
    fault: 'reconnect-storm',
    page: 'graphql-ws',
    server: { '/ws/graphql': { mode: 'flap', afterMs: 50, code: 1012 } },
    // It is closed before it has said that it is ready.
    scripts: { '/ws/graphql': silent },
    // What is sent while the server closes is lost on the way.
    counted: ['attempts', 'opened', 'failed', 'live'],
    met: loops('/ws/graphql'),
    seconds: 20,
  },
  {
    name: 'signalr-cut',
    library: '@microsoft/signalr',
    fault: 'reconnect-storm',
    page: 'signalr',
    before: refuses('signalr', 0),
    // It reconnects by itself only after it has been connected.
    meanwhile: async (stage) => {
      await sleep(6000);
      await refuses('signalr')(stage);
      await stage.order('signalr', 'cut');
    },
    settle: refuses('signalr', 0),
    met: loops('/clients/signalr/hub', 8000),
    seconds: 25,
    healthy: { seconds: 30 },
  },
  {
    name: 'react-use-websocket-refused',
    library: 'react-use-websocket',
    fault: 'reconnect-storm',
    page: 'react?way=hurry',
    server: { '/ws/app': REFUSED },
    met: loops('/ws/app'),
    seconds: 20,
  },
  {
    name: 'react-use-websocket-every-second',
    library: 'react-use-websocket',
    fault: 'reconnect-storm',
    page: 'react?way=second',
    server: { '/ws/app': REFUSED },
    met: loops('/ws/app', 10_000),
    seconds: 30,
    // The same loop over a server that is away for four seconds.
    healthy: {
      meanwhile: async ({ lab }) => {
        await sleep(4000);
        lab.command('/ws/app', { mode: 'ok' });
      },
    },
  },
  {
    name: 'mqtt-every-second',
    library: 'mqtt',
    fault: 'reconnect-storm',
    page: 'mqtt',
    server: { '/ws/mqtt': REFUSED },
    met: loops('/ws/mqtt', 10_000),
    seconds: 30,
    // Its server would have to speak MQTT.
    settle: async ({ lab }) => lab.command('/ws/mqtt', { mode: 'refuse' }),
  },
  {
    name: 'phoenix-refused',
    library: 'phoenix',
    fault: 'reconnect-storm',
    page: 'phoenix',
    server: { '/ws/websocket': REFUSED },
    met: loops('/ws/websocket'),
    seconds: 20,
    healthy: { seconds: 26 },
  },
  {
    name: 'rxjs-refused',
    library: 'rxjs',
    fault: 'reconnect-storm',
    page: 'rxjs',
    server: { '/ws/rx': REFUSED },
    met: loops('/ws/rx'),
    seconds: 20,
  },
  {
    name: 'eventsource-by-hand',
    library: 'EventSource',
    fault: 'reconnect-storm',
    page: 'event-source',
    server: { '/sse/news': { mode: 'flap', afterMs: 100 } },
    met: loops('/sse/news'),
    seconds: 20,
    // The browser's own way, with a server that ends each stream after a while.
    healthy: { server: { '/sse/news': { mode: 'flap', afterMs: 3000 } }, seconds: 26 },
  },
  {
    name: 'reconnecting-websocket-unreachable',
    library: 'reconnecting-websocket',
    fault: 'endpoint-unreachable',
    page: 'reconnecting-websocket?way=patient',
    server: { '/ws/app': REFUSED },
    met: failing('/ws/app'),
    seconds: 50,
    healthy: {
      meanwhile: async ({ lab }) => {
        await sleep(12_000);
        lab.command('/ws/app', { mode: 'ok' });
      },
      seconds: 40,
    },
  },
  {
    name: 'socket.io-unreachable',
    library: 'socket.io-client',
    fault: 'endpoint-unreachable',
    page: 'socket.io?way=patient',
    before: refuses('socket.io-client'),
    settle: refuses('socket.io-client', 0),
    met: failing(SOCKET_IO),
    seconds: 50,
    healthy: {
      meanwhile: async (stage) => {
        await sleep(12_000);
        await refuses('socket.io-client', 0)(stage);
      },
      seconds: 40,
    },
  },
];
