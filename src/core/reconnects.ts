import type { KeptTry, World } from './state';
import { median } from './statistics';

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
/**
 * How long a browser itself may hold back the try after `failures` bad ones: up to 5 s in Chromium
 * (`throttle.ts`), in Firefox 200 to 400 ms growing by half with each failure up to 60 s. A try that
 * takes longer waits for a server that does not answer: that spaces the tries as a pause does.
 */
const heldMs = (engine: World['engine'], failures: number): number =>
  engine === 'chromium' ? 6_000 : Math.min(65_000, 2000 + 400 * 1.5 ** failures);

/** Shorter waits grow by a busy main thread or by two loops in step: no backoff stays below this for long. */
const BACKOFF_MS = 600;
/** By how much the later waits are longer where a page backs off; reconnecting-websocket grows by 1.3 a try. */
const BACKOFF_RATIO = 1.5;

/** Pauses at either end that are compared; the median of three bears one odd one. */
const BACKOFF_PAUSES = 3;
/**
 * Two waits of this length among the newest, well above the first ones. One alone could be a blocked
 * main thread: it counts where it stands out and the other waits are a timer's, not next to none.
 */
const JITTER_PAUSES = 8;
const JITTER_MS = 1250;
const JITTER_ONCE_MS = 2000;
const JITTER_ONCE_RATIO = 3;
const TIMER_MS = 300;
const CLIMB_PAUSES = 4;
const CLIMB_RATIO = 1.1;
/** How a run began tells what it is, as long as its waits are still a timer's. */
const BEGINNING = 12;
/** A climb: at least two pauses each a quarter above all before, counted from a tenth of a second. */
const STEPS = 2;
const STEP_RATIO = 1.25;
const STEP_FROM_MS = 100;

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
  backsOff: boolean;
}

/** Codes of a close that was meant: done, going away, and `close()` without a code. */
const MEANT = new Set<number | null>([1000, 1001, 1005]);

/** One socket for each request: opened, asked, answered, and closed by the server because it is done. */
const hasServed = ({ code, messages, sent }: KeptTry): boolean =>
  MEANT.has(code) && sent > 0 && messages > sent;

type Outcome = 'bad' | 'good' | 'neutral';

const outcomeOf = (attempt: KeptTry, now: number): Outcome => {
  const { openedAt, endedAt, own } = attempt;
  if (openedAt === null) return endedAt === null || own ? 'neutral' : 'bad';
  if ((endedAt ?? now) - openedAt >= YOUNG_MS) return 'good';
  if (endedAt === null) return 'neutral';
  // What a page closes itself has not failed: it changes rooms, or a request is answered. Only one
  // that it opens and throws away faster than a person could is a loop.
  if (own) return attempt.messages > 0 || endedAt - openedAt >= CHURN_MS ? 'neutral' : 'bad';
  return hasServed(attempt) ? 'neutral' : 'bad';
};

/** Each wait longer than the one before: a backoff table that begins with next to nothing (Phoenix). */
const climbs = (pauses: readonly number[]): boolean =>
  pauses.length >= CLIMB_PAUSES &&
  (pauses.at(-1) as number) >= 2 * (pauses[0] as number) &&
  pauses.every(
    (pause, i) => i === 0 || pause >= CLIMB_RATIO * Math.max(20, pauses[i - 1] as number),
  );

/** What the later waits are measured against: half as long again as the first ones of the run. */
const earlyOf = (pauses: readonly number[]): number =>
  BACKOFF_RATIO * median(pauses.slice(0, BACKOFF_PAUSES));

const growing = (pauses: readonly number[]): boolean => {
  if (climbs(pauses)) return true;
  // Against the first ones of the run: a backoff that has reached its cap is still one.
  const late = median(pauses.slice(-BACKOFF_PAUSES));
  if (late < BACKOFF_MS || late < earlyOf(pauses)) return false;
  // A hidden tab's timers are held to one a second: that is one step up, where a backoff climbs.
  let top = STEP_FROM_MS;
  let steps = 0;
  for (const pause of pauses) {
    if (pause < top * STEP_RATIO) continue;
    top = pause;
    steps++;
  }
  return steps >= STEPS;
};

/** A full jitter draws short waits in between; what it has reached shows in its longest of late. */
const jittered = (pauses: readonly number[]): boolean => {
  const early = earlyOf(pauses);
  const [longest = 0, second = 0] = pauses.slice(-JITTER_PAUSES).sort((a, b) => b - a);
  if (second >= JITTER_MS && second >= early) return true;
  const usual = median(pauses);
  return longest >= JITTER_ONCE_MS && longest >= JITTER_ONCE_RATIO * usual && usual >= TIMER_MS;
};

const backsOff = (pauses: readonly number[]): boolean =>
  pauses.length >= 2 &&
  (growing(pauses) ||
    jittered(pauses) ||
    (median(pauses.slice(-JITTER_PAUSES)) >= TIMER_MS && growing(pauses.slice(0, BEGINNING))));

const RATE_MS = 10_000;

/** Tries a second up to the newest one, those beside each other and going ones too; the last two at least. */
const rateOf = (tries: readonly KeptTry[]): number => {
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

/**
 * The run of bad tries that is going on at `now`, or `null`.
 *
 * `tries` are those of one endpoint in order of their beginning. A run ends with a try that opened
 * and lived, and with a real pause: it goes on while the last bad end is less than that ago, or
 * while the browser holds the next try back.
 */
export const runOf = (
  tries: readonly KeptTry[],
  now: number,
  engine: World['engine'],
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
  if (!first) return null;
  const going = tries.filter((t) => t.endedAt === null);
  // One that hangs for longer than any browser holds it back does not keep a run going.
  const connecting = going.some(
    (t) => t.openedAt === null && now - t.at < heldMs(engine, bad.length),
  );
  // One that is open and young may die yet; it is `good` once it has lived.
  const open = going.some((t) => t.openedAt !== null && now - t.openedAt < YOUNG_MS);
  if (!connecting && !open && now - lastEnd(tries, now) >= REAL_PAUSE_MS) return null;
  const failed = bad.filter((t) => t.openedAt === null).length;
  return {
    tries: bad.length,
    failed,
    diedYoung: bad.length - failed,
    from: first.at,
    to: (bad.at(-1) as KeptTry).endedAt as number,
    connecting,
    pauses,
    perSecond: rateOf(tries),
    backsOff: backsOff([...lead, ...pauses]),
  };
};
