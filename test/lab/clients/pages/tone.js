import * as Tone from 'tone';
import { checksum } from './describe.js';
import { httpBase, play } from './scenario.js';

/** The context below the library's own: each of its layers keeps the one beneath. */
const nativeContext = () => {
  const { rawContext } = /** @type {any} */ (Tone.getContext());
  return rawContext._nativeAudioContext ?? rawContext._nativeContext;
};

/** @param {Tone.ToneAudioBuffer} buffer */
const samplesOf = (buffer) => {
  const samples = buffer.toArray(0);
  return [
    buffer.length,
    buffer.sampleRate,
    checksum(new Uint8Array(/** @type {Float32Array} */ (samples).buffer)),
  ];
};

play(async (scene) => {
  const { note, noting, heard, outcome, until } = scene;
  await outcome('start', () => Tone.start());
  const context = /** @type {Tone.Context} */ (Tone.getContext());
  await until('it runs', () => context.state === 'running');
  const native = nativeContext();
  note('context', context.constructor.name, context.rawContext.constructor.name, [
    native instanceof AudioContext,
    native.constructor === AudioContext,
    AudioContext.name,
    String(AudioContext),
    Object.prototype.toString.call(native),
    Object.getOwnPropertyNames(native),
    context.sampleRate,
    context.latencyHint,
    Tone.supported,
  ]);

  // The same notes give the same samples.
  const rendered = await Tone.Offline(
    ({ transport }) => {
      const synth = new Tone.FMSynth().toDestination();
      new Tone.Sequence(
        (time, note) => synth.triggerAttackRelease(note, '16n', time),
        ['C4', 'E4', 'G4'],
        '8n',
      ).start(0);
      transport.start();
    },
    0.6,
    1,
    22_050,
  );
  note('rendered', samplesOf(rendered));
  const filtered = await Tone.Offline(
    () => {
      const filter = new Tone.AutoFilter('4n').toDestination().start();
      new Tone.Oscillator(220, 'sawtooth').connect(filter).start(0).stop(0.2);
    },
    0.3,
    2,
    22_050,
  );
  note('filtered', samplesOf(filtered));

  // Callbacks come in the order and at the beat they were scheduled for.
  const transport = Tone.getTransport();
  transport.bpm.value = 240;
  const beat = (/** @type {string} */ what) => (/** @type {number} */ time) =>
    note(what, Math.round(transport.getTicksAtTime(time)));
  const synth = new Tone.Synth({ volume: -30 }).toDestination();
  transport.schedule((time) => {
    beat('note')(time);
    synth.triggerAttackRelease('A4', 0.05, time);
  }, '0:1:0');
  const cleared = transport.schedule(beat('cleared'), '0:1:2');
  const repeated = transport.scheduleRepeat(beat('repeat'), '4n', '4n', '2n');
  const part = new Tone.Part(
    (time, value) => beat(`part ${value}`)(time),
    [
      ['0:0:1', 'a'],
      ['0:2:0', 'b'],
    ],
  ).start(0);
  transport.scheduleOnce(beat('once'), '0:3:0');
  transport.clear(cleared);
  transport.schedule(beat('end'), '1:1:0');
  for (const event of /** @type {const} */ (['start', 'stop', 'pause'])) {
    transport.on(event, () => note(`transport ${event}`, transport.state));
  }
  transport.start();
  await heard('end');
  transport.clear(repeated);
  transport.stop();
  await heard('transport stop');
  note('part', part.state, part.length, transport.ticks);
  part.dispose();

  const player = new Tone.Player({
    url: `${httpBase}/440-300.wav`,
    onload: noting('loaded'),
    onstop: () => note('stopped', player.state),
  });
  player.volume.value = -30;
  player.toDestination();
  await heard('loaded');
  note('player', player.loaded, samplesOf(player.buffer), player.state);
  await outcome('not connected', () => new Tone.Player().start());
  player.start();
  await heard('stopped');
  player.playbackRate = 2;
  player.start(undefined, 0.1, 0.1);
  await heard('stopped', 2);
  player.loop = true;
  player.start();
  await until('it plays', () => player.state === 'started');
  player.stop();
  await heard('stopped', 3);
  await outcome('missing', () => new Tone.Player().load(`${httpBase}/missing.wav`));
  await outcome('broken', () => Tone.ToneAudioBuffer.fromUrl(`${httpBase}/broken.wav`));

  for (const one of [player, synth]) note('disposed', one.dispose().disposed);
  // One that is put away, and the new one in its place that stays.
  Tone.setContext(new Tone.Context(), false);
  await outcome('close', () => context.close());
  note('closed', native.state, context.state, native === nativeContext());
  await outcome('a node of the closed one', () => new Tone.Gain({ context }).disposed);
});
