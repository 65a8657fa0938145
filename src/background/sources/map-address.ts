/** The comment at a script's end, of JavaScript's kind or of CSS's; `//@` is its older spelling. */
const COMMENT = /(?:\/\/|\/\*)[#@]\s?$/;
const NAME = 'sourceMappingURL=';

const commented = (script: string): string | null => {
  // A map that is inlined may be megabytes long: no expression runs over it.
  for (let at = script.lastIndexOf(NAME); at >= 0; at = script.lastIndexOf(NAME, at - 1)) {
    if (COMMENT.test(script.slice(Math.max(0, at - 4), at))) {
      const rest = script.slice(at + NAME.length);
      const end = rest.search(/[\s'"*]/);
      return end < 0 ? rest : rest.slice(0, end);
    }
    if (at === 0) break;
  }
  return null;
};

/**
 * Where a script's source map is: what its server says goes before what its text says. A `data:` address is
 * the map itself; `null` where there is none.
 */
export const mapAddress = (
  scriptUrl: string,
  script: string,
  header: string | null,
): string | null => {
  const named = header?.trim() || commented(script);
  if (!named) return null;
  if (named.startsWith('data:')) return named;
  return URL.canParse(named, scriptUrl) ? new URL(named, scriptUrl).href : null;
};

/** The text in a `data:` address, `null` where it cannot be read. */
export const inlineText = (address: string): string | null => {
  const comma = address.indexOf(',');
  if (comma < 0) return null;
  const body = address.slice(comma + 1);
  try {
    if (!/;base64$/i.test(address.slice(0, comma))) return decodeURIComponent(body);
    return new TextDecoder().decode(Uint8Array.from(atob(body), (c) => c.charCodeAt(0)));
  } catch {
    return null;
  }
};
