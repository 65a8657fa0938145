import { NO_CONVERSATION, PROFILES } from '../core/wire';

/** Every name of a message that a known protocol has, without its direction. */
const KNOWN = new Set(
  [...PROFILES, NO_CONVERSATION].flatMap(({ marks, roles, queue }) =>
    [
      ...marks,
      ...Object.keys(roles),
      ...(queue?.arrives ?? []),
      ...(queue?.starts ?? []),
      ...(queue?.clears ?? []),
    ].map((name) => name.slice(name.indexOf(' ') + 1)),
  ),
);
/** What stands for the size of data without a type: see `page/message-type.ts`. */
const SIZE = /^#(\d{1,2}|\+)?$/;

/** FNV-1a, 32 bits. */
const numberOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/**
 * The name under which a type of message is kept. Those of known protocols are; what another page calls its
 * messages is a part of them and may be anything, a name or a key: of that only a number is kept, another
 * one in each page load, by which the same are known as the same.
 */
export const keptType = (type: string, load: string): string =>
  type === '' || KNOWN.has(type) || SIZE.test(type)
    ? type
    : `~${numberOf(`${load} ${type}`).toString(36)}`;
