import { plainText, shorten } from './plain-text.mjs';

/** An end that was foreseen; its message is the one line a person gets to read. */
export class Failure extends Error {}

/**
 * The line for stderr. WHYLAG_DEBUG=1 shows the stack to whoever works on the commands.
 * @param {unknown} error
 */
export function failureLine(error) {
  if (process.env.WHYLAG_DEBUG && error instanceof Error) return String(error.stack);
  const message = error instanceof Error ? error.message : String(error);
  const first = message.split('\n').find((line) => line.trim() !== '') ?? 'unknown error';
  const line = shorten(plainText(first), 500);
  return error instanceof Failure ? line : `Whylag failed unexpectedly: ${line}`;
}
