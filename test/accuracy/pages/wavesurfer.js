import WaveSurfer from 'wavesurfer.js';
import { bad, httpUrl, met, repeat, tell, way } from './kit.js';

/** A list of voice messages: each one that is looked at has a player, which should go when the next comes. */
const NEXT_MS = way === 'web' ? 1500 : 600;
const stage = /** @type {HTMLElement} */ (document.getElementById('stage'));
/** "Forgotten contexts: three and more, still rising" (report contract). */
const FORGOTTEN = 3;
/** So many media elements were what Chrome 92 allowed a page on a phone. */
const MANY = 40;
let made = 0;
let ready = 0;
/** Like a person, it goes on when the last one can be heard. */
let isThere = true;
/** What an app keeps to find its players again. @type {Set<WaveSurfer>} */
const players = new Set();
/** @type {WaveSurfer | undefined} */
let current;

const stop = repeat(NEXT_MS, () => {
  if (!isThere) return;
  isThere = false;
  if (bad) {
    current?.pause();
    stage.replaceChildren();
  } else if (current) {
    current.destroy();
    players.delete(current);
  }
  const waves = WaveSurfer.create({
    container: stage,
    height: 40,
    url: httpUrl('/clients/wavesurfer/330-5000.wav'),
    ...(way === 'web' ? { backend: 'WebAudio' } : {}),
  });
  made++;
  if (way === 'web' ? made > FORGOTTEN : ready >= MANY) met();
  waves.on('ready', () => {
    ready++;
    isThere = true;
    void waves.play().catch(() => {});
  });
  current = waves;
  players.add(waves);
});
tell({
  stop,
  held: () =>
    way === 'web'
      ? { audioContext: { live: bad ? made : 1 } }
      : { mediaElement: { created: ready } },
});
