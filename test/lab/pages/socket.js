/** Socket addresses of the lab's own server. */

/** @param {string} path */
export const here = (path) => `ws://${location.host}${path}`;

/** @param {string} text */
export function show(text) {
  const line = document.querySelector('output');
  if (line) line.textContent = text;
}
