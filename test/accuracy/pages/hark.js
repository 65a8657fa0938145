import hark from 'hark';
import { bad, met, repeat, sleep, tell } from './kit.js';

/** Push to talk: each push takes the microphone, and should give it back. */
const PUSH_MS = 1500;
const TALK_MS = 700;
/** "Forgotten tracks: three and more, still rising" (report contract). */
const FORGOTTEN = 3;
let created = 0;
let live = 0;

const stop = repeat(PUSH_MS, async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  created++;
  live++;
  if (live > FORGOTTEN) met();
  const harker = hark(stream, {});
  await sleep(TALK_MS);
  if (bad) return;
  harker.stop();
  for (const track of stream.getTracks()) track.stop();
  live--;
});
tell({ stop, held: () => ({ microphoneTrack: { created, live } }) });
