/*
 * How the fields of the page script's own objects are called in the built script: every page pays for each
 * letter. Sources say the long names, the build (`vite.config.ts`) replaces them, and the background
 * (`background/received.ts`) puts them back into what travels. A name may stand here only if the page
 * script reads it, with a dot, from nothing of the browser's.
 */

/** The most frequent first: they get one letter. */
const NAMES =
  'state endpoint attempt heldSince changed pieces unsent askedAt underruns endedAt stop underrunMs own ' +
  'listed lengthMs detector aheadMs askedSince row pending playing held waitingElements playingElements ' +
  'waitingMs unknown asked created byState gone openedAt code maxLive live aside stopped played ' +
  'playedElements clipMs clips kind node args from to at owner messages sent attempts opened failed ' +
  'closeCodes messagesIn messagesOut bytesIn bytesOut tool type out count bytes firstAt lastAt one socket ' +
  'ref rows detail auto url tries types sound dropped';
/** Without `n`, which is a name already. */
const LETTERS = 'abcdefghijklmopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** By its name in the sources, the name in the built page script. */
export const SHORT_NAMES: ReadonlyMap<string, string> = new Map(
  NAMES.split(' ').map((name, i) => [name, LETTERS[i] ?? `_${LETTERS[i - LETTERS.length]}`]),
);
