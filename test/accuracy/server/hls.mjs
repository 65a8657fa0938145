/**
 * An HLS stream of MP3: a finished piece of a minute, or a reply whose list grows while it is made. All
 * of it is silent; a silent frame of MPEG layer III is a header and zeros.
 */

const FRAME_MS = 24;
const FRAME_BYTES = 96;
const FRAMES = 50;
const PIECE_S = (FRAMES * FRAME_MS) / 1000;
const PIECES = 50;

/** 48 kHz, 32 kbit/s, mono. */
const FRAME = Buffer.alloc(FRAME_BYTES);
FRAME.set([0xff, 0xfb, 0x14, 0xc0]);
const PIECE = Buffer.concat(Array.from({ length: FRAMES }, () => FRAME));

/** @param {number} count @param {'VOD' | 'EVENT'} type */
const list = (count, type) =>
  [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-TARGETDURATION:${Math.ceil(PIECE_S)}`,
    `#EXT-X-PLAYLIST-TYPE:${type}`,
    ...Array.from({ length: count }, (_, n) => `#EXTINF:${PIECE_S},\n${n}.mp3`),
    ...(type === 'VOD' ? ['#EXT-X-ENDLIST'] : []),
    '',
  ].join('\n');

/**
 * @param {URL} url below `/accuracy/hls/`
 * @returns {{ type: string, body: string | Buffer }}
 */
export function hlsAnswer(url) {
  if (url.pathname.endsWith('.mp3')) return { type: 'audio/mpeg', body: PIECE };
  const type = 'application/vnd.apple.mpegurl';
  if (!url.pathname.endsWith('/reply.m3u8')) return { type, body: list(PIECES, 'VOD') };
  const since = Number(url.searchParams.get('since'));
  const everyMs = Number(url.searchParams.get('everyMs'));
  // Two pieces are there at the beginning: a player does not begin with less.
  return { type, body: list(2 + Math.floor((Date.now() - since) / everyMs), 'EVENT') };
}
