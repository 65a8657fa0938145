import type { TypeRun } from '../protocol/facts';
import { LIMITS } from '../protocol/facts';
import { add, bareList } from './natives';

let runs: TypeRun[] = bareList();
/** Runs before this one are over: something came that had not come before. */
let open = 0;

/** Consecutive messages of one type, put together: a microphone that streams is one run a batch. */
export const noteMessage = (
  endpoint: number,
  out: boolean,
  type: string,
  bytes: number,
  lastAt: number,
): void => {
  // A microphone that streams out and an answer that streams in take turns: each extends its own run.
  let i = runs.length;
  while (i--) {
    const run = runs[i] as TypeRun;
    if (run.type !== type || run.out !== out || run.endpoint !== endpoint) continue;
    if (i < open) break;
    run.count++;
    run.bytes += bytes;
    run.lastAt = lastAt;
    return;
  }
  if (i < 0) open = runs.length;
  if (runs.length < LIMITS.types)
    add(runs, { endpoint, out, type, count: 1, bytes, firstAt: lastAt, lastAt });
};

/** The runs since they were last taken. */
export const takeRuns = (): TypeRun[] => {
  const all = runs;
  runs = bareList();
  open = 0;
  return all;
};
