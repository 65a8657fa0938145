import { MicVAD } from '@ricky0123/vad-web';
import { Microphone } from '../../lab/voice/microphone.js';
import { bad, httpUrl, met, repeat, tell, way } from './kit.js';

const TOGGLE_MS = 3000;

/** @type {Microphone[]} each with at most one detector of vad-web at a time */
const microphones = [];
const microphone = () => {
  const one = new Microphone('module', { speechStart() {}, speechEnd() {}, misfire() {} }, () => {
    if (bad && live() >= 2) met();
  });
  microphones.push(one);
  return one;
};
const sum = (/** @type {'created' | 'destroyed'} */ key) =>
  microphones.reduce((all, one) => all + one[key], 0);
const live = () => sum('created') - sum('destroyed');

/** Two tabs take the microphone: each says so to those that were there before. */
const listening = new BroadcastChannel('listening');
listening.onmessage = () => met();
let tabs = 0;

/** The detector as its own documentation makes it. */
const listen = async () => {
  await MicVAD.new({
    model: 'v5',
    baseAssetPath: httpUrl('/libs/'),
    onnxWASMBasePath: httpUrl('/libs/'),
    ortConfig: (ort) => {
      ort.env.wasm.numThreads = 1;
      ort.env.logLevel = 'error';
    },
    getStream: () => {
      listening.postMessage('here');
      return navigator.mediaDevices.getUserMedia({ audio: true });
    },
  });
  tabs++;
};

/** @type {Record<string, () => void | (() => void)>} */
const PAGES = {
  // Every tab listens, or only the one that holds the lock.
  tabs: () => {
    if (bad) void listen();
    else
      void navigator.locks.request('the-one-that-listens', async () => {
        await listen();
        await new Promise(() => {});
      });
  },
  // A microphone button: on makes a detector, off should put it away.
  toggle: () => {
    let current = microphone();
    void current.start();
    return repeat(TOGGLE_MS, async (n) => {
      if (n === 0) return;
      if (bad) current = microphone();
      else await current.destroy();
      await current.start();
    });
  },
  // Two places ask for the detector while the first one is still being made.
  race: () => {
    const first = microphone();
    const second = bad ? microphone() : first;
    void first.start();
    void second.start();
  },
};

const stop = PAGES[way]?.();
tell({
  ...(stop ? { stop } : {}),
  held: () => ({
    vad: { created: tabs + sum('created'), live: tabs + live() },
    microphoneTrack: { created: tabs + sum('created'), live: tabs + live() },
  }),
});
