import type { KeptTry, World } from './state';
import { AT_ONCE_MS, isFixed, kindOf, usualWait } from './waits';

/** "Dies young: closes within 5 s of opening" (report contract). */
export const YOUNG_MS = 5000;
/** "A real pause: waits that grow, or 5 s and more" (report contract). */
export const REAL_PAUSE_MS = 5000;
/** A socket that the page itself throws away sooner, without a message, was never used. */
const CHURN_MS = 250;
/**
 * The browser's own EventSource retry (3 s in Chromium, 5 s in Firefox, or what the server asks for)
 * is not the page's doing unless the server asked for next to none.
 */
const AUTO_PAUSE_MS = 1000;
/** Codes of a close that was meant: done, going away, and `close()` without a code. */
const MEANT = new Set<number | null>([1000, 1001, 1005]);
/** A server that was not asked anything has served with so many messages: fewer are a greeting. */
const UNASKED_MESSAGES = 3;
/** An EventSource that the server lets wait for its news and ends with them, as long polling does. */
const POLLED_MS = 1000;
/**
 * An open try that lives so much longer than the longest of the bad ones is none of them: a server is
 * back at once after tries that were refused, and later where it let them live for a while.
 */
const RECOVERED = { ratio: 1.5, ms: 500 };
/**
 * How long a browser itself may hold back the try after `failures` bad ones: up to 5 s in Chromium
 * (`throttle.ts`), in Firefox 200 to 400 ms growing by half with each failure up to 60 s. A try that
 * takes longer waits for a server that does not answer: that spaces the tries as a pause does.
 */
const heldMs = (engine: World['engine'], failures: number): number =>
  engine === 'chromium' ? 6_000 : Math.min(65_000, 2000 + 400 * 1.5 ** failures);

/** A series of tries that failed or died young, each begun without a real pause after the last. */
export interface Run {
  tries: number;
  failed: number;
  diedYoung: number;
  /** Beginning of the first bad try, and end of the last one. */
  from: number;
  to: number;
  /** Another try is under way and has not been answered. */
  connecting: boolean;
  /** The page's own waits between the end of a try and the next one, oldest first. */
  pauses: number[];
  perSecond: number;
  /** The waits are alike and have not grown to what they are: see `waits.ts`. */
  loop: boolean;
  /** How the page waits does not show in full: its tab is hidden, and that makes short waits a second long. */
  vague: boolean;
}

type Outcome = 'bad' | 'good' | 'neutral';

const bothWays = ({ messages, sent }: KeptTry): boolean => sent > 0 && messages > sent;

/** One socket for each request: opened, asked, answered, and closed by the server because it is done. */
const hasServed = (attempt: KeptTry, life: number): boolean => {
  const { code, messages, sent, auto } = attempt;
  if (auto) return messages > 0 && life >= POLLED_MS;
  if (MEANT.has(code) && bothWays(attempt)) return true;
  return code === 1000 && sent === 0 && messages >= UNASKED_MESSAGES;
};

const outcomeOf = (attempt: KeptTry, now: number): Outcome => {
  const { openedAt, endedAt, own } = attempt;
  if (openedAt === null) return endedAt === null || own ? 'neutral' : 'bad';
  if ((endedAt ?? now) - openedAt >= YOUNG_MS) return 'good';
  if (endedAt === null) return 'neutral';
  // What a page closes itself has not failed: it changes rooms, or a request is answered. Only one
  // that it opens and throws away faster than a person could is a loop.
  if (own) return attempt.messages > 0 || endedAt - openedAt >= CHURN_MS ? 'neutral' : 'bad';
  return hasServed(attempt, endedAt - openedAt) ? 'good' : 'bad';
};

const RATE_MS = 10_000;

/** Tries a second up to the newest one, those beside each other and going ones too; the last two at least. */
export const rateOf = (tries: readonly KeptTry[]): number => {
  const newest = tries.at(-1)?.at ?? 0;
  const within = tries.filter((t) => newest - t.at <= RATE_MS);
  const recent = within.length > 1 ? within : tries.slice(-2);
  const span = newest - (recent[0]?.at ?? newest);
  return (recent.length - 1) / Math.max(0.1, span / 1000);
};

/** When the last try before `at` ended, whichever it was. */
const lastEnd = (tries: readonly KeptTry[], at: number): number => {
  let end = Number.NEGATIVE_INFINITY;
  for (const { endedAt } of tries)
    if (endedAt !== null && endedAt <= at && endedAt > end) end = endedAt;
  return end;
};

/** More loops than this beside each other are not told apart. */
const LOOPS = [2, 3];

/**
 * The waits of `loops` loops that run beside each other, from the try `start` on. Timers of one length
 * end in the order in which they begin: so each try answers the end of that many ends before.
 */
const besideOf = (tries: readonly KeptTry[], start: number, loops: number): number[] => {
  const ends = tries.map(({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY);
  ends.sort((a, b) => a - b);
  const waits: number[] = [];
  for (let i = Math.max(start, loops); i < tries.length; i++) {
    const wait = (tries[i] as KeptTry).at - (ends[i - loops] as number);
    if (wait < 0) return [];
    if (!tries.slice(i - loops + 1, i + 1).some(({ gap }) => gap)) waits.push(wait);
  }
  return waits;
};

/** Whether a newest try is open that shows the server to be back. */
const hasRecovered = (
  newest: KeptTry | undefined,
  bad: readonly KeptTry[],
  now: number,
): boolean => {
  if (!newest || newest.openedAt === null || newest.endedAt !== null) return false;
  if (bothWays(newest) && !bad.some(bothWays)) return true;
  const lives = bad.map(({ openedAt, endedAt }) => (endedAt ?? now) - (openedAt ?? endedAt ?? now));
  return now - newest.openedAt >= RECOVERED.ratio * Math.max(...lives) + RECOVERED.ms;
};

/**
 * The run of bad tries that is going on at `now`, or `null`.
 *
 * `tries` are those of one endpoint in order of their beginning. A run ends with a try that opened
 * and lived or served, and with a real pause: it goes on while the last bad end is less than that
 * ago, or while the browser holds the next try back.
 */
export const runOf = (
  tries: readonly KeptTry[],
  now: number,
  engine: World['engine'],
  /** The tab is hidden: its timers are held back. */
  hidden = false,
): Run | null => {
  let bad: KeptTry[] = [];
  let pauses: number[] = [];
  let lead: number[] = [];
  let chained = Number.NEGATIVE_INFINITY;
  for (const attempt of tries) {
    // Tries beside each other are no answer to each other's end: of those, one counts.
    if (attempt.at < chained && !attempt.gap) continue;
    const pause = attempt.at - lastEnd(tries, attempt.at);
    const took = (attempt.endedAt ?? now) - attempt.at;
    const real =
      pause >= (attempt.auto ? AUTO_PAUSE_MS : REAL_PAUSE_MS) ||
      (attempt.openedAt === null && took >= heldMs(engine, bad.length));
    const outcome = outcomeOf(attempt, now);
    if ((bad.length && real && !attempt.gap) || outcome === 'good') {
      bad = [];
      pauses = [];
    }
    if (outcome === 'bad') {
      // The wait after a connection that lived is where a backoff begins.
      if (!bad.length) lead = Number.isFinite(pause) && !real ? [Math.max(0, pause)] : [];
      if (bad.length && !attempt.gap) pauses.push(pause);
      bad.push(attempt);
    }
    if (attempt.endedAt !== null) chained = attempt.endedAt;
  }
  const first = bad[0];
  if (!first || hasRecovered(tries.at(-1), bad, now)) return null;
  const going = tries.filter((t) => t.endedAt === null);
  // One that hangs for longer than any browser holds it back does not keep a run going.
  const connecting = going.some(
    (t) => t.openedAt === null && now - t.at < heldMs(engine, bad.length),
  );
  // One that is open and young may die yet; it is `good` once it has lived.
  const open = going.some((t) => t.openedAt !== null && now - t.openedAt < YOUNG_MS);
  if (!connecting && !open && now - lastEnd(tries, now) >= REAL_PAUSE_MS) return null;
  const failed = bad.filter((t) => t.openedAt === null).length;
  const start = tries.indexOf(first);
  const waits = [...lead, ...pauses];
  const kind = kindOf(waits);
  const several =
    kind === 'unclear'
      ? LOOPS.map((loops) => besideOf(tries, start, loops)).find(isFixed)
      : undefined;
  const clear = kind === 'loop' || several !== undefined;
  return {
    tries: bad.length,
    failed,
    diedYoung: bad.length - failed,
    from: first.at,
    to: (bad.at(-1) as KeptTry).endedAt as number,
    connecting,
    pauses: several ?? pauses,
    perSecond: rateOf(tries),
    loop: clear || (hidden && kindOf(waits, hidden) === 'loop'),
    vague: hidden && usualWait(pauses) >= AT_ONCE_MS,
  };
};
