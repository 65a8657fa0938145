import Hls from 'hls.js';
import { bad, growing, httpUrl, met, repeat, tell, way } from './kit.js';

/** Pieces are 1.2 s long; see `server/hls.mjs`. */
const PACE_MS = 1200;
const RUSH_MS = 400;
const SWITCH_MS = 1500;
/** Nobody listens to so many at once. */
const AT_ONCE = 5;
let made = 0;

/** @param {string} list @param {Partial<import('hls.js').HlsConfig>} [config] */
const player = (list, config) => {
  const audio = new Audio();
  audio.volume = 0.1;
  made++;
  const hls = new Hls({ enableWorker: false, startPosition: 0, ...config });
  hls.loadSource(httpUrl(list));
  hls.attachMedia(audio);
  hls.on(Hls.Events.MANIFEST_PARSED, () => void audio.play().catch(() => {}));
  return { hls, audio };
};

/** @type {Record<string, () => () => void>} */
const PAGES = {
  // A reply that is spoken as it is made: the list grows, as fast as it is heard or three times as fast.
  reply: () => {
    const { hls, audio } = player(
      `/accuracy/hls/reply.m3u8?since=${Date.now()}&everyMs=${bad ? RUSH_MS : PACE_MS}`,
      { maxBufferLength: 600, liveSyncDuration: 600, liveDurationInfinity: true },
    );
    // The list is asked for every two seconds.
    const grows = growing(3);
    const watching = repeat(1000, () => {
      const { buffered, currentTime } = audio;
      const end = buffered.length ? buffered.end(buffered.length - 1) : 0;
      grows(Math.round(end - currentTime));
    });
    return () => {
      watching();
      hls.stopLoad();
    };
  },
  // A person zaps through stations.
  stations: () => {
    let playing = 0;
    /** @type {ReturnType<typeof player> | undefined} */
    let current;
    return repeat(SWITCH_MS, () => {
      if (!bad && current) {
        current.hls.destroy();
        current.audio.removeAttribute('src');
        current.audio.load();
        playing--;
      }
      current = player('/accuracy/hls/piece.m3u8');
      if (++playing >= AT_ONCE) met();
    });
  },
  // A piece of a minute, loaded ahead as the library does it by itself.
  piece: () => {
    player('/accuracy/hls/piece.m3u8');
    return () => {};
  },
};

const stop = PAGES[way]?.();
tell({ ...(stop ? { stop } : {}), held: () => ({ mediaElement: { created: made } }) });
