import { open, twice } from '../case.mjs';
import { startHttp2 } from '../server/http2.mjs';
import { deaf, news, silent } from '../server/scripts.mjs';

/** Pages that hold too many connections, or fill one faster than it is emptied. */

const LEAK =
  'each mount opens one more connection to the same address: they are duplicates of each other, too';
/** The page gives up a connection before it is there: what the server has seen of it is not the page's count. */
const GIVEN_UP = /** @type {const} */ (['live']);

/** @type {readonly import('../case.mjs').Pair[]} */
export const SOCKETS = [
  {
    name: 'react-strict-mode',
    library: 'react',
    fault: 'duplicate-sockets',
    page: 'react?way=strict',
    scripts: { '/ws/app': news },
    met: twice('/ws/app'),
    seconds: 20,
    healthy: { counted: GIVEN_UP },
  },
  {
    name: 'react-use-websocket-providers',
    library: 'react-use-websocket',
    fault: 'duplicate-sockets',
    page: 'react?way=providers',
    scripts: { '/ws/app': news },
    met: open('/ws/app', 3),
    seconds: 20,
  },
  {
    name: 'react-remount',
    library: 'react',
    fault: 'socket-leak',
    page: 'react?way=remount',
    mayAlso: { 'duplicate-sockets': LEAK },
    seconds: 25,
  },
  {
    name: 'react-rooms',
    library: 'react',
    fault: 'socket-leak',
    page: 'react?way=rooms',
    seconds: 50,
  },
  {
    name: 'socket.io-routes',
    library: 'socket.io-client',
    fault: 'socket-leak',
    page: 'socket.io?way=routes',
    before: ({ order }) => order('socket.io-client', 'refuse', { times: 0 }),
    mayAlso: { 'duplicate-sockets': LEAK },
    seconds: 25,
  },
  {
    name: 'reconnecting-websocket-speech',
    library: 'reconnecting-websocket',
    fault: 'send-backlog',
    page: 'reconnecting-websocket?way=speech',
    scripts: { '/ws/speech': deaf },
    seconds: 30,
    // What the server does not read it cannot count.
    counted: ['attempts', 'opened', 'live'],
    healthy: { scripts: { '/ws/speech': silent }, counted: 'all' },
  },
  {
    name: 'eventsource-pool',
    library: 'EventSource',
    fault: 'connection-pool-exhaustion',
    page: 'event-source?way=pool&streams=7',
    met: open('/sse/*', 6),
    seconds: 20,
    // The seventh has never reached the server.
    counted: 'none',
    healthy: { page: 'event-source?way=pool&streams=5', counted: 'all' },
    moreTwins: {
      // All of them share one connection there. Firefox takes no certificate that nobody has signed.
      http2: {
        browsers: ['chrome'],
        before: async (stage) => {
          const { origin, close } = await startHttp2();
          stage.query.server = origin;
          stage.after(close);
        },
      },
    },
  },
  {
    name: 'eventsource-pool-of-tabs',
    library: 'EventSource',
    fault: 'connection-pool-exhaustion',
    page: 'event-source?way=pool&streams=2',
    tabs: 3,
    met: open('/sse/*', 6),
    seconds: 20,
    healthy: { tabs: 2 },
  },
];
