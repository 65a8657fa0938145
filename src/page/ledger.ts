import type { ResourceKind } from '../core/report';
import type { TryFact } from '../protocol/facts';
import { LIMITS } from '../protocol/facts';
import type { PageBatch, TallyRow } from '../protocol/page-facts';
import { takeRuns } from './message-runs';
import {
  add,
  bare,
  bareList,
  isOneOf,
  now,
  on,
  recall,
  register,
  remember,
  safely,
  sift,
} from './natives';
import { sound } from './sound';
import { stackNow } from './stack';

/*
 * What the page has counted. A row is told when it has changed since the last batch, and says all that it
 * has counted since the page began.
 */

/** A fact with the mark that it has changed since the last batch; the background drops the mark. */
export interface Marked {
  changed: boolean;
}

/** One living thing; `state` is the platform's own word. */
export interface Entry {
  row: TallyRow & Marked;
  state: string;
  /** Its state from when it is no longer there, unless that is as if it had never been there. */
  gone: string;
}

/**
 * Stacks that are taken between two batches: a stack costs more than anything else here. Past these, those of a
 * kind that come in a burst are put down to the place of the one before.
 */
const STACKS = 16;

const rows: Marked[] = bareList();
export const rowByKey = bare<Record<string, Marked>>();
const tries: (TryFact & Marked)[] = bareList();
let details = 0;
let dropped = 0;
/** Where the last one was made. */
let lastSite: (TallyRow & Marked) | undefined;
let stacks = 0;
let soundChanged = false;
let tell: (at: number) => void;

/** Where changes are told. */
export const whenChanged = (told: (at: number) => void): void => {
  tell = told;
};

export const addRow = <T extends Marked>(key: string, row: T): T => {
  rowByKey[key] = row;
  add(rows, row);
  return row;
};
/** Numbers in this row have changed, just now. */
export const touch = (row: Marked, at = now()): void => {
  row.changed = true;
  tell(at);
};
/** A try has begun, opened or ended. */
export const touchTry = (attempt: TryFact & Marked): void => {
  if (attempt.changed) return;
  if (tries.length < LIMITS.tries) {
    attempt.changed = true;
    add(tries, attempt);
  } else dropped++;
};
/** The audio probes have something new. */
export const touchSound = (at = now()): void => {
  soundChanged = true;
  tell(at);
};

/** Adds to a number of a table. */
export const bump = (table: Record<string, number>, key: string | number, by = 1): void => {
  table[key] = (table[key] ?? 0) + by;
};

/** One more of what a row counts. */
const more = (row: TallyRow & Marked): TallyRow & Marked => {
  row.created++;
  touch(row);
  return row;
};
/** Counts one more of a kind, with the `detail` by which it is counted apart: a stack, a shape. */
const count = (kind: TallyRow['kind'], detail: string, endpoint?: number): TallyRow & Marked => {
  const key = `${kind} ${endpoint} ${detail}`;
  let row = rowByKey[key] as (TallyRow & Marked) | undefined;
  if (!row) {
    row = { kind, endpoint, detail, created: 0, byState: bare(), changed: false };
    // A page may make up a name for each node. What is too much is counted where nobody looks.
    if (detail && ++details > LIMITS.details) dropped++;
    else addRow(key, row);
  }
  return more(row);
};

/** What is known of an instance. It never refers to the instance, which stays collectable. */
const known = new WeakMap<object, Entry>();
export const entryOf = <T extends Entry>(thing: unknown): T | undefined =>
  recall(known, thing) as T | undefined;
export const know = <T extends Entry>(thing: unknown, entry: T): T => {
  remember(known, thing, entry);
  return entry;
};

/** Moves an entry to another state; `''` takes it out (collected without an end). */
export const move = (entry: Entry | undefined, state: string): void => {
  if (!entry || entry.state === state) return;
  const { byState } = entry.row;
  bump(byState, entry.state, -1);
  bump(byState, state);
  entry.state = state;
  touch(entry.row);
};

const begin = (row: TallyRow & Marked, state: string): Entry => {
  bump(row.byState, state);
  return { row, state, gone: '' };
};
/** One more of what voice detectors are made of, which is `shape`. */
export const beginNode = (shape: string): Entry => begin(count('node', shape), 'live');
/** One more of a kind; where it was made is counted too: here, unless the `stack` of another moment says it. */
export const beginEntry = (
  kind: ResourceKind,
  state: string,
  endpoint?: number,
  stack?: string,
): Entry => {
  if (lastSite?.kind === kind && lastSite.endpoint === endpoint && ++stacks > STACKS)
    more(lastSite);
  else {
    const place = stack ?? stackNow();
    if (place) lastSite = count(kind, place, endpoint);
  }
  return begin(count(kind, ''), state);
};

/** Keeps an entry in the state that its instance is in, from one event to the next; gives back what reads it. */
export const follow = (
  thing: object,
  entry: Entry,
  event: string,
  stateOf: (thing: unknown) => string | undefined,
): Entry => {
  on(thing, event, () => move(entry, stateOf(thing) as string));
  return know(thing, entry);
};

/** An entry is no longer there, and may come back. */
export const leave = (entry: Entry | undefined): void => {
  if (entry) move(entry, entry.gone);
};
/** An entry has left when the object that it was given with is collected, unless it has had its end. */
const registry = new FinalizationRegistry<Entry>(
  safely((entry) => {
    if (!isOneOf(' closed ended failed ', entry.state)) leave(entry);
    touchSound();
  }),
);
export const untilCollected = (thing: object, entry: Entry): void =>
  register(registry, thing, entry);

/** Those that have changed since they were last taken, or all of them. */
const take = (list: Marked[], all: boolean, keep: boolean): Marked[] => {
  const out: Marked[] = bareList();
  sift(list, (row) => {
    if (all || row.changed) add(out, row);
    row.changed = false;
    return keep;
  });
  return out;
};

/** What has changed since the last batch (everything with `full`), `null` for nothing. */
export const collect = (full: boolean): PageBatch | null => {
  const told = full || soundChanged;
  const batch = {
    at: now(),
    rows: take(rows, full, true),
    tries: take(tries, true, false),
    types: takeRuns(),
    sound: told ? sound : null,
    dropped,
  };
  soundChanged = false;
  stacks = 0;
  return told || batch.rows.length ? (batch as unknown as PageBatch) : null;
};
