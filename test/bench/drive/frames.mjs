/*
 * WebSocket frames, made once and written many at a time: a server that builds each frame anew is
 * slower than the page that reads them, and then the server is what is measured.
 */

/** @typedef {{ kind: 'text' | 'arraybuffer' | 'blob', bytes: number }} Payload */

const TEXT = 1;
const BINARY = 2;
/** Enough for the kernel to take at once, little enough to be stopped by a page that does not read. */
const CHUNK_BYTES = 256 * 1024;

/**
 * What voice pages send: JSON that names its type at the front, then base64 sound.
 * @param {number} bytes
 */
function textOf(bytes) {
  const head = '{"type": "audio", "audio": "';
  return `${head}${'UklGR'.repeat(bytes / 5 + 1)}`.slice(0, bytes - 2).concat('"}');
}

/**
 * @param {Payload} payload
 * @returns {Buffer}
 */
export function frameOf({ kind, bytes }) {
  const body = kind === 'text' ? Buffer.from(textOf(bytes), 'latin1') : Buffer.alloc(bytes, 0x5a);
  const head = Buffer.alloc(bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10);
  head[0] = 0x80 | (kind === 'text' ? TEXT : BINARY);
  if (bytes < 126) head[1] = bytes;
  else if (bytes < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(bytes, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(bytes), 2);
  }
  return Buffer.concat([head, body]);
}

/**
 * Writes `count` copies of a frame as fast as they are taken.
 * @param {import('node:net').Socket} socket
 * @param {Buffer} frame
 * @param {number} count
 */
export function flood(socket, frame, count) {
  const perChunk = Math.max(1, Math.floor(CHUNK_BYTES / frame.length));
  const chunk = Buffer.concat(Array(Math.min(perChunk, count)).fill(frame));
  let left = count;
  const write = () => {
    while (left > 0 && !socket.destroyed) {
      const now = Math.min(left, perChunk);
      left -= now;
      const taken = socket.write(now === perChunk ? chunk : chunk.subarray(0, now * frame.length));
      if (!taken) {
        socket.once('drain', write);
        return;
      }
    }
  };
  write();
}
