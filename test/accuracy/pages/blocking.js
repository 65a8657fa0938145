import { io } from 'socket.io-client';
import { bad, met, repeat, sleep, tell } from './kit.js';

/** What a page does with each reply: as much work at once, or in pieces with a rest between. */
const WORK_MS = 2500;
const PIECE_MS = 12;
const EVERY_MS = 6000;
const FELT_MS = 2000;
/** While a page loads it may be busy. */
const FIRST_MS = 5000;

const TEXT = JSON.stringify(Array.from({ length: 2000 }, (_, n) => ({ n, text: `row ${n}` })));

/** @param {number} ms */
const work = (ms) => {
  const end = performance.now() + ms;
  while (performance.now() < end) JSON.parse(TEXT);
};

const onReply = async () => {
  if (bad) {
    const began = Date.now();
    work(WORK_MS);
    met(began + FELT_MS);
    return;
  }
  for (let done = 0; done < WORK_MS / 4; done += PIECE_MS) {
    work(PIECE_MS);
    await sleep(PIECE_MS);
  }
};

const socket = io({ path: '/clients/socket.io-client/socket.io', transports: ['websocket'] });
socket.on('echoed', () => void onReply());
let stop = () => {};
socket.on('connect', async () => {
  await sleep(FIRST_MS);
  stop = repeat(EVERY_MS, (n) => socket.emit('echo', { question: n }));
});
tell({ stop: () => stop() });
