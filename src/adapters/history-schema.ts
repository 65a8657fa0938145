import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type {
  ChunkRow,
  ExperimentRow,
  FindingRow,
  RecordRow,
  StateRow,
  TurnRow,
} from '../core/history/shape';

/** What the history looks like in IndexedDB. */
export interface HistorySchema extends DBSchema {
  records: {
    key: number;
    value: RecordRow;
    indexes: { lastAt: number; origins: string; open: number; tab: [string, number] };
  };
  states: { key: number; value: StateRow };
  chunks: {
    key: [n: number, from: number];
    value: ChunkRow;
    indexes: { age: [step: number, from: number] };
  };
  findings: {
    key: [n: number, since: number, id: string];
    value: FindingRow;
    indexes: { origin: [origin: string, since: number] };
  };
  turns: { key: [n: number, startedAt: number, conversation: number]; value: TurnRow };
  experiments: { key: number; value: ExperimentRow; indexes: { origin: string } };
}

export type HistoryDb = IDBPDatabase<HistorySchema>;
export type StoreName = StoreNames<HistorySchema>;
type Upgrade = IDBPTransaction<HistorySchema, StoreName[], 'versionchange'>;
type Migration = (db: HistoryDb, upgrade: Upgrade) => void | Promise<void>;

export const HISTORY_DB = 'history';

/**
 * What makes each version of the one before; the first makes it of nothing. One that has been released is never
 * changed: a new shape is a new entry, with a test that opens each earlier version (`test/browser/history`). Within
 * one, nothing but the upgrade's own requests may be waited for.
 */
export const MIGRATIONS: readonly Migration[] = [
  (db) => {
    const records = db.createObjectStore('records', { keyPath: 'n', autoIncrement: true });
    records.createIndex('lastAt', 'lastAt');
    records.createIndex('origins', 'origins', { multiEntry: true });
    records.createIndex('open', 'open');
    records.createIndex('tab', ['run', 'tabId']);
    db.createObjectStore('states', { keyPath: 'n' });
    const chunks = db.createObjectStore('chunks', { keyPath: ['n', 'from'] });
    chunks.createIndex('age', ['step', 'from']);
    const findings = db.createObjectStore('findings', { keyPath: ['n', 'since', 'id'] });
    findings.createIndex('origin', ['origin', 'since']);
    db.createObjectStore('turns', { keyPath: ['n', 'startedAt', 'conversation'] });
    const experiments = db.createObjectStore('experiments', { keyPath: 'id', autoIncrement: true });
    experiments.createIndex('origin', 'origin');
  },
];

/** Brings a database of any earlier version to the newest, one step after the other. */
export const migrate = async (
  db: HistoryDb,
  from: number,
  upgrade: Upgrade,
  migrations = MIGRATIONS,
): Promise<void> => {
  for (const step of migrations.slice(from)) await step(db, upgrade);
};
