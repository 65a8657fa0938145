import type { KeptTry } from './state';

/** A try that the page gives up itself has failed if the server had so long to answer (see `abandoned.ts`). */
const ANSWER_MS = 2500;
/**
 * After a wait so much longer than any before, the tab was frozen or the machine asleep: what failed
 * before says nothing of now. Backoff doubles or triples; a hidden tab's timers come once a minute.
 */
const ASLEEP = { ms: 90_000, ratio: 3.5 };

/** Tries of one endpoint that failed one after the other, up to the newest. */
export interface Failures {
  failed: KeptTry[];
  /** How long the page waited between them. */
  waits: number[];
  /** Beginning of the first and end of the last. */
  from: number;
  to: number;
  /** Another try is under way. */
  connecting: boolean;
}

const hasFailed = ({ openedAt, endedAt, own, at }: KeptTry): boolean =>
  openedAt === null && endedAt !== null && (!own || endedAt - at >= ANSWER_MS);

/** The failures that `tries` (of one endpoint, in order of their beginning) end with, since `since`; `null` for none. */
export const failuresOf = (
  tries: readonly KeptTry[],
  since = Number.NEGATIVE_INFINITY,
): Failures | null => {
  let failed: KeptTry[] = [];
  let waits: number[] = [];
  for (const attempt of tries) {
    const last = failed.at(-1);
    const wait = last ? attempt.at - (last.endedAt as number) : 0;
    const asleep = wait > Math.max(ASLEEP.ms, ASLEEP.ratio * Math.max(0, ...waits));
    // What was forgotten may have opened.
    if (attempt.openedAt !== null || attempt.gap || asleep || attempt.at < since) {
      failed = [];
      waits = [];
    }
    if (!hasFailed(attempt) || attempt.at < since) continue;
    if (failed.length) waits.push(Math.max(0, wait));
    failed.push(attempt);
  }
  const first = failed[0];
  if (!first) return null;
  const to = Math.max(...failed.map(({ endedAt }) => endedAt as number));
  const connecting = tries.some((t) => t.openedAt === null && t.endedAt === null);
  return { failed, waits, from: first.at, to, connecting };
};
