/*
 * The history on disk: what of the tabs outlives the background, the extension and the browser. It is written
 * beside everything else and read only when somebody asks; an error of it changes nothing of what is observed.
 */
import type { HistoryStore } from '../../core/history/store';
import type { World } from '../../core/state';
import { forgetSites, type Out } from './forget-sites';
import { createHealth, type Notice } from './health';
import { createKeeper } from './keeper';
import { createOrder } from './order';
import { createWriter } from './writer';

const TIDY_MS = 60_000;

interface Parts {
  store: HistoryStore;
  world: World;
  now(): number;
  /** Remembers what the person has to be told, while the browser runs. */
  keepNotice(notice: Notice): void;
}

export const createHistory = ({ store, world, now, keepNotice }: Parts) => {
  /** Nothing is written before it is known which run of the browser this is. */
  let run: string | null = null;
  let isWriting = false;
  let tidiedAt = Number.NEGATIVE_INFINITY;
  let clears = 0;
  const order = createOrder();
  const health = createHealth(keepNotice);
  const parts = { store, world, now, health, order, run: () => run ?? '' };
  const writer = createWriter(parts);
  const keeper = createKeeper({ ...parts, noteFreed: writer.noteFreed });

  const tidy = (): void => {
    if (Math.abs(now() - tidiedAt) < TIDY_MS) return;
    tidiedAt = now();
    keeper.tidy().catch(health.failed);
  };

  return {
    store,
    health,
    run: parts.run,
    /** Called when the state of the last run of the background is back. */
    start(itsRun: string, notice: unknown = null): void {
      run = itsRun;
      health.start(notice);
    },
    /** Once a second, while any page talks. */
    beat(): void {
      if (run === null) return;
      // A write that takes longer is the next one's, too: only one is under way.
      if (!isWriting) {
        isWriting = true;
        order(writer.write).finally(() => {
          isWriting = false;
        });
      }
      tidy();
    },
    moved(before: number, after: number): void {
      void order(() => writer.moved(before, after));
    },
    /** The clock has gone so far ahead, or back where that is negative, and all that is known with it. */
    jumped(by: number): void {
      void order(async () => writer.jumped(by));
    },
    /** Rejects where something of the sites may still be stored. */
    forgetSites: (out: Out): Promise<void> =>
      order(async () => {
        await forgetSites(store, out);
        writer.forget();
      }),
    /** Everything, whatever wrote it. */
    clear: (): Promise<{ records: number }> =>
      order(async () => {
        const records = await store.all().catch(() => []);
        writer.forget();
        await store.clear();
        clears++;
        return { records: records.length };
      }),
    /** Changes when everything was deleted. */
    clears: (): number => clears,
    /** When all that was to be written has been. */
    settled: (): Promise<void> => order(async () => {}),
  };
};
export type History = ReturnType<typeof createHistory>;
