import WaveSurfer from 'wavesurfer.js';
import { checksum } from './describe.js';
import { httpBase, play } from './scenario.js';

const EVENTS = /** @type {const} */ ([
  'init',
  'load',
  'decode',
  'ready',
  'play',
  'pause',
  'finish',
  'interaction',
  'error',
  'zoom',
  'destroy',
]);
/** They come as often as a clock or a screen has them come: how often is not for a page to rely on. */
const TICKS = /** @type {const} */ ([
  'seeking',
  'loading',
  'timeupdate',
  'audioprocess',
  'redraw',
  'redrawcomplete',
]);

/** @param {number} seconds */
const rounded = (seconds) => Math.round(seconds * 10) / 10;

play(async (scene) => {
  const { note, heard, outcome, until } = scene;

  /** @param {string} what @param {Partial<import('wavesurfer.js').WaveSurferOptions>} [options] */
  const open = (what, options) => {
    const waves = WaveSurfer.create({ container: '#stage', height: 40, ...options });
    for (const event of EVENTS) {
      waves.on(event, (/** @type {unknown[]} */ ...values) =>
        note(
          `${what} ${event}`,
          ...values.map((one) => (typeof one === 'number' ? rounded(one) : one)),
        ),
      );
    }
    /** @type {Set<string>} */
    const ticked = new Set();
    for (const event of TICKS) waves.on(event, () => ticked.add(event));
    return { waves, ticked };
  };

  /** @param {string} what @param {Partial<import('wavesurfer.js').WaveSurferOptions>} [options] */
  const listen = async (what, options) => {
    const { waves, ticked } = open(what, { url: `${httpBase}/330-500.wav`, ...options });
    await heard(`${what} ready`);
    const data = /** @type {AudioBuffer} */ (waves.getDecodedData());
    note(`${what} has`, waves.getDuration(), data.sampleRate, data.length, data.numberOfChannels, [
      data.constructor.name,
      checksum(new Uint8Array(data.getChannelData(0).buffer)),
      waves.exportPeaks({ maxLength: 8 }),
    ]);
    waves.setVolume(0.1);
    await outcome(`${what} plays`, () => waves.play());
    await heard(`${what} finish`);
    note(
      `${what} ended`,
      waves.isPlaying(),
      waves.getCurrentTime() > 0.48,
      waves.getVolume().toFixed(1),
    );
    waves.seekTo(0.5);
    await until('it stands there', () => waves.getCurrentTime() === 0.25);
    note(`${what} sought`, waves.getCurrentTime());
    waves.setPlaybackRate(2);
    await outcome(`${what} plays again`, () => waves.playPause());
    await heard(`${what} finish`, 2);
    // Long enough that a late frame does not make a part into the whole.
    await outcome(`${what} has another`, () => waves.load(`${httpBase}/220-5000.wav`));
    waves.setPlaybackRate(1);
    await outcome(`${what} plays a part`, () => waves.play(0.1, 0.3));
    await heard(`${what} pause`, 3);
    note(`${what} stands`, waves.isPlaying(), waves.getPlaybackRate());
    waves.stop();
    note(`${what} ticked`, [...ticked].sort());
    return waves;
  };

  const element = await listen('element');
  const media = element.getMediaElement();
  scene.keep(/** @type {HTMLMediaElement} */ (media));
  note(
    'its element',
    media,
    media instanceof HTMLMediaElement,
    media?.constructor === HTMLAudioElement,
    [media?.paused, media?.error, /^blob:/.test(media?.currentSrc ?? '')],
  );
  element.zoom(300);
  element.empty();

  const web = await listen('web', { backend: 'WebAudio' });
  await outcome('missing', () => web.load(`${httpBase}/missing.wav`));
  void web.load(`${httpBase}/broken.wav`);
  await heard('web error', 2);

  // What is known beforehand needs no decoding.
  const { waves: drawn } = open('drawn', { peaks: [[0, 0.5, -0.5, 1]], duration: 3 });
  await heard('drawn ready');
  note('drawn', drawn.getDuration(), drawn.exportPeaks({ maxLength: 4 }));

  web.destroy();
  await heard('web destroy');
  element.destroy();
  await outcome('after its end', () => element.load(`${httpBase}/220-200.wav`));
  await until('they are gone', () => document.querySelectorAll('#stage > *').length === 1);
});
