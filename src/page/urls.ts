import { LIMITS } from '../protocol/facts';
import { charCodeAt, indexOf, slice } from './natives';

const cutAt = (text: string, mark: string): string => {
  const at = indexOf(text, [mark]);
  return at < 0 ? text : slice(text, [0, at]);
};

/**
 * `url` (absolute, as the platform serialises it) without query, fragment and credentials, at most
 * `LIMITS.url` characters. What a `data:` or `blob:` URL carries is no address: only its scheme stays.
 */
export const bareUrl = (url: string): string => {
  const rest = indexOf(url, ['://']);
  if (rest < 0) return `${slice(cutAt(url, ':'), [0, 16])}:`;
  if (slice(url, [0, 5]) === 'blob:') return 'blob:';
  let text = cutAt(cutAt(url, '?'), '#');
  const from = rest + 3;
  let end = indexOf(text, ['/', from]);
  if (end < 0) end = text.length;
  for (let i = end - 1; i >= from; i--) {
    if (charCodeAt(text, [i]) === 64 /* @ */) {
      text = slice(text, [0, from]) + slice(text, [i + 1]);
      break;
    }
  }
  return slice(text, [0, LIMITS.url]);
};

/**
 * The pattern of `url`: each path segment in which it differs from `other` becomes `*`. Where the
 * two have another host or another number of segments, the whole path does.
 */
export const templateOf = (url: string, other: string): string => {
  const pathOf = (text: string): number => {
    const rest = indexOf(text, ['://']);
    const slash = indexOf(text, ['/', rest + 3]);
    return slash < 0 ? text.length : slash;
  };
  const path = pathOf(url);
  const origin = slice(url, [0, path]);
  if (slice(other, [0, pathOf(other)]) !== origin) return `${origin}/*`;
  let out = origin;
  let a = path;
  let b = pathOf(other);
  while (a < url.length && b < other.length) {
    let aEnd = indexOf(url, ['/', a + 1]);
    let bEnd = indexOf(other, ['/', b + 1]);
    if (aEnd < 0) aEnd = url.length;
    if (bEnd < 0) bEnd = other.length;
    const segment = slice(url, [a, aEnd]);
    out += segment === slice(other, [b, bEnd]) ? segment : '/*';
    a = aEnd;
    b = bEnd;
  }
  return a < url.length || b < other.length ? `${origin}/*` : out;
};
