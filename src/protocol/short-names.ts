/*
 * How the fields of the page script's own objects are called in the built script: every page pays for each
 * letter. Sources say the long names, the build (`vite.config.ts`) replaces them, and the background
 * (`background/received.ts`) puts them back into what travels. A name may stand here only if the page
 * script reads it, with a dot, from nothing of the browser's.
 */

/**
 * Which name gets which letter was tried out: gzip finds repetitions, so it is not the frequency that counts.
 * Any order is right; this one is 40 bytes better than an alphabetical one.
 */
const NAMES =
  'unsent live count asked pieces lengthMs lastAt messages askedAt messagesIn attempts aside to ' +
  'state bytesIn unknown attempt byState changed row underrunMs detector created endpoint bytes ' +
  'firstAt types stop gone type node url dropped played at args kind from stopped tries closeCodes ' +
  'detail self listed ref sound owner sent out rows auto ' +
  'underruns maxLive waitingElements held clips waitingMs playing endedAt opened messagesOut failed ' +
  'tool askedSince code bytesOut playingElements openedAt aheadMs own heldSince clipMs pending ' +
  'playedElements';
/** Without `n`, which is a name already. */
const LETTERS = 'abcdefghijklmopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** By its name in the sources, the name in the built page script. */
export const SHORT_NAMES: ReadonlyMap<string, string> = new Map(
  NAMES.split(' ').map((name, i) => [name, LETTERS[i] ?? `_${LETTERS[i - LETTERS.length]}`]),
);
