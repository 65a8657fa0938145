import { apply, getPrototypeOf, reader } from './natives';

const bufferLength = reader<number>('ArrayBuffer', 'byteLength');
const blobSize = reader<number>('Blob', 'size');
const blobPrototype = Blob.prototype;
const encoder = new TextEncoder();
const { encodeInto } = encoder;
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const MEASURED = 1024;
const scratch = new Uint8Array(MEASURED * 3);

/**
 * The size in bytes of what a message brings: text, a Blob or an ArrayBuffer. Text of up to 1,024 units
 * is measured exactly; longer text counts its UTF-16 units, which is exact for ASCII (base64 audio,
 * JSON) and costs the same for any length.
 */
export const byteLength = (data: unknown): number => {
  if (typeof data === 'string') {
    if (data.length > MEASURED) return data.length;
    return (apply(encodeInto, encoder, [data, scratch]) as { written: number }).written;
  }
  // A reader on the wrong kind throws inside, which is slow: the kind is asked first.
  const read = getPrototypeOf(data as object) === blobPrototype ? blobSize : bufferLength;
  return read(data) ?? 0;
};
