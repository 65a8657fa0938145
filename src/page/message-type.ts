import { LIMITS } from '../protocol/facts';
import { apply, charCodeAt, getPrototypeOf, indexOf, slice } from './natives';

/** Characters of a frame that are looked at: the type stands within them in every known protocol. */
const PREFIX = 128;
const MARK = '"type":';
const BRACE = 123;
const SPACE = 32;
/** Gemini's envelopes, whose first key inside tells what they are. */
const ENVELOPES = ' serverContent clientContent realtimeInput client_content realtime_input ';

const Bytes = Uint8Array;
const box = Object;
const { min } = Math;
const bufferPrototype = ArrayBuffer.prototype;
const decoder = new TextDecoder();
const { decode } = decoder;

/** Where the next thing stands after `at`, past white space and one `:` or `,` or `{`. */
const skip = (head: string, at: number): number => {
  let i = at;
  while (charCodeAt(head, [i]) <= SPACE || indexOf(':,{', [head[i] ?? ' ']) >= 0) i++;
  return i;
};

/** The string that begins at `at`, `''` where none does or it is no name: too long, or with a space in it. */
const nameAt = (head: string, at: number): string => {
  const end = head[at] === '"' ? indexOf(head, ['"', at + 1]) : 0;
  const name = slice(head, [at + 1, end]);
  return end < 0 || end - at > LIMITS.type || indexOf(name, [' ']) >= 0 ? '' : name;
};

const typeOfJson = (head: string): string => {
  const first = skip(head, 0);
  const key = nameAt(head, first);
  const value = skip(head, first + key.length + 2);
  let type = key;
  // What is skipped before a value ends with the brace of an object: then the key tells what is in it.
  if (key !== 'type' && indexOf(slice(head, [0, value]), ['{', first]) >= 0) {
    if (indexOf(ENVELOPES, [` ${key} `]) >= 0) {
      const inner = nameAt(head, value);
      type += `.${inner === 'modelTurn' && indexOf(head, ['"inlineData"']) > 0 ? 'inlineData' : inner}`;
    }
  } else {
    const mark = indexOf(head, [MARK]);
    if (mark >= 0) {
      const from = skip(head, mark + 6);
      type = nameAt(head, from);
      // Some protocols say by the next key what the type is about: who spoke, which state, which control.
      const next = skip(head, from + type.length + 2);
      const about = nameAt(head, next);
      if (about === 'role' || about === 'state' || (about === 'text' && type === 'control'))
        type += `:${nameAt(head, skip(head, next + about.length + 2))}`;
      else if (about === 'audio' && head[skip(head, next + 7)] === 'n') type += ':null';
    }
  }
  // A copy: a part of a long text keeps all of it in memory.
  return slice(` ${type}`, [1, LIMITS.type]);
};

/** The type of data that is not looked at: how much it is, exactly below 100 bytes. */
export const sizeType = (size: number): string => `#${size < 100 ? size : size < 1000 ? '' : '+'}`;

/**
 * The type of a frame, from its first characters alone: of a JSON object its `type`, or its first key where
 * it has none there; of binary data `#` and how much it is. Nothing else of a frame is kept.
 */
export const typeOf = (data: unknown, size: number): string => {
  if (typeof data === 'string')
    return charCodeAt(data, [0]) === BRACE ? typeOfJson(slice(data, [0, PREFIX])) : '';
  // The page may send a number or `null`: both are text to the browser.
  if (size > 1 && getPrototypeOf(box(data)) === bufferPrototype) {
    const bytes = new Bytes(data as ArrayBuffer, 0, min(size, PREFIX));
    const type = bytes[0] === BRACE && typeOfJson(apply(decode, decoder, [bytes]));
    if (type) return type;
  }
  return sizeType(size);
};
