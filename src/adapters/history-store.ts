import { HISTORY, type RecordRow } from '../core/history/shape';
import { type Freed, type HistoryStore, type ListQuery, Unavailable } from '../core/history/store';
import { createHistoryDb } from './history-db';
import { removeRecord, rowsOf, STORES, shrink, writeTab, writing } from './history-rows';
import type { HistoryDb } from './history-schema';

/** The longest time that one chunk holds: samples of a span may stand in one that begins so much before it. */
const CHUNK_MS = 3_600_000;

const textSize = (rows: readonly { text: string }[]): number =>
  rows.reduce((sum, { text }) => sum + text.length, 0);

/** The newest rows, without going through all of them: where they begin is asked for first. */
const newest = async (db: HistoryDb, { before, most }: ListQuery): Promise<RecordRow[]> => {
  const index = db.transaction('records').store.index('lastAt');
  const upper = before === null ? null : IDBKeyRange.upperBound(before, true);
  const cursor = await index.openKeyCursor(upper, 'prev');
  if (!cursor) return [];
  const last = cursor.key;
  const first = most > 1 ? await cursor.advance(most - 1) : cursor;
  const range = first ? IDBKeyRange.bound(first.key, last) : IDBKeyRange.upperBound(last);
  return (await index.getAll(range)).reverse().slice(0, most);
};

const ofOrigin = async (db: HistoryDb, query: ListQuery): Promise<RecordRow[]> => {
  const { origin, before, most } = query;
  const rows = await db.getAllFromIndex('records', 'origins', origin ?? '');
  return rows
    .filter(({ lastAt }) => before === null || lastAt < before)
    .sort((a, b) => b.lastAt - a.lastAt || b.n - a.n)
    .slice(0, most);
};

const inTransaction = (db: HistoryDb) => db.transaction([...STORES], 'readonly');

/** The history in IndexedDB. */
export const createHistoryStore = (db = createHistoryDb()): HistoryStore => ({
  write: (tabs) =>
    db.use((open) =>
      writing(open, async (tx) => {
        const written = [];
        for (const tab of tabs) written.push(await writeTab(tx, tab));
        return written;
      }),
    ),
  list: (query) =>
    db.use((open) => (query.origin === null ? newest(open, query) : ofOrigin(open, query))),
  all: () => db.use((open) => open.getAll('records')),
  stillOpen: () => db.use((open) => open.getAllFromIndex('records', 'open', 1)),
  find: (run, tabId) =>
    db.use(async (open) => (await open.getFromIndex('records', 'tab', [run, tabId])) ?? null),
  resume: (n) =>
    db.use(async (open) => {
      const tx = inTransaction(open);
      const [record, state, findings, keys] = await Promise.all([
        tx.objectStore('records').get(n),
        tx.objectStore('states').get(n),
        tx.objectStore('findings').getAll(rowsOf(n)),
        tx.objectStore('turns').getAllKeys(rowsOf(n)),
      ]);
      const turns = keys.map(([, startedAt, conversation]) => ({ startedAt, conversation }));
      return record ? { record, state: state ?? null, findings, turns } : null;
    }),
  read: (n, from, to) =>
    db.use(async (open) => {
      const tx = inTransaction(open);
      const [record, state, chunks, findings, turns] = await Promise.all([
        tx.objectStore('records').get(n),
        tx.objectStore('states').get(n),
        tx.objectStore('chunks').getAll(rowsOf(n, from - CHUNK_MS, to)),
        tx.objectStore('findings').getAll(rowsOf(n)),
        tx.objectStore('turns').getAll(rowsOf(n)),
      ]);
      return record ? { record, state: state ?? null, chunks, findings, turns } : null;
    }),
  settle: ({ record, state, findings }) =>
    db.use((open) =>
      writing(open, async (tx) => {
        await tx.objectStore('findings').delete(rowsOf(record.n));
        await Promise.all([
          tx.objectStore('records').put(record),
          state && tx.objectStore('states').put(state),
          ...findings.map((row) => tx.objectStore('findings').put(row)),
        ]);
      }),
    ),
  remove: (records) =>
    db.use((open) =>
      writing(open, async (tx) => {
        await Promise.all(records.map((n) => removeRecord(tx, n)));
      }),
    ),
  halve: (n) =>
    db.use((open) =>
      writing(open, async (tx) => {
        const chunks = tx.objectStore('chunks');
        const half = Math.ceil((await chunks.count(rowsOf(n))) / 2);
        const oldest = half > 0 ? await chunks.getAll(rowsOf(n), half) : [];
        await Promise.all(oldest.map(({ from }) => chunks.delete([n, from])));
        const freed = { n, bytes: textSize(oldest) };
        await shrink(tx, freed);
        return freed;
      }),
    ),
  chunksIn: (n, from, to) => db.use((open) => open.getAll('chunks', rowsOf(n, from, to))),
  chunksBefore: (step, before, most) =>
    db.use((open) => {
      const range = IDBKeyRange.bound(
        [step, Number.NEGATIVE_INFINITY],
        [step, before],
        false,
        true,
      );
      return open.getAllFromIndex('chunks', 'age', range, most);
    }),
  exchange: ({ gone, fresh }) =>
    db.use((open) =>
      writing(open, async (tx) => {
        const chunks = tx.objectStore('chunks');
        await Promise.all(gone.map(({ n, from }) => chunks.delete([n, from])));
        await Promise.all(fresh.map((row) => chunks.put(row)));
        const numbers = new Set(gone.map(({ n }) => n));
        const freed: Freed[] = [...numbers].map((n) => {
          const mine = (rows: typeof gone) => textSize(rows.filter((row) => row.n === n));
          return { n, bytes: mine(gone) - mine(fresh) };
        });
        for (const one of freed) await shrink(tx, one);
        return freed;
      }),
    ),
  addExperiment: (row) =>
    db.use(async (open) => {
      const tx = open.transaction('experiments', 'readwrite', { durability: 'relaxed' });
      const id = await tx.store.put({ ...row, steps: row.steps.slice(0, HISTORY.steps) });
      const over = (await tx.store.count()) - HISTORY.experiments;
      const oldest = over > 0 ? await tx.store.getAllKeys(null, over) : [];
      await Promise.all(oldest.map((key) => tx.store.delete(key)));
      await tx.done;
      return id;
    }),
  experiments: (origin) =>
    db.use((open) =>
      origin === null
        ? open.getAll('experiments')
        : open.getAllFromIndex('experiments', 'origin', origin),
    ),
  removeExperiments: (origin) =>
    db.use(async (open) => {
      const tx = open.transaction('experiments', 'readwrite', { durability: 'relaxed' });
      const keys = await tx.store.index('origin').getAllKeys(origin);
      await Promise.all(keys.map((key) => tx.store.delete(key)));
      await tx.done;
    }),
  async clear() {
    try {
      await db.use(async (open) => {
        const tx = open.transaction(open.objectStoreNames, 'readwrite');
        await Promise.all([...tx.objectStoreNames].map((name) => tx.objectStore(name).clear()));
        await tx.done;
      });
    } catch (error) {
      // What cannot be opened can still be deleted.
      if (error instanceof Unavailable) await db.destroy();
      else throw error;
    }
  },
  generation: () => db.generation(),
});
