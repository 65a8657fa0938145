import { MicVAD } from '@ricky0123/vad-web';

/**
 * The real detector on the real model. `module` is what bundled pages do (no global), `global` loads the
 * package's own browser build, which puts itself on `window.vad`.
 *
 * @typedef {'module' | 'global' | 'off'} VadKind
 *
 * @typedef {object} Heard
 * @property {() => void} speechStart
 * @property {(samples: Float32Array) => void} speechEnd 16 kHz
 * @property {() => void} misfire
 */

const LIBS = new URL('libs/', document.baseURI).href;
/** The traced page waits 35 frames of 32 ms before it takes silence for the end. */
const REDEMPTION_MS = 1120;

/**
 * @param {string} src
 * @returns {Promise<void>}
 */
function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${src} did not load`));
    document.head.append(script);
  });
}

async function globalMicVad() {
  if (!window.vad) {
    await loadScript(`${LIBS}ort.wasm.min.js`);
    await loadScript(`${LIBS}bundle.min.js`);
  }
  if (!window.vad) throw new Error('the global build left no window.vad');
  return window.vad.MicVAD;
}

export class Microphone {
  /** @type {MicVAD | null} */
  #vad = null;
  #kind;
  #heard;
  #changed;

  /** @type {'off' | 'starting' | 'on' | 'failed'} */
  state = 'off';
  /** @type {string | null} */
  error = null;
  created = 0;
  destroyed = 0;

  /**
   * @param {VadKind} kind
   * @param {Heard} heard
   * @param {() => void} changed
   */
  constructor(kind, heard, changed) {
    this.#kind = kind;
    this.#heard = heard;
    this.#changed = changed;
  }

  async start() {
    if (this.state === 'starting' || this.state === 'on') return;
    this.#become('starting');
    try {
      const Detector = this.#kind === 'global' ? await globalMicVad() : MicVAD;
      this.#vad = await Detector.new({
        model: 'v5',
        baseAssetPath: LIBS,
        onnxWASMBasePath: LIBS,
        redemptionMs: REDEMPTION_MS,
        ortConfig: (ort) => {
          // Threads need SharedArrayBuffer, and that needs cross-origin isolation.
          ort.env.wasm.numThreads = 1;
          ort.env.logLevel = 'error';
        },
        onSpeechStart: () => this.#heard.speechStart(),
        onSpeechEnd: (samples) => this.#heard.speechEnd(samples),
        onVADMisfire: () => this.#heard.misfire(),
      });
      this.created++;
      this.#become('on');
    } catch (error) {
      this.error = String(error);
      this.#become('failed');
    }
  }

  /** Off is pause and destroy, as on the traced page: the next start makes a new detector. */
  async destroy() {
    const vad = this.#vad;
    if (!vad) return;
    this.#vad = null;
    await vad.pause();
    await vad.destroy();
    this.destroyed++;
    this.#become('off');
  }

  /** @param {'off' | 'starting' | 'on' | 'failed'} state */
  #become(state) {
    this.state = state;
    this.#changed();
  }
}
