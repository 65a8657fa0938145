import { PartySocket } from 'partysocket';
import { bad, met, repeat, tell, way } from './kit.js';

const HURRY = {
  minReconnectionDelay: 0,
  maxReconnectionDelay: 100,
  // Browsers hold tries back for longer than its own four seconds: the server would never see those.
  connectionTimeout: 600_000,
};
/** What a chat that never forgets keeps of each message; the healthy one keeps the newest. */
const KEPT = 20;
/** Half a minute to set itself up, then growth for a minute, which no cache does. */
const LEAK_MS = 90_000;

const open = (options = {}) =>
  new PartySocket({ host: location.host, protocol: 'ws', room: 'lobby', ...options });

if (way === 'history') {
  /** @type {object[]} */
  const history = [];
  const socket = open();
  socket.addEventListener('message', ({ data }) => {
    // Each message becomes a lot of small objects, as a chat's rows do: some megabytes a second, and as
    // much again that is let go of.
    const rows = Array.from({ length: 3000 }, (_, n) => ({ n, text: `${data.slice(0, 40)} ${n}` }));
    history.push({ data, rows: structuredClone(rows) });
    if (!bad && history.length > KEPT) history.shift();
  });
  let stop = () => {};
  socket.addEventListener('open', () => {
    if (bad) setTimeout(met, LEAK_MS);
    stop = repeat(100, (n) => socket.send(`${n} `.padEnd(1000, '.')));
  });
  tell({ stop: () => stop() });
} else {
  open(bad ? HURRY : {});
}
