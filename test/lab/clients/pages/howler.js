import { Howl, Howler } from 'howler';
import { httpBase, play } from './scenario.js';

const EVENTS = [
  'load',
  'loaderror',
  'playerror',
  'play',
  'end',
  'pause',
  'stop',
  'mute',
  'volume',
  'rate',
  'seek',
  'fade',
  'unlock',
];

play(async (scene) => {
  const { note, noting, heard, until } = scene;
  /** @param {string} what @param {object} options */
  const open = (what, options) => {
    const howl = new Howl({ volume: 0.1, ...options });
    for (const event of EVENTS) howl.on(event, noting(`${what} ${event}`));
    return howl;
  };
  const tone = (/** @type {number} */ ms) => [`${httpBase}/440-${ms}.wav`];

  /** @param {string} what @param {object} mode */
  const listen = async (what, mode) => {
    const howl = open(what, { src: tone(400), ...mode });
    note(`${what} at first`, howl.state(), howl.duration());
    await heard(`${what} load`);
    note(`${what} has`, howl.state(), Math.round(howl.duration() * 1000), howl.playing());
    const id = howl.play();
    await heard(`${what} end`);
    howl.rate(2, id);
    howl.volume(0.05, id);
    howl.mute(true, id);
    howl.mute(false, id);
    howl.seek(0.2, id);
    note(`${what} sought`, Math.round(howl.seek(id) * 1000), howl.rate(id), howl.volume(id));
    howl.play(id);
    await heard(`${what} end`, 2);
    // A loop's own starts and ends come in no order that a page could rely on.
    howl.off('play');
    howl.loop(true, id);
    howl.play(id);
    await heard(`${what} end`, 4);
    howl.loop(false, id);
    await heard(`${what} end`, 5);
    note(`${what} looped`, howl.playing(id), howl.loop(id));
    // Long enough that a late timer does not come after its end.
    const long = open(`${what} long`, { src: tone(5000), ...mode });
    await heard(`${what} long load`);
    const other = long.play();
    await heard(`${what} long play`);
    long.pause(other);
    await heard(`${what} long pause`);
    note(`${what} paused`, long.playing(other));
    long.play(other);
    await heard(`${what} long play`, 2);
    // In how many steps it fades is its timers' business.
    long.off('volume');
    long.fade(0.1, 0, 60, other);
    await heard(`${what} long fade`);
    note(`${what} faded`, long.volume(other));
    long.stop();
    await heard(`${what} long stop`);
    // An element that is put back to its start may have moved on by a sample or two: its clock is not ours.
    note(`${what} stopped`, long.playing(other), long.seek(other) < 0.05);
    return howl;
  };

  const web = await listen('web', {});
  note('Howler', [
    Howler.usingWebAudio,
    Howler.noAudio,
    Howler.ctx instanceof AudioContext,
    Howler.ctx.constructor === AudioContext,
    Howler.ctx.state,
    Howler.codecs('wav'),
    Howler.codecs('mp3'),
    Howler.masterGain instanceof GainNode,
  ]);
  const pieces = open('pieces', {
    src: tone(600),
    sprite: { first: [0, 100], second: [200, 150], round: [400, 50, true] },
  });
  await heard('pieces load');
  for (const [n, piece] of ['first', 'second'].entries()) {
    pieces.play(piece);
    await heard('pieces end', n + 1);
  }

  const element = await listen('element', { html5: true });
  const node = element._sounds[0]._node;
  note('its element', node, node instanceof Audio, node.constructor === HTMLAudioElement, [
    node.constructor.name,
    Audio.name,
    Audio.prototype === HTMLAudioElement.prototype,
    String(Audio),
  ]);

  for (const html5 of [false, true]) {
    for (const file of ['missing', 'broken']) {
      const what = `${file} ${html5 ? 'element' : 'web'}`;
      const howl = open(what, { src: [`${httpBase}/${file}.wav`], html5 });
      await heard(`${what} loaderror`);
      note(`${what} state`, howl.state());
    }
  }
  new Howl({ src: [`${httpBase}/file.unknown`], onloaderror: noting('unknown loaderror') });
  await heard('unknown loaderror');

  for (const { _sounds } of Howler._howls)
    for (const { _node } of _sounds) if (_node) scene.keep(_node);
  web.unload();
  note('unloaded', web.state(), pieces.state());
  const before = Howler.ctx;
  Howler.unload();
  await until('the old context is closed', () => before.state === 'closed');
  await until('the new one runs', () => Howler.ctx.state === 'running');
  note('again', Howler.ctx !== before, Howler.state, Howler.ctx.state);
});
