import { type Run, rateOf, YOUNG_MS } from './reconnects';
import type { KeptTry } from './state';

/*
 * A page that answers one end with two tries, as where an "error" and a "close" handler both reconnect. The
 * tries double with each round until the browser holds them back, and Firefox, which opens one connection to
 * a host at a time, keeps them waiting for each other: few of them end, each after longer than a pause, and
 * more and more are under way. That no pause of the page's is in it shows in the other direction: each end is
 * answered at once, and by more tries than have ended.
 */

/** "At once": no client that means to wait comes back so soon more than once. */
const AT_ONCE_MS = 100;
/** Clients beside each other answer each end with one try. */
const BROOD = 2;
/** Rounds in a row. The first retry of many a client is immediate; the fourth of none is. */
const ROUNDS = 4;
/** Firefox lets a host wait for up to a minute after a failure. */
const HELD_MS = 65_000;

/** Ends that came together, and how many tries began right after. */
interface Round {
  first: number;
  last: number;
  ends: number;
  begun: number;
  pauseMs: number;
}

const isBad = ({ openedAt, endedAt, own }: KeptTry): boolean =>
  endedAt !== null && !own && (openedAt === null || endedAt - openedAt < YOUNG_MS);

const roundsOf = (tries: readonly KeptTry[]): Round[] => {
  const rounds: Round[] = [];
  const ends = tries.flatMap((attempt) => (isBad(attempt) ? [attempt.endedAt as number] : []));
  for (const end of ends.sort((a, b) => a - b)) {
    const round = rounds.at(-1);
    if (round && end - round.last < AT_ONCE_MS) {
      round.last = end;
      round.ends++;
    } else rounds.push({ first: end, last: end, ends: 1, begun: 0, pauseMs: 0 });
  }
  for (const round of rounds) {
    const begun = tries.filter(({ at }) => at >= round.first && at <= round.last + AT_ONCE_MS);
    round.begun = begun.length;
    round.pauseMs = Math.max(0, (begun[0]?.at ?? round.last) - round.first);
  }
  return rounds;
};

/**
 * The run of tries that breed and go on at `now`, or `null`. `tries` are those of one endpoint in order of
 * their beginning; its pauses are those from the first end of a round to the first try after it.
 */
export const bredRunOf = (tries: readonly KeptTry[], now: number): Run | null => {
  const gap = tries.findLastIndex((attempt) => attempt.gap);
  const kept = tries.slice(Math.max(0, gap));
  const rounds = roundsOf(kept);
  const bred = rounds.slice(1 + rounds.findLastIndex(({ ends, begun }) => begun < BROOD * ends));
  const [first] = bred;
  const last = bred.at(-1);
  if (!first || !last || bred.length < ROUNDS || now - last.last >= HELD_MS) return null;
  // One that is open: the server is back.
  if (kept.some(({ openedAt, endedAt }) => openedAt !== null && endedAt === null)) return null;
  const bad = kept.filter(
    (attempt) => isBad(attempt) && (attempt.endedAt as number) >= first.first,
  );
  const diedYoung = bad.filter(({ openedAt }) => openedAt !== null).length;
  return {
    tries: bad.length,
    failed: bad.length - diedYoung,
    diedYoung,
    from: Math.min(...bad.map(({ at }) => at)),
    to: last.last,
    connecting: kept.some(({ endedAt }) => endedAt === null),
    pauses: bred.map(({ pauseMs }) => pauseMs),
    perSecond: rateOf(kept),
    loop: true,
    vague: false,
  };
};
