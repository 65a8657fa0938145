import { constants, inflateRawSync } from 'node:zlib';

/**
 * Counts a WebSocket connection by its own bytes. Each server library here counts in its own way or not
 * at all; the frames on the wire are the same for all of them.
 */

const BINARY = 2;
const CLOSE = 8;
const HEADERS_END = Buffer.from('\r\n\r\n');
/** What a sender of compressed messages leaves out at each one's end (RFC 7692, 7.2.1). */
const DEFLATE_TAIL = Buffer.from([0, 0, 0xff, 0xff]);

/**
 * @typedef {object} Frame
 * @property {boolean} last
 * @property {boolean} compressed
 * @property {number} opcode
 * @property {Buffer} payload
 */

/**
 * The first frame in `bytes`, and how long it is; `null` while it is not complete.
 *
 * @param {Buffer} bytes
 * @returns {{ frame: Frame, length: number } | null}
 */
function readFrame(bytes) {
  const first = bytes[0] ?? 0;
  const second = bytes[1] ?? 0;
  const short = second & 0x7f;
  const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
  const masked = (second & 0x80) !== 0;
  const start = 2 + lengthBytes + (masked ? 4 : 0);
  if (bytes.length < start) return null;
  const size =
    short === 127
      ? Number(bytes.readBigUInt64BE(2))
      : short === 126
        ? bytes.readUInt16BE(2)
        : short;
  if (bytes.length < start + size) return null;
  const payload = Buffer.from(bytes.subarray(start, start + size));
  if (masked) {
    const mask = bytes.subarray(start - 4, start);
    for (let i = 0; i < size; i++) payload[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0);
  }
  return {
    frame: {
      last: (first & 0x80) !== 0,
      compressed: (first & 0x40) !== 0,
      opcode: first & 0x0f,
      payload,
    },
    length: start + size,
  };
}

/**
 * Takes the bytes of one direction as they come.
 *
 * @param {(bytes: number) => void} onMessage gets the payload's size as the page sees it
 * @param {(code: number) => void} onClose
 */
function reader(onMessage, onClose) {
  let waiting = Buffer.alloc(0);
  /** @type {Frame[]} the pieces of a message that is not complete */
  let pieces = [];
  const end = () => {
    const payload = Buffer.concat(pieces.map((piece) => piece.payload));
    const whole = pieces[0]?.compressed
      ? inflateRawSync(Buffer.concat([payload, DEFLATE_TAIL]), {
          finishFlush: constants.Z_SYNC_FLUSH,
        })
      : payload;
    pieces = [];
    onMessage(whole.length);
  };
  return (/** @type {Buffer} */ bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (let read = readFrame(waiting); read; read = readFrame(waiting)) {
      waiting = waiting.subarray(read.length);
      const { frame } = read;
      if (frame.opcode === CLOSE) {
        onClose(frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005);
      } else if (frame.opcode <= BINARY) {
        pieces.push(frame);
        if (frame.last) end();
      }
    }
  };
}

/**
 * Follows a connection from its handshake to its end. The close code is the one that the page is given:
 * that of the server's close frame, 1006 without one.
 *
 * @param {import('node:net').Socket} socket of the `upgrade` event, before anybody answers
 * @param {string} path
 * @param {import('../ledger.mjs').Ledger} ledger
 */
export function follow(socket, path, ledger) {
  let code = 1006;
  let head = Buffer.alloc(0);
  let open = false;
  const hear = reader(
    (bytes) => ledger.received(path, bytes),
    () => {},
  );
  const say = reader(
    (bytes) => ledger.sent(path, bytes),
    (given) => {
      code = given;
    },
  );
  /** @param {Buffer} bytes */
  const answered = (bytes) => {
    if (open) return say(bytes);
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf(HEADERS_END);
    if (end < 0 || !head.toString('latin1', 0, end).startsWith('HTTP/1.1 101 ')) return;
    open = true;
    ledger.opened(path);
    say(head.subarray(end + HEADERS_END.length));
  };

  const write = socket.write;
  /** @param {any[]} args */
  socket.write = (...args) => {
    const [chunk, encoding] = args;
    answered(
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? /** @type {any} */ (encoding) : 'utf8')
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength),
    );
    return Reflect.apply(write, socket, args);
  };
  socket.on('data', hear);
  socket.on('close', () => {
    if (open) ledger.closed(path, code);
  });
  ledger.handshake(path);
}
