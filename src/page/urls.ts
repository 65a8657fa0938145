import { LIMITS } from '../protocol/facts';
import { indexOf, slice } from './natives';

const cutAt = (text: string, mark: string): string => {
  const at = indexOf(text, mark);
  return at < 0 ? text : slice(text, 0, at);
};

/** `url` (absolute, as the platform serialises it) without query and fragment, at most `LIMITS.url` characters. */
export const bareUrl = (url: string): string => slice(cutAt(cutAt(url, '?'), '#'), 0, LIMITS.url);

/** What `url` and `other` share, its host at least, up to a `/`, and `*` for the rest: `wss://host/ws/*`. */
export const patternOf = (url: string, other: string): string => {
  let cut = indexOf(url, '/', indexOf(url, '://') + 3) + 1;
  for (let i = 0; i < url.length && url[i] === other[i]; i++)
    if (url[i] === '/' && i >= cut) cut = i + 1;
  return `${slice(url, 0, cut)}*`;
};
