import { io } from 'socket.io-client';
import { bad, growing, repeat, tell, way } from './kit.js';

const OPTIONS = { path: '/clients/socket.io-client/socket.io', transports: ['websocket'] };
/** What people write who think that a pause only costs time. */
const HURRY = { reconnectionDelay: 10, reconnectionDelayMax: 10, randomizationFactor: 0 };
/** It takes a zero for no value, and begins at 100 ms. */
const ZERO = { reconnectionDelay: 0, randomizationFactor: 0 };

if (way === 'routes') {
  // A single-page app: each route connects for itself, and should disconnect when it is left.
  let made = 0;
  let live = 0;
  /** @type {import('socket.io-client').Socket | undefined} */
  let current;
  const grows = growing();
  const stop = repeat(1500, () => {
    // A person goes on when the route is there.
    if (current && !current.connected) return;
    if (!bad && current) {
      current.disconnect();
      live--;
    }
    current = io({ ...OPTIONS, forceNew: true });
    made++;
    live++;
    grows(live);
  });
  tell({ stop, held: () => ({ webSocket: { created: made, live } }) });
} else if (way === 'tabs') {
  // Every tab connects, or only the one that holds the lock, which tells the others.
  const connect = () => io(OPTIONS);
  if (bad) connect();
  else
    void navigator.locks.request('the-one-that-connects', () => {
      const telling = new BroadcastChannel('news');
      connect().onAny((...news) => telling.postMessage(news));
      return new Promise(() => {});
    });
} else {
  const inHurry = bad && way !== 'patient';
  io({ ...OPTIONS, ...(inHurry ? HURRY : way === 'zero' ? ZERO : {}) });
}
