import ReconnectingWebSocket from 'reconnecting-websocket';
import { bad, growing, repeat, tell, way, wsUrl } from './kit.js';

/** Its own pauses are 1 to 5 s at first, and grow; whoever is in a hurry sets them to next to nothing. */
const HURRY = {
  minReconnectionDelay: 10,
  maxReconnectionDelay: 50,
  reconnectionDelayGrowFactor: 1,
  // Browsers hold tries back for longer than its own four seconds: the server would never see those.
  connectionTimeout: 600_000,
};

if (way === 'speech') {
  // A microphone's worth of chunks, many times as much as any: what a server leaves unread piles up.
  const socket = new ReconnectingWebSocket(wsUrl('/ws/speech'));
  const chunk = new Uint8Array(bad ? 512 * 1024 : 32 * 1024);
  const grows = growing();
  let stop = () => {};
  socket.addEventListener('open', () => {
    stop = repeat(100, () => {
      socket.send(chunk);
      grows(socket.bufferedAmount);
    });
  });
  tell({ stop: () => stop() });
} else {
  new ReconnectingWebSocket(wsUrl('/ws/app'), [], bad && way !== 'patient' ? HURRY : {});
}
