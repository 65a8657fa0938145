import { originOf } from '../address';
import type { Sample } from '../report';
import type { TabState } from '../state';
import { pack } from './pack';
import {
  FINEST_MS,
  type FindingRow,
  HISTORY,
  type RecordRow,
  type StateRow,
  type TurnRow,
} from './shape';
import type { TabWrite } from './store';
import { chunkOf } from './thin';
import { findingKey, type Track, toldOf, turnKey } from './track';

/** Changes with every word of a page, and not with the mere passing of time. */
export const signatureOf = (tab: TabState): string =>
  JSON.stringify([
    tab.tabId,
    tab.url,
    tab.title,
    tab.open,
    tab.dropped,
    tab.pausedFrames,
    tab.loads.map((load) => [
      load.id,
      load.lastSeq,
      load.gone,
      load.lastBlock,
      load.main,
      load.usedBytes,
    ]),
    Object.values(tab.network).map(({ started, tries }) => [started, tries.length]),
    tab.findings.map((finding) => [findingKey(finding), toldOf(finding)]),
  ]);

const textOf = (tab: TabState): string => JSON.stringify({ ...tab, timeline: [], turns: [] });

/** Those after the last one that is stored: by its place, because a clock may be set back. */
const newSamples = ({ timeline }: TabState, { lastSampleAt }: Track): Sample[] => {
  if (lastSampleAt === null) return timeline;
  const place = timeline.findLastIndex(({ at }) => at === lastSampleAt);
  return place < 0 ? timeline.filter(({ at }) => at > lastSampleAt) : timeline.slice(place + 1);
};

/** Splits samples into chunks that are complete and the one that still grows. */
const cut = (samples: readonly Sample[]): Sample[][] => {
  const chunks: Sample[][] = [[]];
  for (const sample of samples) {
    const open = chunks.at(-1) as Sample[];
    const [first] = open;
    const last = open.at(-1);
    const isFull = open.length >= HISTORY.chunk || (first && sample.at - first.at >= 60_000);
    if (last && (isFull || sample.at < last.at)) chunks.push([sample]);
    else open.push(sample);
  }
  return chunks;
};

const knownFindings = (tab: TabState, track: Track, rows: Omit<FindingRow, 'n'>[]) => {
  const findings: Track['findings'] = {};
  for (const key of tab.findings.map(findingKey))
    if (track.findings[key]) findings[key] = track.findings[key];
  let grown = 0;
  for (const row of rows) {
    const size = row.text.length;
    grown += size - (findings[findingKey(row)]?.size ?? 0);
    findings[findingKey(row)] = { told: toldOf(row), size };
  }
  return { findings, grown };
};

const joined = (known: readonly string[], more: readonly string[]): string[] =>
  [...new Set([...known, ...more.filter((origin) => origin !== '')])].slice(0, HISTORY.origins);

const sitesOf = (tab: TabState, { origins, frames }: Track) => ({
  origins: joined(origins, [tab.origin]),
  frames: joined(
    frames,
    tab.loads.map(({ url }) => originOf(url)),
  ),
});

/** The row that lists read, without what changes with each write. */
const rowOf = (
  tab: TabState,
  track: Track,
  run: string,
): Omit<RecordRow, 'n' | 'lastAt' | 'bytes'> => {
  const { tabId, url, origin, title } = tab;
  const { origins, frames, firstAt, told: findings } = track;
  const open = tab.open ? 1 : 0;
  return { run, tabId, url, origin, title, origins, frames, firstAt, open, findings };
};

/** The row with what is kept of the record, all of it: what is complete, what may still change, and itself. */
export const sized = <T extends Omit<RecordRow, 'n'>>(
  row: T,
  { bytes, text, samples }: Pick<StateRow, 'bytes' | 'text' | 'samples'>,
): T => {
  const all = bytes + text.length + samples.length;
  return { ...row, bytes: all + JSON.stringify(row).length };
};

const rowsOfFindings = (tab: TabState, track: Track): Omit<FindingRow, 'n'>[] =>
  tab.findings
    .filter((finding) => track.findings[findingKey(finding)]?.told !== toldOf(finding))
    .map((finding) => {
      const { id, since, until, severity } = finding;
      return { id, since, until, severity, origin: tab.origin, text: JSON.stringify(finding) };
    });

const rowsOfTurns = (tab: TabState, { turns }: Track): Omit<TurnRow, 'n'>[] =>
  tab.turns
    .filter((turn) => !turns.includes(turnKey(turn)))
    .map((turn) => {
      const { startedAt, conversation } = turn;
      return { startedAt, conversation, text: JSON.stringify(turn) };
    });

/** A list is at most so much behind the record. */
const ROW_MS = 60_000;
/** Samples of a tab that says nothing are all the same: so many at a time are soon enough. */
const QUIET = 10;

/** What is new of a tab, and the track as it is once that is stored; `null` where nothing is. */
export const takeNew = (
  tab: TabState,
  track: Track,
  now: number,
  run: string,
): { write: TabWrite; next: Track } | null => {
  const signature = signatureOf(tab);
  // Copies: a clock that is set moves those of the tab.
  const fresh = newSamples(tab, track).map((sample) => ({ ...sample }));
  const isSaid = signature !== track.signature;
  if (!isSaid && fresh.length < QUIET) return null;
  const text = isSaid ? textOf(tab) : track.text;
  const groups = cut([...track.samples, ...fresh]);
  // The last word of a tab completes what it has.
  const growing = tab.open ? (groups.pop() ?? []) : [];
  const complete = groups.filter(({ length }) => length > 0);
  const chunks = complete.map((group) => chunkOf(group, FINEST_MS));
  const findings = rowsOfFindings(tab, track);
  const turns = rowsOfTurns(tab, track);
  const known = knownFindings(tab, track, findings);
  let bytes = track.bytes + known.grown;
  for (const { text: stored } of [...chunks, ...turns]) bytes += stored.length;
  const next: Track = {
    ...track,
    firstAt: track.firstAt || (tab.observedSince ?? now),
    samples: growing,
    lastSampleAt: fresh.at(-1)?.at ?? track.lastSampleAt,
    turns: tab.turns.map(turnKey),
    findings: known.findings,
    ...sitesOf(tab, track),
    told: [...new Set([...track.told, ...findings.map(({ id }) => id)])],
    bytes,
    signature,
    text,
  };
  const row = rowOf(tab, next, run);
  const state = { at: now, bytes, text, samples: pack(growing) };
  next.row = JSON.stringify(row);
  const isListed = next.row !== track.row || Math.abs(now - track.rowAt) >= ROW_MS;
  if (isListed) next.rowAt = now;
  const record = isListed ? sized({ ...row, lastAt: now, bytes: 0 }, state) : null;
  return { write: { n: track.n, record, state, chunks, findings, turns }, next };
};
