/** Microphones and voice detectors that are taken and not given back. */

const OWN =
  'a detector has a context and a microphone of its own: with it, these are never given back either';

/** @type {readonly import('../case.mjs').Pair[]} */
export const MICROPHONE = [
  {
    name: 'vad-web-toggle',
    library: '@ricky0123/vad-web',
    fault: 'vad-leak',
    page: 'vad?way=toggle',
    mayAlso: { 'audio-context-leak': OWN, 'microphone-leak': OWN },
    seconds: 30,
  },
  {
    name: 'vad-web-race',
    library: '@ricky0123/vad-web',
    fault: 'vad-leak',
    page: 'vad?way=race',
    seconds: 25,
  },
  {
    name: 'hark-push-to-talk',
    library: 'hark',
    fault: 'microphone-leak',
    page: 'hark',
    seconds: 25,
  },
];
