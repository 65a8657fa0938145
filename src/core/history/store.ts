import type { ChunkRow, ExperimentRow, FindingRow, RecordRow, StateRow, TurnRow } from './shape';
import type { Thinned } from './thin';

/** What is new of one tab, to be stored together or not at all. */
export interface TabWrite {
  /** `null` for a tab that has no record yet. */
  n: number | null;
  /** `null` where nothing of it has changed that a list shows. */
  record: Omit<RecordRow, 'n'> | null;
  state: Omit<StateRow, 'n'>;
  chunks: Omit<ChunkRow, 'n'>[];
  findings: Omit<FindingRow, 'n'>[];
  turns: Omit<TurnRow, 'n'>[];
}

/** What came of it: the record's number, and how much of its oldest had to go for its own limits. */
export interface Written {
  /** `null` where the record is not there any more: nothing was stored. */
  n: number | null;
  freed: number;
}

/** So much of a record has gone. */
export interface Freed {
  n: number;
  bytes: number;
}

/** All of one record, its samples oldest first. */
export interface FullRecord {
  record: RecordRow;
  state: StateRow | null;
  chunks: ChunkRow[];
  findings: FindingRow[];
  turns: TurnRow[];
}

/** What another run of the background needs to go on with a record. */
export interface Resumed {
  record: RecordRow;
  state: StateRow | null;
  findings: FindingRow[];
  turns: Pick<TurnRow, 'startedAt' | 'conversation'>[];
}

export interface ListQuery {
  origin: string | null;
  /** Only those whose last word came before it. */
  before: number | null;
  most: number;
}

/** Why nothing can be stored. */
export type Obstacle =
  /** A newer Whylag has written it. */
  | 'newer'
  /** A page of an older Whylag holds it open. */
  | 'blocked'
  /** The browser cannot open or read it. */
  | 'unreadable';

/** Thrown where the store cannot be opened. */
export class Unavailable extends Error {
  override name = 'Unavailable';
  constructor(readonly obstacle: Obstacle) {
    super(`The history cannot be opened: ${obstacle}.`);
  }
}

/** The browser gives no more room. */
export class NoRoom extends Error {
  override name = 'NoRoom';
}

/**
 * Where the history lies. Each call is one transaction: all of it is stored or nothing. Every call rejects with
 * `Unavailable` or `NoRoom`, or with what the browser says; the next one tries again.
 */
export interface HistoryStore {
  write(tabs: readonly TabWrite[]): Promise<Written[]>;
  /** The small rows, newest last word first. */
  list(query: ListQuery): Promise<RecordRow[]>;
  all(): Promise<RecordRow[]>;
  stillOpen(): Promise<RecordRow[]>;
  find(run: string, tabId: number): Promise<RecordRow | null>;
  resume(n: number): Promise<Resumed | null>;
  read(n: number, from: number, to: number): Promise<FullRecord | null>;
  /** Replaces a record's row, its state and all of its findings. */
  settle(full: Pick<FullRecord, 'record' | 'state' | 'findings'>): Promise<void>;
  remove(records: readonly number[]): Promise<void>;
  /** Removes the older half of a record's complete samples. */
  halve(n: number): Promise<Freed>;
  /** The chunks of a record that begin within a span. */
  chunksIn(n: number, from: number, to: number): Promise<ChunkRow[]>;
  /** The oldest chunks of a step that began before a time. */
  chunksBefore(step: number, before: number, most: number): Promise<ChunkRow[]>;
  /** Exchanges chunks and brings the sizes of their records up to date. */
  exchange(thinned: Thinned): Promise<Freed[]>;
  /** Stores a new one, or a known one again; the oldest go where there are too many. */
  addExperiment(row: ExperimentRow): Promise<number>;
  experiments(origin: string | null): Promise<ExperimentRow[]>;
  removeExperiments(origin: string): Promise<void>;
  /** Everything, whatever wrote it. */
  clear(): Promise<void>;
  /** Changes when the store was opened anew: what was known of its rows may be wrong since. */
  generation(): number;
}
