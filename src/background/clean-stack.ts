import { LIMITS } from '../protocol/facts';

/** Frames kept of a stack: enough to find the line, little enough to keep hundreds. */
const FRAMES = 6;

/** One line without credentials, query and fragment of any address in it, and without what a `data:` one holds. */
export const withoutSecrets = (line: string): string =>
  line
    .replace(/\/\/[^\s/@]+@/g, '//')
    // A script that is its own address (`data:`) is content.
    .replace(/data:\S*?(:\d+:\d+\)?)?$/, 'data:$1')
    // What follows an address goes, whatever it holds, up to the position (`:12:5`) at the line's end.
    .replace(/(:\/\/[^\s?#]*)[?#].*?(:\d+:\d+\)?)?$/s, '$1$2');

/**
 * Takes a stack as the engine words it, gives its first frames without those of the extension
 * (`own` is how its script is named there; Firefox calls it "anonymous code") and without credentials,
 * query and fragment of any URL: what secrets they hold stays in the page.
 */
export const cleanStack = (raw: string, own: string): string =>
  raw
    .split('\n')
    .map((line) => line.trim())
    .filter(
      (line) =>
        line && line !== 'Error' && !line.includes(own) && !line.includes('<anonymous code>'),
    )
    .slice(0, FRAMES)
    .map(withoutSecrets)
    .join('\n')
    .slice(0, LIMITS.stack);
