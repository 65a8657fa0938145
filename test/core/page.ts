import { detect } from '../../src/core/detect';
import { foldBatch } from '../../src/core/fold';
import type { EndpointKind, FindingId } from '../../src/core/report';
import { takeSample } from '../../src/core/sample';
import type { KeptFinding, TabState, World } from '../../src/core/state';
import { type Batch, type EndpointFact, LIMITS, type TryFact } from '../../src/protocol/facts';
import { aBatch, anEndpoint, aTab, aTry, aWorld, T0 } from './facts';

/*
 * A page made of tries to connect. `client` makes them as a page's reconnect code would, `batches`
 * tells them as the page script would, `watch` runs them through fold, sample and detect second by
 * second, as the background does. All times here count from `T0`.
 */

export interface Attempt {
  url: string;
  kind: EndpointKind;
  at: number;
  openedAt: number | null;
  endedAt: number | null;
  own: boolean;
  auto: boolean;
  messages: number;
  code: number | null;
}

export const URL = 'wss://voice.example/client-ws';

/** One try at `at`, refused at once unless said otherwise. */
export const attempt = (at: number, over: Partial<Attempt> = {}): Attempt => ({
  url: URL,
  kind: 'webSocket',
  at,
  openedAt: null,
  endedAt: at + 3,
  own: false,
  auto: false,
  messages: 0,
  code: 1006,
  ...over,
});

/** What the network answers: after how long, and how long the connection then lives (`null`: refused). */
export interface Answer {
  after: number;
  live: number | null;
}
export const REFUSED: Answer = { after: 3, live: null };

export interface Client {
  from?: number;
  until: number;
  /** The page's wait after a try ended, by the number of bad tries in a row since one was open. */
  pause: (failures: number) => number;
  answer?: (at: number, n: number) => Answer;
  url?: (n: number) => string;
  kind?: EndpointKind;
  auto?: (n: number) => boolean;
  own?: boolean;
  messages?: number;
  /** Chrome's own hold of new sockets after failures, drawn from this generator. */
  heldBy?: () => number;
}

/** The tries of a page that connects again `pause` after each end. */
export const client = (options: Client): Attempt[] => {
  const { pause, answer = () => REFUSED, url = () => URL, heldBy } = options;
  const made: Attempt[] = [];
  let at = options.from ?? 0;
  let failures = 0;
  for (let n = 0; at < options.until; n++) {
    let { after, live } = answer(at, n);
    if (heldBy) {
      const past = made.filter((one) => at - one.at <= 240_000);
      const failed = past.filter((one) => one.openedAt === null).length;
      const exponent = Math.min(1 + Math.floor(failed / (past.length - failed + 1)), 16);
      after += ((1000 + 4000 * heldBy()) * 2 ** exponent) / 65_536;
      // The server is asked when the browser lets the try go, not when the page wanted it.
      live = answer(at + after, n).live;
    }
    const openedAt = live === null ? null : at + after;
    const endedAt = live === null ? at + after : at + after + live;
    failures = live === null ? failures + 1 : 1;
    made.push(
      attempt(at, {
        url: url(n),
        kind: options.kind ?? 'webSocket',
        openedAt,
        endedAt: Number.isFinite(endedAt) ? endedAt : null,
        own: options.own ?? false,
        auto: options.auto?.(n) ?? false,
        messages: live === null ? 0 : (options.messages ?? 0),
      }),
    );
    at = endedAt + pause(failures);
  }
  return made;
};

const lessOrNull = (time: number | null, now: number): number | null =>
  time !== null && time <= now ? T0 + time : null;

/** Tells the tries in batches, each with what has changed since the last one. */
export const batches = (attempts: readonly Attempt[]) => {
  const all = [...attempts].sort((a, b) => a.at - b.at);
  const numbers = new Map<string, number>();
  for (const { kind, url } of all)
    if (!numbers.has(`${kind} ${url}`)) numbers.set(`${kind} ${url}`, numbers.size);
  const numberOf = (one: Attempt): number => numbers.get(`${one.kind} ${one.url}`) ?? 0;
  let last = -1;
  let seq = 0;
  let dropped = 0;
  return (now: number): Batch => {
    const endpoints = new Map<number, EndpointFact>();
    const tries: TryFact[] = [];
    let [connecting, open, closed] = [0, 0, 0];
    for (const [i, one] of all.entries()) {
      if (one.at > now) break;
      const n = numberOf(one);
      const openedAt = lessOrNull(one.openedAt, now);
      const endedAt = lessOrNull(one.endedAt, now);
      const fact =
        endpoints.get(n) ??
        anEndpoint({
          n,
          kind: one.kind,
          url: one.url,
          attempts: 0,
          opened: 0,
          live: 0,
          maxLive: 0,
        });
      endpoints.set(n, fact);
      fact.attempts++;
      if (openedAt !== null) fact.opened++;
      if (openedAt === null && endedAt !== null && !one.own) fact.failed++;
      if (endedAt === null) fact.live++;
      fact.maxLive = Math.max(fact.maxLive, fact.live);
      if (endedAt !== null) closed++;
      else if (openedAt !== null) open++;
      else connecting++;
      const changed = [one.at, one.openedAt, one.endedAt].some(
        (time) => time !== null && time > last && time <= now,
      );
      if (!changed) continue;
      if (tries.length >= LIMITS.tries) dropped++;
      else
        tries.push(
          aTry({
            n: i + 1,
            endpoint: n,
            at: T0 + one.at,
            openedAt,
            endedAt,
            code: endedAt === null ? null : one.code,
            own: one.own && endedAt !== null,
            auto: one.auto,
            messages: openedAt === null ? 0 : one.messages,
          }),
        );
    }
    last = now;
    return aBatch({
      seq: ++seq,
      at: T0 + now,
      kinds: [
        {
          kind: 'webSocket',
          created: closed + open + connecting,
          byState: { connecting, open, closed },
        },
      ],
      endpoints: [...endpoints.values()],
      tries,
      dropped,
    });
  };
};

export interface Watched {
  /** Seconds at whose end the finding was active. */
  active: number[];
  /** Every finding of that id that there ever was. */
  findings: KeptFinding[];
  tab: TabState;
  world: World;
}

export interface Watch {
  seconds: number;
  engine?: World['engine'];
  /** The background's seconds begin this many ms after the page. */
  phase?: number;
}

/** Watches a page with these tries for so many seconds. */
export const watch = (
  id: FindingId,
  attempts: readonly Attempt[],
  { seconds, engine = 'chromium', phase = 0 }: Watch,
): Watched => {
  const tab = aTab();
  const world = aWorld([tab], engine);
  const tell = batches(attempts);
  const active: number[] = [];
  for (let second = 1; second <= seconds; second++) {
    // The page gathers for a quarter of a second; the last batch before a look tells the most.
    for (const part of [0.25, 0.5, 0.75, 1]) {
      const at = phase + (second - 1 + part) * 1000;
      foldBatch(tab, 0, 'load-1', 'https://voice.example/app', tell(at), T0 + at);
    }
    const now = T0 + phase + second * 1000;
    takeSample(tab, now);
    detect(world, tab, now);
    if (tab.findings.some((f) => f.id === id && f.until === null)) active.push(second);
  }
  return { active, findings: tab.findings.filter((f) => f.id === id), tab, world };
};
