/** Sounds for the lab's pages, made on the spot: quiet tones, so that nobody minds them. */

const LOUDNESS = 0.05;
const EDGE_S = 0.01;

/**
 * @param {number} rate
 * @param {number} seconds
 * @param {number} pitch
 */
function tone(rate, seconds, pitch) {
  const samples = new Float32Array(Math.round(rate * seconds));
  for (let i = 0; i < samples.length; i++) {
    // Faded in and out: without it every piece would begin and end with a click.
    const edge = Math.min(1, i / (rate * EDGE_S), (samples.length - i) / (rate * EDGE_S));
    samples[i] = Math.sin((i / rate) * pitch * 2 * Math.PI) * LOUDNESS * edge;
  }
  return samples;
}

/**
 * @param {AudioContext} context
 * @param {number} seconds
 * @param {number} [pitch]
 * @param {number} [rate] a low one keeps long pieces small
 */
export function toneBuffer(context, seconds, pitch = 330, rate = context.sampleRate) {
  const samples = tone(rate, seconds, pitch);
  const buffer = context.createBuffer(1, samples.length, rate);
  buffer.copyToChannel(samples, 0);
  return buffer;
}

/**
 * @param {number} seconds
 * @param {number} [pitch]
 * @returns {string} a blob: URL of a WAV
 */
export function toneUrl(seconds, pitch = 330) {
  const rate = 16_000;
  const samples = tone(rate, seconds, pitch);
  const wav = new DataView(new ArrayBuffer(44 + samples.length * 2));
  /** @param {number} at @param {string} word */
  const write = (at, word) => {
    for (let i = 0; i < word.length; i++) wav.setUint8(at + i, word.charCodeAt(i));
  };
  write(0, 'RIFF');
  write(8, 'WAVEfmt ');
  write(36, 'data');
  wav.setUint32(4, wav.byteLength - 8, true);
  wav.setUint32(16, 16, true);
  wav.setUint16(20, 1, true);
  wav.setUint16(22, 1, true);
  wav.setUint32(24, rate, true);
  wav.setUint32(28, rate * 2, true);
  wav.setUint16(32, 2, true);
  wav.setUint16(34, 16, true);
  wav.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => {
    wav.setInt16(44 + i * 2, sample * 32767, true);
  });
  return URL.createObjectURL(new Blob([wav.buffer], { type: 'audio/wav' }));
}

/**
 * A context that runs as soon as the browser lets it: without a permission it needs a click.
 *
 * @returns {AudioContext}
 */
export function audioContext() {
  const context = new AudioContext();
  addEventListener('pointerdown', () => void context.resume());
  return context;
}

/**
 * @param {AudioContext} context
 * @param {AudioBuffer} buffer
 * @param {number} when
 */
export function schedule(context, buffer, when) {
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(context.destination);
  source.start(when);
  return source;
}
