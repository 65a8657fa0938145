// @ts-nocheck: runs in a page and looks at it the way a page would.
/* As `conversion.js`: sound, media, microphones, and the ports of audio worklets. */
probe(async (put, kit) => {
  const { log, spied, old, bag, list, tellAll } = spies(put, kit);
  const offline = new OfflineAudioContext(1, 128, 44100);
  await offline.audioWorklet.addModule('/worklet.js');
  const buffer = new AudioBuffer({ length: 100, sampleRate: 44100 });
  const source = (options = { buffer }) => new AudioBufferSourceNode(offline, options);
  const vad = new AudioWorkletNode(offline, 'vad-helper-worklet');
  await tellAll({
    'context options': () =>
      new AudioContext(
        bag('options', {
          sampleRate: spied('rate', 44100),
          latencyHint: spied('hint', 'playback'),
        }),
      ),
    'context latency': () => new AudioContext(bag('options', { latencyHint: old('hint', 0.1) })),
    'context sink': () =>
      new AudioContext(bag('options', {}, { sinkId: bag('sink', { type: 'none' }) })),
    'context bag': () => new AudioContext(bag('options')),
    'context function': () => new AudioContext(bag('options', () => {})),
    'offline numbers': () =>
      new OfflineAudioContext(spied('channels', 1), spied('length', 128), spied('rate', 44100)),
    'offline bag': () =>
      new OfflineAudioContext(bag('options', { length: 128, sampleRate: 44100 })),
    'worklet node': () =>
      new AudioWorkletNode(
        offline,
        spied('name', 'quiet'),
        bag('options', { numberOfInputs: spied('inputs', 1), processorOptions: bag('own') }),
      ),
    'worklet node parameters': () =>
      new AudioWorkletNode(
        offline,
        old('name', 'quiet'),
        bag(
          'options',
          {},
          { parameterData: bag('parameters', { a: 1 }), outputChannelCount: list('counts', 1) },
        ),
      ),
    'worklet node vad': () =>
      new AudioWorkletNode(offline, spied('name', 'vad-helper-worklet'), bag('options')),
    'worklet node context': () => new AudioWorkletNode(bag('context'), spied('name', 'quiet')),
    'script processor': () =>
      offline.createScriptProcessor(spied('size', 4096), spied('in', 1), spied('out', 1)),
    'source node': () =>
      new AudioBufferSourceNode(
        offline,
        bag('options', { buffer, loop: spied('loop', true), playbackRate: old('rate', 2) }),
      ),
    start: () => source().start(spied('when', 0), spied('offset', 0), spied('length', 1)),
    'start old': () => source().start(old('when', 0), old('offset', 0)),
    'start nothing': () => source().start(undefined, undefined),
    'start text': () => source().start('0', '0'),
    stop: () => {
      const s = source();
      s.start();
      s.stop(spied('when', 1));
    },
    'stop first': () => source().stop(spied('when', 1)),
    audio: () => new Audio(spied('src', 'data:,')).src,
    'audio old': () => new Audio(old('src', 'data:,')).src,
    'audio bag': () => new Audio(bag('src', new String('data:,'))).src,
    src: () => {
      const a = new Audio();
      a.src = spied('src', 'data:,');
      return a.src;
    },
    'src of a stranger': () =>
      Reflect.set(HTMLMediaElement.prototype, 'src', spied('src', 'x'), {}),
    'play extra': () => {
      new Audio('data:,').play(bag('first')).catch(() => {});
    },
    'load extra': () => new Audio('data:,').load(bag('first')),
    microphone: () => {
      navigator.mediaDevices.getUserMedia(bag('constraints')).catch(() => {});
    },
    'microphone deep': () => {
      const audio = bag('audio', {
        echoCancellation: spied('echo', true),
        channelCount: bag('count', { ideal: spied('ideal', 1) }),
      });
      navigator.mediaDevices.getUserMedia(bag('constraints', {}, { audio })).then(
        (s) => s.getTracks().map((t) => t.stop()),
        () => {},
      );
    },
    'track clone': () => MediaStreamTrack.prototype.clone.call(bag('this')),
    stream: () => new MediaStream(list('tracks')),
    'stream clone extra': () => new MediaStream().clone(bag('first')),
    'post to a detector': () =>
      vad.port.postMessage({
        get message() {
          log.push('message read');
          return 'x';
        },
      }),
    'post text to a detector': () => vad.port.postMessage('SPEECH_STOP'),
    'post array to a detector': () => vad.port.postMessage([spied('in list', 1)], list('transfer')),
    'post proxy to a detector': () => vad.port.postMessage(bag('message')),
    analyser: () => new AnalyserNode(offline, bag('options', { fftSize: spied('size', 256) })),
    'analyser reads': () => new AnalyserNode(offline).getFloatTimeDomainData(bag('array')),
    'worklet module': () => {
      offline.audioWorklet.addModule(spied('url', '/worklet.js'), bag('options')).catch(() => {});
    },
  });
});
