import { foldClosed, foldGone } from '../fold';
import type { Sample, TabSummary, Turn } from '../report';
import { createTab, KEPT, type KeptFinding, type TabState } from '../state';
import { pack, unpack } from './pack';
import { type FindingRow, pastTabId, type RecordRow, type StateRow } from './shape';
import type { FullRecord, Resumed } from './store';
import { sized } from './take';

const parsed = (text: string | undefined): Partial<TabState> => {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};

const turnsIn = (texts: readonly { text: string }[]): Turn[] =>
  texts.slice(-KEPT.turns).flatMap(({ text }) => {
    const turn = parsed(text) as Partial<Turn>;
    return typeof turn.startedAt === 'number' ? [turn as Turn] : [];
  });

const findingsIn = (texts: readonly { text: string }[]): KeptFinding[] =>
  texts.slice(-KEPT.findings).flatMap(({ text }) => {
    const finding = parsed(text) as Partial<KeptFinding>;
    return finding.id && finding.sites ? [finding as KeptFinding] : [];
  });

export const samplesIn = ({ chunks, state }: Pick<FullRecord, 'chunks' | 'state'>): Sample[] => [
  ...chunks.flatMap(({ text }) => unpack(text)),
  ...(state ? unpack(state.samples) : []),
];

/** The number that a record answers to: the browser's own in the run that it is of, where that still counts. */
export const tabIdOf = ({ n, run, tabId }: RecordRow, here: string): number =>
  run === here ? tabId : pastTabId(n);

/** A tab as it was when it was last heard of: closed, whatever came after. */
export const toTab = (full: FullRecord, here: string): TabState => {
  const { record, state } = full;
  const { url, origin, title, firstAt } = record;
  const tab: TabState = {
    ...createTab(tabIdOf(record, here)),
    // What the other rows tell, should the state not be one that can be read.
    ...{ url, origin, title, observedSince: firstAt, findings: findingsIn(full.findings) },
    ...parsed(state?.text),
    tabId: tabIdOf(record, here),
    timeline: samplesIn(full).slice(-KEPT.timeline),
    turns: turnsIn(full.turns),
  };
  if (tab.open) closeAt(tab, state?.at ?? record.lastAt);
  return tab;
};

/** What the network saw after a page's last word may have been the page's own, which did not come to say so. */
const dropUntold = (tab: TabState): void => {
  const live = tab.loads.filter(({ gone }) => !gone);
  if (live.length === 0) return;
  const heard = Math.max(...live.map(({ lastAt }) => lastAt));
  for (const seen of Object.values(tab.network)) {
    const told = seen.recent.filter((at) => at <= heard);
    seen.started -= seen.recent.length - told.length;
    seen.recent = told;
  }
};

const closeAt = (tab: TabState, at: number): void => {
  dropUntold(tab);
  for (const load of tab.loads) foldGone(tab, load.id);
  foldClosed(tab, at);
  for (const finding of tab.findings) finding.until ??= Math.max(at, finding.since);
};

/**
 * What becomes of a record whose tab nobody can hear any more, because the browser was killed or the extension
 * reloaded: it was closed when it was last heard of, and what was wrong then has ended there.
 */
export const closeRecord = ({ record, state }: Resumed) => {
  const at = state?.at ?? record.lastAt;
  const samples = state ? unpack(state.samples) : [];
  const tab: TabState = { ...createTab(record.tabId), ...parsed(state?.text) };
  closeAt(tab, at);
  const findings = tab.findings.map((finding) => findingRow(record, finding));
  const last: StateRow = {
    n: record.n,
    at,
    bytes: state?.bytes ?? 0,
    text: JSON.stringify({ ...tab, timeline: [], turns: [] }),
    samples: pack(samples),
  };
  const closed: RecordRow = { ...record, open: 0, lastAt: at };
  return { record: sized(closed, last), state: last, findings };
};

const findingRow = ({ n, origin }: RecordRow, finding: KeptFinding): FindingRow => {
  const { id, since, until, severity } = finding;
  return { n, id, since, until, severity, origin, text: JSON.stringify(finding) };
};

/** A record as the list of all tabs shows it: nothing of it lives. */
export const summarizeRecord = (record: RecordRow, here: string): TabSummary => ({
  tabId: tabIdOf(record, here),
  url: record.url,
  origin: record.origin,
  title: record.title,
  open: false,
  findings: [],
  live: { webSocket: 0, audioContext: 0, vad: 0, microphoneTrack: 0 },
});
