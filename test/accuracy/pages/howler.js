import { Howl, Howler } from 'howler';
import { bad, growing, httpUrl, met, repeat, tell, way } from './kit.js';

let made = 0;
/** @param {number} ms @param {object} [options] */
const sound = (ms, options) => {
  made++;
  return new Howl({
    src: [httpUrl(`/clients/howler/440-${ms}.wav`)],
    html5: true,
    volume: 0.1,
    ...options,
  });
};

/** @type {Record<string, () => () => void>} */
const PAGES = {
  // Each sentence of a reply is a second long, and is loaded as it arrives.
  queue: () => {
    /** @type {any[]} */
    const waiting = [];
    let playing = false;
    const next = () => {
      const howl = waiting.shift();
      playing = howl !== undefined;
      howl?.once('end', () => {
        howl.unload();
        next();
      });
      howl?.play();
    };
    const grows = growing();
    return repeat(bad ? 400 : 1300, () => {
      waiting.push(sound(1000));
      if (!playing) next();
      grows(waiting.length);
    });
  },
  // A player for each short sound.
  players: () => {
    const grows = growing();
    return repeat(700, () => {
      const howl = sound(300);
      grows(made);
      howl.play();
      if (!bad) howl.once('end', () => howl.unload());
    });
  },
  // A bell that rings before anybody has touched the page, on the library's own context.
  gesture: () => {
    const bell = sound(300, { html5: false });
    const ring = () =>
      repeat(1000, () => {
        bell.play();
        if (Howler.ctx.state !== 'running') met();
      });
    if (bad) return ring();
    let stop = () => {};
    document.getElementById('stage')?.addEventListener('click', () => {
      stop = ring();
    });
    return () => stop();
  },
};

const stop = PAGES[way]?.();
tell({
  ...(stop ? { stop } : {}),
  held: () => (way === 'gesture' ? {} : { mediaElement: { created: made } }),
});
