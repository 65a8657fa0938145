import { bad, growing, httpUrl, repeat, tell } from './kit.js';

/** Sentences of a second each, as elements that are made when they arrive and played in turn. */
const CLIP = httpUrl('/clients/howler/330-1000.wav');
/** @type {HTMLAudioElement[]} */
const waiting = [];
let made = 0;
let playing = false;

const next = () => {
  const audio = waiting.shift();
  playing = audio !== undefined;
  if (!audio) return;
  audio.addEventListener('ended', next);
  audio.addEventListener('error', next);
  audio.play().catch(next);
};

const grows = growing();
const stop = repeat(bad ? 400 : 1300, () => {
  const audio = new Audio(CLIP);
  audio.volume = 0.1;
  made++;
  waiting.push(audio);
  if (!playing) next();
  grows(waiting.length);
});
tell({ stop, held: () => ({ mediaElement: { created: made } }) });
