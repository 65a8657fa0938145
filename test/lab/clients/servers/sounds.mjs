import { createServer } from 'node:http';
import { encodeWav } from '../../wav.mjs';

/** `/<hertz>-<ms>.wav` is a tone of that length, `/broken.wav` is none, everything else is not there. */

const RATE = 16_000;
const LOUDNESS = 8000;

/**
 * @param {number} hertz
 * @param {number} ms
 */
const tone = (hertz, ms) =>
  encodeWav({
    rate: RATE,
    samples: Int16Array.from({ length: (RATE * ms) / 1000 }, (_, i) =>
      Math.round(LOUDNESS * Math.sin((2 * Math.PI * hertz * i) / RATE)),
    ),
  });

/** @param {string} file */
const soundOf = (file) => {
  const [, hertz, ms] = /^(\d+)-(\d+)\.wav$/.exec(file) ?? [];
  if (hertz && ms) return tone(Number(hertz), Number(ms));
  return file === 'broken.wav' ? Buffer.from('no sound at all') : null;
};

/** @type {import('../serve.mjs').StartClientServer} */
export const start = () => ({
  server: createServer((request, response) => {
    const sound = soundOf((request.url ?? '').split('?')[0]?.split('/').at(-1) ?? '');
    if (!sound) {
      response.writeHead(404).end();
      return;
    }
    const headers = { 'content-type': 'audio/wav', 'accept-ranges': 'bytes' };
    // A media element cannot seek where the server gives it no ranges.
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) {
      response.writeHead(200, { ...headers, 'content-length': sound.length }).end(sound);
      return;
    }
    const part = sound.subarray(Number(from), to ? Number(to) + 1 : undefined);
    response
      .writeHead(206, {
        ...headers,
        'content-length': part.length,
        'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${sound.length}`,
      })
      .end(part);
  }),
});
