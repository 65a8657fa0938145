import { HISTORY, type RecordRow } from './shape';

/** What has to go so that the rest is within the limits. */
export interface Doomed {
  /** Whole records, by number. */
  records: number[];
  /** Of tabs that are open, whose record cannot go: those that should lose the older half of their samples. */
  halved: number[];
}

const byAge = (a: RecordRow, b: RecordRow): number => a.lastAt - b.lastAt || a.n - b.n;

/**
 * The oldest of what is kept until `bytes` are gone: closed tabs first, by their last word. Only where that is
 * not enough, the largest of the open ones lose what is older of theirs.
 */
export const oldestOf = (rows: readonly RecordRow[], bytes: number): Doomed => {
  const doomed: Doomed = { records: [], halved: [] };
  let left = bytes;
  for (const row of rows.filter(({ open }) => open === 0).sort(byAge)) {
    if (left <= 0) return doomed;
    doomed.records.push(row.n);
    left -= row.bytes;
  }
  for (const row of rows.filter(({ open }) => open === 1).sort((a, b) => b.bytes - a.bytes)) {
    if (left <= 0) return doomed;
    doomed.halved.push(row.n);
    left -= row.bytes / 2;
  }
  return doomed;
};

/** What is too old, and then what is too much. */
export const overLimits = (rows: readonly RecordRow[], now: number): Doomed => {
  const closed = rows.filter(({ open }) => open === 0).sort(byAge);
  const old = new Set(closed.filter(({ lastAt }) => lastAt < now - HISTORY.ms));
  for (const row of closed.slice(0, Math.max(0, rows.length - HISTORY.records))) old.add(row);
  const rest = rows.filter((row) => !old.has(row));
  const bytes = rest.reduce((sum, row) => sum + row.bytes, 0);
  const { records, halved } = oldestOf(rest, bytes - HISTORY.bytes);
  return { records: [...[...old].map(({ n }) => n), ...records], halved };
};
