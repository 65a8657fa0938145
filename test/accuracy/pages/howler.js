import { Howl } from 'howler';
import { bad, growing, httpUrl, met, repeat, tell, way } from './kit.js';

/** Nobody listens to so many at once. */
const AT_ONCE = 5;
/** The library takes elements that it has let go of again: what it plays with are these. @type {Set<object>} */
const elements = new Set();
/** @param {number} ms @param {object} [options] */
const sound = (ms, options) => {
  const howl = new Howl({
    src: [httpUrl(`/clients/howler/440-${ms}.wav`)],
    html5: true,
    volume: 0.1,
    ...options,
  });
  for (const { _node } of howl._sounds) if (_node instanceof HTMLMediaElement) elements.add(_node);
  return howl;
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
  // Each reply has a player, and is played over the one before if nobody stops that.
  replies: () => {
    let playing = 0;
    /** @type {any} */
    let last;
    return repeat(1500, () => {
      if (!bad && last) {
        last.stop();
        last.unload();
        playing--;
      }
      last = sound(30_000);
      last.play();
      if (++playing >= AT_ONCE) met();
    });
  },
  // A bell before anybody has touched the page: the library itself waits until it may be heard.
  gesture: () => {
    const bell = sound(300, { html5: false });
    return repeat(1000, () => bell.play());
  },
};

const stop = PAGES[way]?.();
tell({
  ...(stop ? { stop } : {}),
  held: () =>
    way === 'gesture'
      ? { audioContext: { created: 1, live: 1 } }
      : { mediaElement: { created: elements.size } },
});
