import type { IDBPTransaction } from 'idb';
import { HISTORY, type RecordRow } from '../core/history/shape';
import type { Freed, TabWrite, Written } from '../core/history/store';
import type { HistoryDb, HistorySchema } from './history-schema';

/** Of one record: its row first. */
export const STORES = ['records', 'states', 'chunks', 'findings', 'turns'] as const;
type Stores = (typeof STORES)[number][];
export type Writing = IDBPTransaction<HistorySchema, Stores, 'readwrite'>;
export type Reading = IDBPTransaction<HistorySchema, Stores, 'readonly'>;

/**
 * One transaction: done when it is committed, undone where anything in `job` fails. What it rejects with is the
 * reason that the browser gives for the whole, which is where "no more room" stands. `relaxed`: committed data
 * survives the browser being killed, and a disk does not have to be waited for each second.
 */
export const writing = async <T>(db: HistoryDb, job: (tx: Writing) => Promise<T>): Promise<T> => {
  const tx = db.transaction([...STORES], 'readwrite', { durability: 'relaxed' });
  const asked = job(tx).catch((error) => {
    try {
      tx.abort();
    } catch {
      // It has been aborted already.
    }
    throw error;
  });
  const [result, done] = await Promise.allSettled([asked, tx.done]);
  if (result.status === 'rejected' && !tx.error) throw result.reason;
  if (done.status === 'rejected') throw done.reason;
  return (result as PromiseFulfilledResult<T>).value;
};

/** All rows of a record in a store whose key begins with its number. */
export const rowsOf = (n: number, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY) =>
  IDBKeyRange.bound([n, from], [n, to, []]);

export const removeRecord = async (tx: Writing, n: number): Promise<void> => {
  await Promise.all([
    tx.objectStore('records').delete(n),
    tx.objectStore('states').delete(n),
    ...(['chunks', 'findings', 'turns'] as const).map((name) =>
      tx.objectStore(name).delete(rowsOf(n)),
    ),
  ]);
};

/** Takes the oldest rows over a record's own limit away; gives their size. */
const trim = async (tx: Writing, name: 'findings' | 'turns', n: number): Promise<number> => {
  const store = tx.objectStore(name);
  const over = (await store.count(rowsOf(n))) - HISTORY[name];
  if (over <= 0) return 0;
  const oldest = await store.getAll(rowsOf(n), over);
  const keys = await store.getAllKeys(rowsOf(n), over);
  await Promise.all(keys.map((key) => store.delete(key)));
  return oldest.reduce((sum, { text }) => sum + text.length, 0);
};

/** Brings a record's account of its size up to date. */
export const shrink = async (tx: Writing, { n, bytes }: Freed): Promise<void> => {
  const [record, state] = await Promise.all([
    tx.objectStore('records').get(n),
    tx.objectStore('states').get(n),
  ]);
  await Promise.all([
    record && tx.objectStore('records').put({ ...record, bytes: record.bytes - bytes }),
    state && tx.objectStore('states').put({ ...state, bytes: state.bytes - bytes }),
  ]);
};

/** Stores what is new of one tab, and nothing of one whose record has been removed. */
export const writeTab = async (tx: Writing, tab: TabWrite): Promise<Written> => {
  const { record, state, chunks, findings, turns } = tab;
  const records = tx.objectStore('records');
  if (tab.n !== null && (await records.getKey(tab.n)) === undefined) return { n: null, freed: 0 };
  // The store gives the number: it never gives one twice.
  const n = tab.n ?? (await records.add(record as RecordRow));
  await Promise.all([
    tab.n !== null && record && records.put({ ...record, n }),
    tx.objectStore('states').put({ ...state, n }),
    ...chunks.map((row) => tx.objectStore('chunks').put({ ...row, n })),
    ...findings.map((row) => tx.objectStore('findings').put({ ...row, n })),
    ...turns.map((row) => tx.objectStore('turns').put({ ...row, n })),
  ]);
  const freed =
    (findings.length > 0 ? await trim(tx, 'findings', n) : 0) +
    (turns.length > 0 ? await trim(tx, 'turns', n) : 0);
  return { n, freed };
};
