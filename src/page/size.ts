import { getPrototypeOf, reader, uncurry } from './natives';

const bufferLength = reader<number>('ArrayBuffer', 'byteLength');
const blobSize = reader<number>('Blob', 'size');
const blobPrototype = Blob.prototype;
const encoder = new TextEncoder();
const encodeInto = uncurry(encoder.encodeInto) as (
  encoder: TextEncoder,
  text: string,
  into: Uint8Array,
) => TextEncoderEncodeIntoResult;
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const MEASURED = 1024;
const scratch = new Uint8Array(MEASURED * 3);

/**
 * The size in bytes of what a message brings: text, a Blob or an ArrayBuffer. Text of up to 1,024 units
 * is measured exactly; longer text counts its UTF-16 units, which is exact for ASCII (base64 audio,
 * JSON) and costs the same for any length.
 */
export const byteLength = (data: unknown): number => {
  if (typeof data === 'string')
    return data.length > MEASURED ? data.length : encodeInto(encoder, data, scratch).written;
  // A reader on the wrong kind throws inside, which is slow: the kind is asked first.
  const read = getPrototypeOf(data as object) === blobPrototype ? blobSize : bufferLength;
  return read(data) ?? 0;
};
