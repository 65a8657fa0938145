import { foldBatch } from '../../../src/core/fold';
import type { Turn } from '../../../src/core/report';
import { createTab, type LoadState, type TabState } from '../../../src/core/state';
import { settleTurns, turnsOf } from '../../../src/core/turns';
import type { Batch, TypeRun } from '../../../src/protocol/facts';
import { aBatch, anEndpoint, T0 } from '../facts';

/** Messages of one socket: when (ms after `T0`), `in …` or `out …`, its bytes, and how many, one after the other. */
export type Message = [at: number, name: string, bytes?: number];

/** `count` messages of one type, `every` so many ms. */
export const stream = (
  from: number,
  name: string,
  count: number,
  every: number,
  bytes = 3000,
): Message[] => Array.from({ length: count }, (_, i) => [from + i * every, name, bytes]);

const runOf = ([at, name, bytes = 200]: Message): TypeRun => ({
  endpoint: 0,
  out: name.startsWith('out '),
  type: name.slice(name.indexOf(' ') + 1),
  count: 1,
  bytes,
  firstAt: T0 + at,
  lastAt: T0 + at,
});

/** Puts messages together as the page does within one batch: what comes for the first time closes what was before. */
export const runsOf = (messages: readonly Message[]): TypeRun[] => {
  const runs: TypeRun[] = [];
  let open = 0;
  for (const message of messages) {
    const one = runOf(message);
    const at = runs.findLastIndex((run) => run.type === one.type && run.out === one.out);
    const run = runs[at];
    if (run && at >= open) {
      run.count++;
      run.bytes += one.bytes;
      run.lastAt = one.lastAt;
      continue;
    }
    if (!run) open = runs.length;
    runs.push(one);
  }
  return runs;
};

export interface Page {
  url?: string;
  /** How long the page gathers; 0: every message for itself. */
  gather?: number;
  /** What a batch tells besides. */
  facts?: (at: number) => Partial<Batch>;
  /** Whether the second passes, and how long after the last message. */
  quiet?: number;
}

export interface Heard {
  tab: TabState;
  load: LoadState;
  turns: Turn[];
}

/** Folds the messages of a page, and lets the seconds pass as the background does. */
export const hear = (messages: readonly Message[], page: Page = {}): Heard => {
  const { url = 'wss://voice.example/ws', gather = 250, facts = () => ({}), quiet = 0 } = page;
  const tab = createTab(1);
  const sorted = [...messages].sort((a, b) => a[0] - b[0]);
  let seq = 0;
  let second = 1000;
  const tell = (at: number, some: readonly Message[]): void => {
    for (; second <= at; second += 1000) settleTurns(tab, T0 + second);
    foldBatch(
      tab,
      0,
      'load-1',
      'https://voice.example/app',
      aBatch({
        seq: ++seq,
        at: T0 + at,
        endpoints: [anEndpoint({ url })],
        types: runsOf(some),
        ...facts(at),
      }),
      T0 + at,
    );
  };
  let i = 0;
  let end = 0;
  while (i < sorted.length) {
    const from = sorted[i]?.[0] ?? 0;
    let to = i + 1;
    while (to < sorted.length && (sorted[to]?.[0] ?? 0) - from < gather) to++;
    end = from + gather;
    tell(end, sorted.slice(i, to));
    i = to;
  }
  tell(end + quiet, []);
  settleTurns(tab, T0 + end + quiet);
  return { tab, load: tab.loads[0] as LoadState, turns: turnsOf(tab) };
};

/** A turn as tests write it: from when, the first response, the first audio, the end; `cut` for an interrupted one. */
export const brief = ({ startedAt, firstResponseMs, firstAudioMs, totalMs, interrupted }: Turn) => [
  startedAt - T0,
  firstResponseMs,
  firstAudioMs,
  totalMs,
  ...(interrupted ? ['cut'] : []),
];
