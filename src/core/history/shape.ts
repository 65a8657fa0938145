import type { FindingId, Sample, Severity } from '../report';

/*
 * What is kept on disk, as plain rows. All that the list of the history shows stands in `RecordRow`, which is
 * small; the rest of a record is found by its number and read only when it is asked for. What is large or of
 * a changing shape is text: a row is then as large as its text is long, and that is the size that counts
 * against `HISTORY.bytes` (of a `RecordRow`, the length of its JSON).
 */

/** One tab as it was observed in one run of the browser; its number is never used again. */
export interface RecordRow {
  n: number;
  /** Of which run of the browser: a tab's number means nothing in another. */
  run: string;
  tabId: number;
  url: string;
  origin: string;
  title: string;
  /** The sites that it showed, and those of frames in it. */
  origins: string[];
  frames: string[];
  firstAt: number;
  lastAt: number;
  /** A number, because IndexedDB has no index over booleans. */
  open: 0 | 1;
  /** What was found in it, each once. */
  findings: FindingId[];
  /** Of all that is kept of it. */
  bytes: number;
}

/** What may still change of a record: the tab's state, and the samples of the chunk that grows. */
export interface StateRow {
  n: number;
  at: number;
  /** Of the record's chunks, findings and turns. */
  bytes: number;
  text: string;
  samples: string;
}

/** Samples that are complete, at most so many that a minute, ten or sixty hold (`thin.ts`). */
export interface ChunkRow {
  n: number;
  from: number;
  until: number;
  /** Milliseconds between its samples. */
  step: number;
  text: string;
}

export interface FindingRow {
  n: number;
  id: FindingId;
  since: number;
  until: number | null;
  severity: Severity;
  /** The site that the tab showed when it began. */
  origin: string;
  text: string;
}

export interface TurnRow {
  n: number;
  startedAt: number;
  conversation: number;
  text: string;
}

/** Something that was done with a page on purpose and measured, such as opening and closing it ten times. */
export interface ExperimentRow {
  /** Given by the store. */
  id?: number;
  kind: string;
  origin: string;
  url: string;
  startedAt: number;
  endedAt: number | null;
  settings: Record<string, number | string | boolean>;
  steps: { at: number; label: string; values: Record<string, number | null> }[];
}

/** A moment's samples, as many as the reader asked for at most. */
export interface Span {
  samples: Sample[];
  /** Milliseconds between them where they were thinned for the answer; `null` where each is as it was kept. */
  thinnedTo: number | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The limits of what is kept. */
export const HISTORY = {
  ms: 7 * DAY,
  bytes: 50_000_000,
  records: 5000,
  /** Of one record, oldest first. */
  findings: 500,
  turns: 5000,
  /** Sites that one record names. One that names so many is taken to have shown any. */
  origins: 64,
  /** In one answer. */
  listed: 500,
  samples: 2000,
  experiments: 200,
  steps: 500,
  /** Samples in a chunk: a minute of them, ten minutes, an hour. */
  chunk: 60,
} as const;

/** From which age on, samples of one step become those of a coarser one; a window of them at a time. */
export const THINNING = [
  { step: 1000, to: 10_000, afterMs: 10 * MINUTE, windowMs: 10 * MINUTE },
  { step: 10_000, to: MINUTE, afterMs: 6 * HOUR, windowMs: HOUR },
] as const;

/** The finest step, which samples are taken at. */
export const FINEST_MS = THINNING[0].step;

/**
 * The number that a record of an earlier run answers to. Browsers count tabs from 0 up, and begin anew with
 * each run; -1 is their word for "none". So these are negative, from -2 down.
 */
export const pastTabId = (n: number): number => -n - 1;
/** The record that such a number names, or `null` where it is a browser's own. */
export const recordOf = (tabId: number): number | null => (tabId < -1 ? -tabId - 1 : null);
