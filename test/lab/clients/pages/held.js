/**
 * What a page holds, counted where it is asked for: `/clients/<name>?held` has this script before its
 * own. It changes the page as no extension may, so its transcript is worth nothing.
 */

/** @type {Set<AudioContext>} */
const contexts = new Set();
/** @type {Set<HTMLMediaElement>} those that were given a source and asked to load or play */
const elements = new Set();

const asked = (/** @type {HTMLMediaElement} */ element) => {
  if (element.src || element.currentSrc || element.srcObject) elements.add(element);
};

class CountedContext extends AudioContext {
  /** @param {AudioContextOptions} [options] */
  constructor(options) {
    super(options);
    contexts.add(this);
  }
}

const proto = HTMLMediaElement.prototype;
for (const name of /** @type {const} */ (['play', 'load'])) {
  const native = proto[name];
  /** @this {HTMLMediaElement} */
  proto[name] = function () {
    asked(this);
    return /** @type {any} */ (native.call(this));
  };
}

const NativeAudio = Audio;
/** @param {string} [src] */
function CountedAudio(src) {
  const element = new NativeAudio(src);
  if (src !== undefined) asked(element);
  // A source that is set on it afterwards has it loaded at once.
  element.addEventListener('loadstart', () => asked(element));
  return element;
}
CountedAudio.prototype = NativeAudio.prototype;

Object.assign(window, {
  AudioContext: CountedContext,
  Audio: CountedAudio,
  ...('webkitAudioContext' in window ? { webkitAudioContext: CountedContext } : {}),
});

/** @param {HTMLMediaElement} element */
const stateOf = (element) => {
  if (element.error) return 'failed';
  if (!element.src && !element.srcObject) return 'empty';
  if (element.ended) return 'ended';
  if (!element.paused) return 'playing';
  return element.played.length > 0 ? 'paused' : 'waiting';
};

/** @param {string[]} states */
const tally = (states) => {
  /** @type {Record<string, number>} */
  const byState = {};
  for (const state of states) byState[state] = (byState[state] ?? 0) + 1;
  return { created: states.length, byState };
};

const held = () => ({
  audioContext: tally([...contexts].map(({ state }) => state)),
  mediaElement: tally([...elements].map(stateOf)),
});

/** @typedef {ReturnType<typeof held>} Held */
Object.assign(window, { held });

export {};
