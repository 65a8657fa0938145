// @ts-nocheck: runs in a page and looks at it the way a page would.
/* Every way to make a native complain that a page may meet, each on a line of its own. */
globalThis.mistakes = (kit) => {
  const offline = new OfflineAudioContext(1, 128, 44100);
  const played = new AudioBufferSourceNode(offline);
  played.start();
  /** A socket that is not open yet. */
  const early = () => new WebSocket(kit.ws('/echo'));
  const CASES = {
    'socket scheme': () => new WebSocket('http://[bad'),
    'socket fragment': () => new WebSocket('ws://localhost:9/#f'),
    'socket protocols': () => new WebSocket('ws://localhost:9', ['a', 'a']),
    'socket symbol': () => new WebSocket(Symbol('s')),
    'socket nothing': () => new WebSocket(),
    'socket without new': () => WebSocket('x'),
    'socket send early': () => early().send('x'),
    'socket send nothing': () => early().send(),
    'socket send to nobody': () => WebSocket.prototype.send.call({}, 'x'),
    'socket close code': () => early().close(1),
    'socket close reason': () => early().close(3000, 'x'.repeat(200)),
    'source bad': () => new EventSource('http://[bad'),
    'source close': () => EventSource.prototype.close.call(1),
    'context options': () => new AudioContext({ sampleRate: 1 }),
    'context hint': () => new AudioContext({ latencyHint: Symbol('s') }),
    'worklet node': () => new AudioWorkletNode(offline, 'nobody'),
    'worklet node nothing': () => new AudioWorkletNode(),
    'start twice': () => played.start(),
    'start before': () => new AudioBufferSourceNode(offline).start(-1),
    'stop unstarted': () => new AudioBufferSourceNode(offline).stop(),
    'script processor': () => offline.createScriptProcessor(3),
    'audio symbol': () => new Audio(Symbol('s')),
    'src symbol': () => {
      new Audio().src = Symbol('s');
    },
    'load nobody': () => HTMLMediaElement.prototype.load.call({}),
    'worker other': () => new Worker('http://other.invalid/x.js'),
    'worker symbol': () => new Worker(Symbol('s')),
    'worker type': () => new Worker('/worker.js', { type: 'none' }),
    'shared other': () => new SharedWorker('http://other.invalid/x.js'),
    'terminate nobody': () => Worker.prototype.terminate.call({}),
    'peer config': () => new RTCPeerConnection({ iceServers: [{ urls: 'bad:' }] }),
    'peer close nobody': () => RTCPeerConnection.prototype.close.call({}),
    'track stop nobody': () => MediaStreamTrack.prototype.stop.call({}),
    'stream clone nobody': () => MediaStream.prototype.clone.call({}),
    'object url': () => URL.createObjectURL({}),
    'object url nothing': () => URL.createObjectURL(),
    'revoke nothing': () => URL.revokeObjectURL(),
    'post nothing': () => MessagePort.prototype.postMessage.call(new MessageChannel().port1),
    'post function': () => new MessageChannel().port1.postMessage(() => {}),
    'add listener': () => early().addEventListener('x'),
    'text of an object': () => Function.prototype.toString.call({}),
    'text of nothing': () => Function.prototype.toString.call(),
    'page getter': () =>
      new WebSocket({
        toString() {
          throw new RangeError('mine');
        },
      }),
    'page value': () =>
      new WebSocket({
        toString() {
          throw 'mine';
        },
      }),
    'page frozen': () =>
      new WebSocket({
        toString() {
          throw Object.freeze(new Error('mine'));
        },
      }),
    'page dictionary': () =>
      new AudioContext({
        get sampleRate() {
          throw new RangeError('mine');
        },
      }),
    'page subclass': () =>
      new (class extends WebSocket {
        constructor() {
          super('http://[bad');
        }
      })(),
  };
  const PROMISES = {
    'microphone nothing': () => navigator.mediaDevices.getUserMedia({}),
    'microphone none': () => navigator.mediaDevices.getUserMedia(),
    'microphone nobody': () => MediaDevices.prototype.getUserMedia.call({}),
    'microphone symbol': () => navigator.mediaDevices.getUserMedia(Symbol('s')),
    'microphone impossible': () =>
      navigator.mediaDevices.getUserMedia({ audio: { deviceId: { exact: 'nobody' } } }),
    'play nobody': () => HTMLMediaElement.prototype.play.call({}),
    'play nothing': () => new Audio('data:audio/wav;base64,').play(),
    'play aborted': () => {
      const audio = new Audio('/short.wav');
      const played = audio.play();
      audio.src = 'data:audio/wav;base64,';
      return played;
    },
    'context closed': async () => {
      const context = new AudioContext();
      await context.close();
      return context.close();
    },
  };
  return { CASES, PROMISES };
};
