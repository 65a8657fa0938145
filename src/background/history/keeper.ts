import { closeRecord } from '../../core/history/past';
import { overLimits } from '../../core/history/retain';
import { HISTORY, THINNING } from '../../core/history/shape';
import type { Freed, HistoryStore } from '../../core/history/store';
import { dueBefore, thinChunks, windowOf } from '../../core/history/thin';
import type { World } from '../../core/state';
import type { Order } from './order';

/** Windows that are thinned in one go: the rest has its turn a minute later. */
const WINDOWS = 100;
const OLD = 500;

interface Parts {
  store: HistoryStore;
  world: World;
  /** Each piece of work waits for what is being written, and lets writing in before the next piece. */
  order: Order;
  run(): string;
  now(): number;
  noteFreed(freed: readonly Freed[]): void;
}

/** What keeps the history in shape, at leisure. Every piece may fail: the next time does it. */
export const createKeeper = ({ store, world, order, run, now, noteFreed }: Parts) => {
  /** Closes the records of tabs that nobody can hear any more. */
  const closeLeft = async (): Promise<void> => {
    for (const row of await order(() => store.stillOpen())) {
      // A tab of this run that is known writes its end itself.
      if (row.run === run() && world.tabs[row.tabId]) continue;
      await order(async () => {
        const found = await store.resume(row.n);
        if (found?.record.open) await store.settle(closeRecord(found));
      });
    }
  };

  /** Makes the next window of a step coarser; `false` where none is due. */
  const thinNext = async (stage: (typeof THINNING)[number]): Promise<boolean> => {
    const [next] = await store.chunksBefore(stage.step, dueBefore(stage, now()), 1);
    if (!next) return false;
    const { begin, end } = windowOf(stage, next);
    const chunks = await store.chunksIn(next.n, begin, end);
    noteFreed(await store.exchange(thinChunks(stage, chunks)));
    return true;
  };

  const thinAll = async (): Promise<void> => {
    for (const stage of THINNING)
      for (let i = 0; i < WINDOWS && (await order(() => thinNext(stage))); i++);
  };

  /** A tab may be open for longer than the history is kept. */
  const dropOld = async (): Promise<void> => {
    const { to: coarsest } = THINNING[THINNING.length - 1] as (typeof THINNING)[number];
    const gone = await store.chunksBefore(coarsest, now() - HISTORY.ms, OLD);
    if (gone.length > 0) noteFreed(await store.exchange({ gone, fresh: [] }));
  };

  const dropOver = async (): Promise<void> => {
    const { records, halved } = overLimits(await store.all(), now());
    if (records.length > 0) await store.remove(records);
    for (const n of halved) noteFreed([await store.halve(n)]);
  };

  return {
    closeLeft,
    async tidy(): Promise<void> {
      await closeLeft();
      await thinAll();
      await order(dropOld);
      await order(dropOver);
    },
  };
};
