import type { TypeRun } from '../protocol/facts';
import { LIMITS } from '../protocol/facts';
import { add, now } from './natives';

/** Consecutive messages of one type, put together: a microphone that streams is one run a batch. */
export const createRuns = () => {
  let types: TypeRun[] = [];
  /** Runs before this one are over: something came that had not come before. */
  let open = 0;
  return {
    note(endpoint: number, out: boolean, type: string, bytes: number): void {
      const at = now();
      // A microphone that streams out and an answer that streams in take turns: each extends its own run.
      let i = types.length;
      while (i--) {
        const run = types[i] as TypeRun;
        if (run.type !== type || run.out !== out || run.endpoint !== endpoint) continue;
        if (i < open) break;
        run.count++;
        run.bytes += bytes;
        run.lastAt = at;
        return;
      }
      if (i < 0) open = types.length;
      if (types.length < LIMITS.types)
        add(types, { endpoint, out, type, count: 1, bytes, firstAt: at, lastAt: at });
    },
    take(): TypeRun[] {
      const all = types;
      types = [];
      open = 0;
      return all;
    },
  };
};
