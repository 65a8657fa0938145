/*
 * How the fields of the page script's own objects are called in the built script: every page pays for each
 * letter. Sources say the long names, the build (`vite.config.ts`) replaces them, and the background
 * (`background/received.ts`) puts them back into what travels. A name may stand here only if the page
 * script reads it, with a dot, from nothing of the browser's.
 */

/**
 * Which name gets which letter was tried out: gzip finds repetitions, so it is not the frequency that counts.
 * Any order is right; this one is some tens of bytes better than most.
 */
const NAMES =
  'to underrunMs attempts tool pieces played created own row waitingElements opened unsent lengthMs ' +
  'endpoint kind bytesIn state endedAt askedAt attempt out sent unknown count gone detail url auto ' +
  'from stop stopped detector dropped rows openedAt messages firstAt closeCodes tries bytes args ' +
  'listed self ref types type sound byState live owner lastAt aheadMs clipMs maxLive heldSince ' +
  'clips playing playedElements asked changed bufferedMs failed askedSince held waitingMs node ' +
  'bytesOut at code aside underruns pending messagesOut playingElements messagesIn';
/** Without `n`, which is a name already. */
const LETTERS = 'abcdefghijklmopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** By its name in the sources, the name in the built page script. */
export const SHORT_NAMES: ReadonlyMap<string, string> = new Map(
  NAMES.split(' ').map((name, i) => [name, LETTERS[i] ?? `_${LETTERS[i - LETTERS.length]}`]),
);
