import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { promisify } from 'node:util';
import { CACHE } from './paths.mjs';
import { decodeWav, encodeWav, join, silence } from './wav.mjs';

/**
 * Real speech from espeak-ng: for the browser's fake microphone, and for the server to answer with.
 * Both are cached under node_modules/.cache/whylag-lab/.
 */
const run = promisify(execFile);

/** Chromium's fake microphone wants 48 kHz; speech services send 16 kHz. */
const MICROPHONE_RATE = 48_000;
const CLIP_RATE = 16_000;
/** Change it when the recipe below changes: the cache is keyed by it. */
const RECIPE = 2;

const SENTENCES = [
  'Hello there, can you hear me?',
  'Please tell me what the weather will be like tomorrow.',
  'Thank you, that was a very good answer.',
];
/** Longer than the detector's wait for the end of speech plus a short reply, so that a turn can end. */
const PAUSE_MS = 6500;

/** @param {string} key */
const hash = (key) => createHash('sha256').update(`${RECIPE}\n${key}`).digest('hex').slice(0, 16);

/**
 * @param {string} file
 * @param {Buffer} content
 */
async function writeWhole(file, content) {
  // Two processes may make the same file at once: neither may read a half of it.
  const temporary = `${file}.${randomUUID()}`;
  await writeFile(temporary, content);
  await rename(temporary, file);
}

/**
 * @param {string} text
 * @returns {Promise<import('./wav.mjs').Pcm>}
 */
async function speak(text) {
  const file = joinPath(CACHE, `speak-${randomUUID()}.wav`);
  await mkdir(CACHE, { recursive: true });
  try {
    await run('espeak-ng', ['-v', 'en', '-s', '150', '-w', file, text]);
    return decodeWav(await readFile(file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error('espeak-ng is not installed: the lab needs it for its speech', {
        cause: error,
      });
    }
    throw error;
  } finally {
    await rm(file, { force: true });
  }
}

/**
 * @param {string} name
 * @param {() => Promise<Buffer>} make
 * @returns {Promise<string>}
 */
async function cached(name, make) {
  const file = joinPath(CACHE, name);
  const known = await readFile(file).catch(() => null);
  if (!known) await writeWhole(file, await make());
  return file;
}

/**
 * Three sentences with pauses, to be looped: `--use-file-for-fake-audio-capture=<path>`.
 *
 * @returns {Promise<string>}
 */
export function speechWav() {
  return cached(`microphone-${hash([...SENTENCES, PAUSE_MS].join('\n'))}.wav`, async () => {
    const pieces = [silence(MICROPHONE_RATE, 1000)];
    for (const sentence of SENTENCES) {
      pieces.push(await speak(sentence), silence(MICROPHONE_RATE, PAUSE_MS));
    }
    return encodeWav(join(MICROPHONE_RATE, pieces));
  });
}

/** @type {Map<string, Promise<Buffer>>} */
const clips = new Map();

/**
 * A 16 kHz mono WAV of the text. Meant for a few fixed sentences: each stays in memory.
 *
 * @param {string} text
 * @returns {Promise<Buffer>}
 */
export function clip(text) {
  const known = clips.get(text);
  if (known) return known;
  const made = cached(`clip-${hash(text)}.wav`, async () =>
    encodeWav(join(CLIP_RATE, [await speak(text)])),
  ).then((file) => readFile(file));
  clips.set(text, made);
  made.catch(() => clips.delete(text));
  return made;
}
