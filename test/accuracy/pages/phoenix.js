import { Socket } from 'phoenix';
import { bad, wsUrl } from './kit.js';

/** Its own table is 10, 50, 100, 150, 200, 250, 500 ms, 1, 2 s, and 5 s from then on. */
const socket = new Socket(wsUrl('/ws'), bad ? { reconnectAfterMs: () => 50 } : {});
socket.connect();
