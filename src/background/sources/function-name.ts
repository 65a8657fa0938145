/*
 * A map tells what stood at a place, not in which function. The function of a frame has a short name in a
 * minified script, and the map tells what that name was where the function is declared: the nearest
 * declaration before the place, in the script's own text.
 */

/** Further back, another function of the same short name is likelier than this one. */
const BACK = 200_000;
const TRIES = 400;

const IDENTIFIER = /[\w$]/;
const BEFORE = /(?:\bfunction\*?|\bclass)\s+$/;
/** `name = function`, `name: (a) =>`, `name = class`. */
const ASSIGNED =
  /^\s*[=:]\s*(?:async\b\s*)?(?:function\b|class\b|\([^()]{0,300}\)\s*=>|[\w$]{1,80}\s*=>)/;
/** A method: `name(a) {`, after the end of another, or at the start of a class. */
const METHOD = /^\s*\([^()]{0,300}\)\s*\{/;
const METHOD_BEFORE = /(?:[{};,]|\b(?:async|get|set|static))\s*[*#]?$/;

const isDeclared = (script: string, at: number, end: number): boolean => {
  const before = script.slice(Math.max(0, at - 20), at);
  const after = script.slice(end, end + 400);
  return (
    BEFORE.test(before) ||
    ASSIGNED.test(after) ||
    (METHOD.test(after) && METHOD_BEFORE.test(before))
  );
};

/** Takes a script, an offset in it and a function's name; returns where that is declared before, -1 for nowhere. */
export const declarationOf = (script: string, offset: number, name: string): number => {
  if (!/^[\w$]+$/.test(name)) return -1;
  let at = script.lastIndexOf(name, offset);
  for (let tries = 0; at >= 0 && offset - at < BACK && tries < TRIES; tries++) {
    const end = at + name.length;
    const whole = !IDENTIFIER.test(script[at - 1] ?? ' ') && !IDENTIFIER.test(script[end] ?? ' ');
    if (whole && isDeclared(script, at, end)) return at;
    if (at === 0) break;
    at = script.lastIndexOf(name, at - 1);
  }
  return -1;
};
