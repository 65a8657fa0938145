/**
 * Mono 16-bit PCM in a RIFF container: all the lab needs of audio files.
 *
 * @typedef {{ rate: number, samples: Int16Array }} Pcm
 */

const HEADER = 44;

/**
 * @param {Pcm} pcm
 * @returns {Buffer}
 */
export function encodeWav({ rate, samples }) {
  const wav = Buffer.alloc(HEADER + samples.length * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); // PCM
  wav.writeUInt16LE(1, 22); // mono
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples.length * 2, 40);
  for (let i = 0; i < samples.length; i++) wav.writeInt16LE(samples[i] ?? 0, HEADER + i * 2);
  return wav;
}

/**
 * @param {Buffer} wav
 * @returns {Pcm}
 */
export function decodeWav(wav) {
  const data = wav.indexOf('data', 12, 'latin1');
  if (wav.toString('latin1', 0, 4) !== 'RIFF' || data < 0) throw new Error('not a WAV file');
  if (wav.readUInt16LE(22) !== 1 || wav.readUInt16LE(34) !== 16) {
    throw new Error('not mono 16-bit');
  }
  const start = data + 8;
  // A WAV that was streamed has a length too large to be true: the file's end counts.
  const end = Math.min(wav.length, start + wav.readUInt32LE(data + 4));
  const samples = new Int16Array(Math.floor((end - start) / 2));
  for (let i = 0; i < samples.length; i++) samples[i] = wav.readInt16LE(start + i * 2);
  return { rate: wav.readUInt32LE(24), samples };
}

/**
 * Linear interpolation: enough for speech that only has to be heard as speech.
 *
 * @param {Pcm} pcm
 * @param {number} rate
 * @returns {Pcm}
 */
export function resample(pcm, rate) {
  if (pcm.rate === rate) return pcm;
  const step = pcm.rate / rate;
  const samples = new Int16Array(Math.floor(pcm.samples.length / step));
  for (let i = 0; i < samples.length; i++) {
    const at = i * step;
    const left = pcm.samples[Math.floor(at)] ?? 0;
    const right = pcm.samples[Math.floor(at) + 1] ?? left;
    samples[i] = Math.round(left + (right - left) * (at % 1));
  }
  return { rate, samples };
}

/**
 * @param {number} rate
 * @param {number} ms
 * @returns {Pcm}
 */
export const silence = (rate, ms) => ({ rate, samples: new Int16Array((rate * ms) / 1000) });

/**
 * @param {number} rate
 * @param {Pcm[]} pieces
 * @returns {Pcm}
 */
export function join(rate, pieces) {
  const resampled = pieces.map((piece) => resample(piece, rate).samples);
  const samples = new Int16Array(resampled.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of resampled) {
    samples.set(piece, at);
    at += piece.length;
  }
  return { rate, samples };
}

/**
 * Loudness per slice, 1 at the loudest: what a talking face moves its mouth by.
 *
 * @param {Pcm} pcm
 * @param {number} sliceMs
 * @returns {number[]}
 */
export function volumes({ rate, samples }, sliceMs) {
  const size = Math.floor((rate * sliceMs) / 1000);
  /** @type {number[]} */
  const loudness = [];
  for (let at = 0; at < samples.length; at += size) {
    const slice = samples.subarray(at, at + size);
    const power = slice.reduce((sum, sample) => sum + sample * sample, 0) / slice.length;
    loudness.push(Math.sqrt(power));
  }
  const loudest = Math.max(1, ...loudness);
  return loudness.map((value) => Math.round((value / loudest) * 1e4) / 1e4);
}
