import { apply, getPrototypeOf, reader } from './natives';

const bufferLength = reader<number>(ArrayBuffer.prototype, 'byteLength');
const viewLength = reader<number>(getPrototypeOf(Uint8Array.prototype) as object, 'byteLength');
const blobSize = reader<number>(Blob.prototype, 'size');
const blobPrototype = Blob.prototype;
const encoder = new TextEncoder();
const { encodeInto } = TextEncoder.prototype;
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const MEASURED = 1024;
const scratch = new Uint8Array(MEASURED * 3);

/**
 * The payload's size in bytes. Text of up to 1,024 units is measured exactly; longer text counts its
 * UTF-16 units, which is exact for ASCII (base64 audio, JSON) and costs the same for any length.
 */
export const byteLength = (data: unknown): number => {
  if (typeof data === 'string') {
    if (data.length > MEASURED) return data.length;
    return (apply(encodeInto, encoder, [data, scratch]) as { written: number }).written;
  }
  // Asked in the order of the prototypes: a reader on the wrong kind throws inside, which is slow.
  const proto = typeof data === 'object' && data ? getPrototypeOf(data) : null;
  if (proto === blobPrototype) return blobSize(data) ?? 0;
  return bufferLength(data) ?? viewLength(data) ?? blobSize(data) ?? 0;
};
