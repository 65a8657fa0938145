import { detect } from '../../src/core/detect';
import { foldBatch } from '../../src/core/fold';
import { foldHandshake } from '../../src/core/fold-handshake';
import type { FindingId } from '../../src/core/report';
import type { KeptFinding, TabState } from '../../src/core/state';
import type { EndpointFact, TypeRun } from '../../src/protocol/facts';
import { aTab, aWorld, T0 } from './facts';
import { type Attempt, attempt, batches } from './page';

/*
 * A page of sockets that live and carry messages, as its script and the network tell it. All times here
 * count from `T0`.
 */

/** A socket that opens 5 ms after `at` and stays open unless said otherwise. */
export const socket = (at: number, over: Partial<Socket> = {}): Socket => ({
  ...attempt(at, { openedAt: at + 5, endedAt: null, code: null }),
  query: '',
  ...over,
});
export interface Socket extends Attempt {
  /** What only the network sees; `null` where it did not see the handshake. */
  query: string | null;
}

/** One message on a socket of the page. */
export interface Message {
  at: number;
  url: string;
  type: string;
  bytes: number;
  out?: boolean;
}

interface Watch {
  seconds: number;
  phase?: number;
  messages?: readonly Message[];
  /** Changes what the page tells of an endpoint. */
  facts?: (fact: EndpointFact, now: number) => void;
  sites?: Parameters<typeof foldBatch>[4]['sites'];
  frames?: number;
}

/** Runs of one type, as `page/message-runs.ts` puts them together. */
const runsOf = (messages: readonly Message[], numberOf: (url: string) => number): TypeRun[] => {
  const runs: TypeRun[] = [];
  for (const { at, url, type, bytes, out = false } of messages) {
    const endpoint = numberOf(url);
    const last = runs.at(-1);
    if (last && last.type === type && last.out === out && last.endpoint === endpoint) {
      last.count++;
      last.bytes += bytes;
      last.lastAt = T0 + at;
    } else runs.push({ endpoint, out, type, count: 1, bytes, firstAt: T0 + at, lastAt: T0 + at });
  }
  return runs;
};

export interface Seen {
  /** Seconds at whose end the finding was active. */
  active: number[];
  findings: KeptFinding[];
  tab: TabState;
}

/** Watches a page for so many seconds, a batch every quarter of a second. */
export const watchSockets = (
  id: FindingId,
  sockets: readonly Socket[],
  { seconds, phase = 0, messages = [], facts, sites = [] }: Watch,
): Seen => {
  const tab = aTab();
  const world = aWorld([tab]);
  const tell = batches(sockets);
  const active: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let quarter = 1; quarter <= seconds * 4; quarter++) {
    const now = phase + quarter * 250;
    const isNew = ({ at }: { at: number }): boolean => at > last && at <= now;
    for (const [i, { at, url, query }] of sockets.entries())
      if (query !== null && isNew({ at })) {
        // One number for each address; the hash of a test needs no more.
        const address = [...query].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7);
        const handshake = { id: String(i), frameId: null, address };
        foldHandshake(tab, `${url}${query}`, T0 + at + 2, handshake);
      }
    const batch = tell(now);
    const numberOf = (url: string): number => batch.endpoints.find((e) => e.url === url)?.n ?? -1;
    const types = runsOf(
      messages.filter(isNew).sort((a, b) => a.at - b.at),
      numberOf,
    );
    for (const fact of batch.endpoints) facts?.(fact, now);
    const told = { ...batch, types, sites };
    foldBatch(tab, 0, 'load-1', 'https://voice.example/app', told, T0 + now);
    last = now;
    if (quarter % 4) continue;
    detect(world, tab, T0 + now);
    if (tab.findings.some((f) => f.id === id && f.until === null)) active.push(quarter / 4);
  }
  return { active, findings: tab.findings.filter((f) => f.id === id), tab };
};
