import type { OriginState, WorkerActs } from './origin-state';
import { median } from './statistics';

/*
 * What tells a service worker that works on without a tab from one that ends its work, or is woken for it.
 * A page that closes sends last words; a worker then fills its cache or empties a queue, one request after
 * another; a push or a sync wakes it once in a while, whenever it comes. None of these is a timer. So requests
 * count where they come as regularly as a timer's, each well after the end of the one before.
 */

/** Last words of the page, and what its worker does with them. */
export const LAST_WORDS_MS = 3000;
/** Older ones are not what goes on. */
const NEWEST_MS = 300_000;
/** A loop whose next round is this late has ended. */
const LATE_MS = 20_000;

/** A handshake is nothing that a cache, a queue or a push needs: fewer of them are enough. */
const HANDSHAKES = { least: 3, spanMs: 5000 };
/**
 * So many requests as regular as this: of pushes that come whenever they come (Poisson), five spans in a
 * row are that alike in one of some 10,000.
 */
const REQUESTS = { least: 6, spanMs: 10_000, regular: { ratio: 0.1, ms: 100 } };
/** A queue that is emptied over a slow network asks again at once. */
const PAUSE_MS = 500;
/** Of more spans than this two may be others: one timer that was late makes one too long and one too short. */
const ONE_LATE = 8;

/** What the workers of an origin without a tab do again and again. */
export interface Loop {
  url: string;
  socket: boolean;
  script: string | null;
  /** All that were seen since the last tab was closed. */
  count: number;
  everyMs: number;
  firstAt: number;
  lastAt: number;
}

const isRegular = (spans: readonly number[], usual: number): boolean => {
  const { ratio, ms } = REQUESTS.regular;
  const others = spans.filter((span) => Math.abs(span - usual) > Math.max(ratio * usual, ms));
  return others.length <= (spans.length > ONE_LATE ? 2 : 0);
};

const loopOf = (
  [url, { socket, script, count, tries }]: [string, WorkerActs],
  aloneSince: number,
  now: number,
): Loop | null => {
  const after = tries.filter(({ at }) => at >= aloneSince + LAST_WORDS_MS && now - at <= NEWEST_MS);
  const { least, spanMs } = socket ? HANDSHAKES : REQUESTS;
  const [first] = after;
  const last = after.at(-1);
  if (!first || !last || after.length < least || last.at - first.at < spanMs) return null;
  const spans = after.slice(1).map(({ at }, i) => at - (after[i]?.at ?? at));
  const everyMs = median(spans);
  if (now - last.at > 2 * everyMs + LATE_MS) return null;
  if (!socket) {
    const pauses = after.slice(1).map(({ at }, i) => at - (after[i]?.endedAt ?? at));
    if (median(pauses) < PAUSE_MS || !isRegular(spans, everyMs)) return null;
  }
  return { url, socket, script, count, everyMs, firstAt: first.at, lastAt: last.at };
};

/** The loop that the workers of an origin without a tab go through at `now`, sockets first; `null` for none. */
export const loopIn = ({ aloneSince, acts }: OriginState, now: number): Loop | null => {
  if (aloneSince === null) return null;
  const loops = Object.entries(acts)
    .map((one) => loopOf(one, aloneSince, now))
    .filter((loop) => loop !== null);
  loops.sort((a, b) => Number(b.socket) - Number(a.socket) || b.count - a.count);
  return loops[0] ?? null;
};

/** How long an origin is watched from its last tab on: browsers stop a worker that nothing wakes well before. */
export const WATCH_MS = 90_000;

/** Whether its workers are to be watched at `now`. */
export const isWatched = (state: OriginState, now: number): boolean =>
  state.aloneSince !== null && (now - state.aloneSince < WATCH_MS || loopIn(state, now) !== null);
