// @ts-nocheck: runs in a page and looks at it the way a page would.
/* What each constructor is given, and what can be seen of what was made, from two realms. */
globalThis.makers = async (kit) => {
  const offline = new OfflineAudioContext(1, 128, 44100);
  await offline.audioWorklet.addModule('/worklet.js');
  const frame = (await kit.frame({ src: '/blank' })).contentWindow;
  const frameOffline = new frame.OfflineAudioContext(1, 128, 44100);

  /** What each constructor is given. */
  const ARGUMENTS = {
    WebSocket: [kit.ws('/echo')],
    EventSource: ['/events'],
    AudioContext: [],
    OfflineAudioContext: [1, 128, 44100],
    AudioWorkletNode: [offline, 'quiet'],
    AudioBufferSourceNode: [offline],
    AnalyserNode: [offline],
    Audio: ['data:audio/wav;base64,'],
    Worker: ['/worker.js'],
    SharedWorker: ['/shared.js'],
    RTCPeerConnection: [],
    MediaStream: [],
    URL: ['http://localhost/'],
    MessageChannel: [],
    Blob: [],
  };
  const end = (made) => {
    try {
      const done = made.close?.() ?? made.terminate?.();
      done?.catch?.(() => {});
    } catch {}
  };
  /** What was made, seen from both realms. */
  const look = (make, C, Expected) =>
    kit.said(() => {
      const made = make();
      const proto = Object.getPrototypeOf(made);
      const facts = [
        proto === C.prototype && 'native prototype',
        proto === Expected?.prototype && 'expected prototype',
        proto === frame[C.name]?.prototype && 'prototype of the frame',
        proto === Object.prototype && 'plain object',
        kit.said(() => made instanceof C),
        kit.said(() => made instanceof frame[C.name]),
        kit.said(() => made.constructor === C),
        Object.prototype.toString.call(made),
        Reflect.ownKeys(made).map(String).join(),
        Object.isExtensible(made),
      ];
      end(made);
      return facts;
    });
  const there = (name) =>
    name.includes('Node') ? [frameOffline, ...ARGUMENTS[name].slice(1)] : ARGUMENTS[name];
  return { ARGUMENTS, frame, end, look, there };
};
