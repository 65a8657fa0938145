import { LIMITS } from '../protocol/facts';
import { getPrototypeOf, indexOf, isOneOf, min, slice, uncurry } from './natives';

/** Characters of a frame that are looked at: the type stands within them in every known protocol. */
const PREFIX = 128;
const MARK = '"type":';
const BRACE = 123;
/** Gemini's envelopes, whose first key inside tells what they are. */
const ENVELOPES = ' serverContent clientContent realtimeInput client_content realtime_input ';

const Bytes = Uint8Array;
const box = Object;
const bufferPrototype = ArrayBuffer.prototype;
const decoder = new TextDecoder();
const decode = uncurry(decoder.decode) as (decoder: TextDecoder, bytes: Uint8Array) => string;

/** What is looked at, and up to where it has been read. */
let head = '';
let at = 0;

/** Reads past white space and `:` and `,` and `{`. */
const skip = (): void => {
  for (
    let c = head[at] ?? '?';
    c <= ' ' || c === ':' || c === ',' || c === '{';
    c = head[at] ?? '?'
  )
    at++;
};

/** Reads the string that comes next; `''` where none does or it is no name: too long, or with a space in it. */
const name = (): string => {
  skip();
  const end = head[at] === '"' ? indexOf(head, '"', at + 1) : 0;
  const text = slice(head, at + 1, end);
  const isName = end >= 0 && end - at <= LIMITS.type && indexOf(text, ' ') < 0;
  if (isName) at += text.length + 2;
  return isName ? text : '';
};

const typeOfJson = (text: string): string => {
  head = text;
  at = 0;
  const key = name();
  let type = key;
  const from = at;
  skip();
  // What is skipped before a value ends with the brace of an object: then the key tells what is in it.
  if (key !== 'type' && indexOf(slice(head, from, at), '{') >= 0) {
    if (isOneOf(ENVELOPES, key)) {
      const inner = name();
      type += `.${inner === 'modelTurn' && indexOf(head, '"inlineData"') > 0 ? 'inlineData' : inner}`;
    }
  } else {
    at = indexOf(head, MARK) + 6;
    if (at > 5) {
      type = name();
      // Some protocols say by the next key what the type is about: who spoke, which state, which control.
      const about = name();
      skip();
      if (about === 'role' || about === 'state' || (about === 'text' && type === 'control'))
        type += `:${name()}`;
      else if (about === 'audio' && head[at] === 'n') type += ':null';
    }
  }
  // A copy: a part of a long text keeps all of it in memory.
  return slice(` ${type}`, 1, LIMITS.type);
};

/** The type of data that is not looked at: how much it is, exactly below 100 bytes. */
export const sizeType = (size: number): string => `#${size < 100 ? size : size < 1000 ? '' : '+'}`;

/**
 * The type of a frame, from its first characters alone: of a JSON object its `type`, or its first key where
 * it has none there; of binary data `#` and how much it is. Nothing else of a frame is kept.
 */
export const typeOf = (data: unknown, size: number): string => {
  if (typeof data === 'string') return data[0] === '{' ? typeOfJson(slice(data, 0, PREFIX)) : '';
  // The page may send a number or `null`: both are text to the browser.
  if (size > 1 && getPrototypeOf(box(data)) === bufferPrototype) {
    const bytes = new Bytes(data as ArrayBuffer, 0, min(size, PREFIX));
    const type = bytes[0] === BRACE && typeOfJson(decode(decoder, bytes));
    if (type) return type;
  }
  return sizeType(size);
};
