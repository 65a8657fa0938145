import WaveSurfer from 'wavesurfer.js';
import { bad, growing, httpUrl, met, repeat, tell, way } from './kit.js';

/** A list of voice messages: each one that is looked at has a player, which should go when the next comes. */
const NEXT_MS = 1500;
const stage = /** @type {HTMLElement} */ (document.getElementById('stage'));
/** "Forgotten contexts: three and more, still rising" (report contract). */
const FORGOTTEN = 3;
const grows = growing();
let made = 0;
/** @type {WaveSurfer | undefined} */
let current;

const stop = repeat(NEXT_MS, () => {
  if (bad) stage.replaceChildren();
  else current?.destroy();
  const waves = WaveSurfer.create({
    container: stage,
    height: 40,
    url: httpUrl('/clients/wavesurfer/330-500.wav'),
    ...(way === 'web' ? { backend: 'WebAudio' } : {}),
  });
  made++;
  if (way !== 'web') grows(made);
  else if (made >= FORGOTTEN) met();
  waves.on('ready', () => void waves.play().catch(() => {}));
  current = waves;
});
tell({
  stop,
  held: () =>
    way === 'web'
      ? { audioContext: { live: bad ? made : 1 } }
      : { mediaElement: { created: made } },
});
