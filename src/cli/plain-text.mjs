/** Whole ANSI sequences go with their parameters: dropping the escape byte alone would leave `[31m`. */
const ANSI =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
  /(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[ -/]*[0-~]?/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** These reorder or hide what stands beside them: a page title could make a line read as something else. */
const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * What a page wrote (titles, URLs, stacks) as one harmless line for a terminal.
 * @param {unknown} text
 */
export function plainText(text) {
  return String(text).replace(ANSI, '').replace(CONTROLS, ' ').replace(INVISIBLE, '').trim();
}

/**
 * @param {string} text
 * @param {number} limit
 */
export function shorten(text, limit) {
  return text.length > limit ? `${text.slice(0, Math.max(1, limit - 1))}…` : text;
}

/**
 * A URL as it may be printed: query, fragment and credentials can be secrets, and a terminal's text is
 * pasted into issues.
 * @param {string} url
 */
export function shownUrl(url) {
  if (!URL.canParse(url)) return plainText(url);
  const { protocol, host, pathname } = new URL(url);
  return plainText(`${protocol}//${host}${pathname}`);
}
