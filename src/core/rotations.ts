import type { EndpointGroup } from './endpoints';
import type { KeptTry } from './state';
import { median } from './statistics';

/*
 * A page that goes round its servers: one address after the other, each tried again and again. To the
 * page they are one. Only where that is certain: services side by side that each back off on their own look
 * much like it, but for the long wait that comes once in a round.
 */

/** With more addresses than this a long wait in each round would not be told from one that was late. */
const MOST_ADDRESSES = 10;
const ROUNDS = 2;
/** One wait in so many may be late: more than twice as long as the shortest, which a round of its own would be. */
const LATE = { oneIn: 20, ratio: 2, ms: 50 };
/** An address that has its turn no sooner is tried with a real pause. */
const ROUND_MS = 5000;

interface Address {
  scheme: string;
  host: string;
  port: string;
  path: string;
}

const addressOf = (url: string): Address | null => {
  const [, scheme, host, port, path] = /^(\w+:\/\/)([^/]*?)(?::(\d+))?(\/.*|$)/.exec(url) ?? [];
  if (scheme === undefined || host === undefined || path === undefined) return null;
  return { scheme, host, port: port ?? '', path };
};

const same = (values: readonly string[]): string =>
  values.every((value) => value === values[0]) ? (values[0] as string) : '*';

/** Whether the tries go round the addresses, each begun after the one before had failed. */
const goRound = (tries: readonly KeptTry[], addresses: number): boolean =>
  tries.every((attempt, i) => {
    const before = tries[i - 1];
    const round = tries.slice(Math.max(0, i - addresses + 1), i + 1);
    const last = i === tries.length - 1;
    if (attempt.openedAt !== null || attempt.own || (attempt.endedAt === null && !last))
      return false;
    if (round.some(({ gap }) => gap)) return true;
    if (before && (before.endedAt as number) > attempt.at) return false;
    return (
      new Set(round.map(({ endpoint }) => endpoint)).size === round.length &&
      (i < addresses || tries[i - addresses]?.endpoint === attempt.endpoint)
    );
  });

const rotationOf = (groups: readonly EndpointGroup[]): EndpointGroup | null => {
  const tries = groups.flatMap((group) => group.tries).sort((a, b) => a.at - b.at || a.n - b.n);
  if (groups.length > MOST_ADDRESSES || tries.length <= ROUNDS * groups.length) return null;
  if (!goRound(tries, groups.length)) return null;
  const waits = tries.flatMap(({ at, gap }, i) =>
    i && !gap ? [at - (tries[i - 1]?.endedAt as number)] : [],
  );
  const most = LATE.ratio * Math.min(...waits) + LATE.ms;
  if (waits.filter((wait) => wait > most).length > Math.floor(waits.length / LATE.oneIn))
    return null;
  if (groups.length * median(waits) >= ROUND_MS) return null;
  const parts = groups.map(({ url }) => addressOf(url) as Address);
  const port = same(parts.map((part) => part.port));
  const host = same(parts.map((part) => part.host));
  const [first] = parts as [Address];
  return {
    url: `${first.scheme}${host}${port === '' ? '' : `:${port}`}${first.path}`,
    tool: false,
    members: groups.flatMap(({ members }) => members),
    tries,
  };
};

/** Of the endpoints of a page load those that differ by host or port alone and are tried in turn, as one. */
export const rotationsOf = (groups: readonly EndpointGroup[]): EndpointGroup[] => {
  const alike = new Map<string, EndpointGroup[]>();
  for (const group of groups) {
    const address = addressOf(group.url);
    if (!address || group.tool || group.members.length > 1) continue;
    const key = `${group.members[0]?.kind} ${address.scheme} ${address.path}`;
    alike.set(key, [...(alike.get(key) ?? []), group]);
  }
  return [...alike.values()].flatMap((some) => {
    const rotation = some.length > 1 ? rotationOf(some) : null;
    return rotation ? [rotation] : [];
  });
};
