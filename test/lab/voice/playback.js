/**
 * The private queue: one clip at a time, 20 ms between two. An element is made only when its turn
 * comes and is never put into the document, so what waits is visible to nobody but this array.
 *
 * @typedef {{ audio: string, displayText: unknown }} Clip
 */

const GAP_MS = 20;
const MOUTH_SLICE_MS = 20;

/**
 * Loudness over time, for the mouth. The traced page fetches the same data URL again for this.
 *
 * @param {string} url
 * @returns {Promise<number[]>}
 */
async function lipSync(url) {
  const wav = new DataView(await (await fetch(url)).arrayBuffer());
  const size = Math.floor((wav.getUint32(24, true) * MOUTH_SLICE_MS) / 1000) * 2;
  /** @type {number[]} */
  const loudness = [];
  for (let at = 44; at + size <= wav.byteLength; at += size) {
    let peak = 0;
    for (let i = at; i < at + size; i += 2) peak = Math.max(peak, Math.abs(wav.getInt16(i, true)));
    loudness.push(peak / 32768);
  }
  return loudness;
}

export class Playback {
  /** @type {Clip[]} */
  #queue = [];
  /** @type {HTMLAudioElement | null} */
  #current = null;
  /** @type {Array<() => void>} */
  #waiting = [];
  #busy = false;
  #started;
  #changed;

  received = 0;
  played = 0;
  playErrors = 0;
  dropped = 0;
  /** @type {string | null} */
  lastError = null;

  /**
   * @param {(clip: Clip) => void} started
   * @param {(loudness: number | null) => void} changed with the mouth's opening, or null
   */
  constructor(started, changed) {
    this.#started = started;
    this.#changed = changed;
  }

  get queued() {
    return this.#queue.length;
  }

  get playing() {
    return this.#current ? 1 : 0;
  }

  /** @param {Clip} clip */
  add(clip) {
    this.received++;
    this.#queue.push(clip);
    this.#changed(null);
    if (!this.#busy) void this.#run();
  }

  /** What waits is never played. */
  clear() {
    this.dropped += this.#queue.length;
    this.#queue = [];
    this.#changed(null);
  }

  /** Barge-in: what is being heard stops as well. */
  stop() {
    this.clear();
    const audio = this.#current;
    if (!audio) return;
    audio.pause();
    audio.src = '';
    audio.load();
  }

  /** @returns {Promise<void>} */
  idle() {
    if (!this.#busy) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #run() {
    this.#busy = true;
    for (let clip = this.#queue.shift(); clip; clip = this.#queue.shift()) {
      await this.#play(clip);
      await new Promise((resolve) => setTimeout(resolve, GAP_MS));
    }
    this.#busy = false;
    for (const resolve of this.#waiting.splice(0)) resolve();
    this.#changed(null);
  }

  /**
   * @param {Clip} clip
   * @returns {Promise<void>}
   */
  #play(clip) {
    return new Promise((resolve) => {
      const url = `data:audio/wav;base64,${clip.audio}`;
      const audio = new Audio(url);
      this.#current = audio;
      /** @param {'played' | 'playErrors' | 'dropped'} how */
      const end = (how) => {
        if (this.#current !== audio) return;
        this.#current = null;
        this[how]++;
        this.#changed(null);
        resolve();
      };
      audio.addEventListener(
        'canplaythrough',
        () => {
          this.#started(clip);
          audio.play().catch((error) => {
            this.lastError = String(error);
            end(audio.getAttribute('src') === '' ? 'dropped' : 'playErrors');
          });
          void this.#moveMouth(audio, url);
        },
        { once: true },
      );
      audio.addEventListener('ended', () => end('played'));
      // stop() empties the source, and browsers answer that with `error`.
      audio.addEventListener('error', () =>
        end(audio.getAttribute('src') === '' ? 'dropped' : 'playErrors'),
      );
      audio.load();
    });
  }

  /**
   * @param {HTMLAudioElement} audio
   * @param {string} url
   */
  async #moveMouth(audio, url) {
    const loudness = await lipSync(url);
    const frame = () => {
      if (this.#current !== audio) return this.#changed(0);
      this.#changed(loudness[Math.floor((audio.currentTime * 1000) / MOUTH_SLICE_MS)] ?? 0);
      requestAnimationFrame(frame);
    };
    frame();
  }
}
