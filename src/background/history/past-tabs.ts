import { samplesIn, summarizeRecord, tabIdOf, toTab } from '../../core/history/past';
import { HISTORY, type RecordRow, recordOf } from '../../core/history/shape';
import { thinTo } from '../../core/history/thin';
import type { TabSummary, Turn } from '../../core/report';
import type { KeptFinding, TabState, World } from '../../core/state';
import type { HistoryList, HistoryRecord, HistorySpan, Requests } from '../../protocol/messages';
import type { History } from './history';

type Ask<T extends keyof Requests> = Requests[T]['send'];

/** What changes with every beat is worked out anew after so long at the earliest. */
const FRESH_MS = 10_000;

/** Tabs that are in memory no more, as the history has them. A history that cannot be read has none. */
export const createPastTabs = (history: History, world: World, now: () => number) => {
  const { store, run } = history;
  let sum = { at: Number.NEGATIVE_INFINITY, clears: 0, records: 0, bytes: 0 };

  const numberOf = async (tabId: number): Promise<number | null> => {
    const n = recordOf(tabId);
    if (n !== null) return n;
    return (await store.find(run(), tabId))?.n ?? null;
  };

  /** Memory has the newest of a tab that it knows. */
  const isPast = ({ run: its, tabId }: RecordRow): boolean => its !== run() || !world.tabs[tabId];

  const recordShown = (row: RecordRow): HistoryRecord => {
    const { url, origin, title, origins, firstAt, lastAt, findings, bytes } = row;
    const open = !isPast(row) && row.open === 1;
    const tabId = tabIdOf(row, run());
    return { tabId, url, origin, title, origins, firstAt, lastAt, open, findings, bytes };
  };

  const readOf = async (tabId: number, from: number, to: number) => {
    const n = await numberOf(tabId);
    const full = n === null ? null : await store.read(n, from, to);
    // A record of this run answers to the browser's number alone.
    return full && tabIdOf(full.record, run()) === tabId ? full : null;
  };

  return {
    /** Closed tabs that memory does not know, newest first. */
    async summaries(): Promise<TabSummary[]> {
      try {
        const rows = await store.list({ origin: null, before: null, most: HISTORY.listed });
        return rows.filter(isPast).map((row) => summarizeRecord(row, run()));
      } catch {
        return [];
      }
    },
    /** A tab as it was when it was closed, `null` where nothing is kept of it. */
    async tab(tabId: number): Promise<TabState | null> {
      try {
        const all = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
        const full = await readOf(tabId, ...all);
        return full && toTab(full, run());
      } catch {
        return null;
      }
    },
    async list(ask: Ask<'history'>): Promise<HistoryList> {
      const most = Math.min(ask.most ?? HISTORY.listed, HISTORY.listed);
      const { origin = null, before = null } = ask;
      const rows = await store.list({ origin, before, most: most + 1 });
      return { records: rows.slice(0, most).map(recordShown), more: rows.length > most };
    },
    async span({ tabId, from, to, most = HISTORY.samples }: Ask<'span'>): Promise<HistorySpan> {
      const full = await readOf(tabId, from, to);
      if (!full) throw new Error(`Whylag has kept nothing of a tab with the id ${tabId}.`);
      const isIn = (at: number): boolean => at >= from && at <= to;
      const samples = samplesIn(full).filter(({ at }) => isIn(at));
      return {
        ...thinTo(samples, Math.min(most, HISTORY.samples)),
        findings: full.findings
          .filter(({ since, until }) => since <= to && (until ?? to) >= from)
          .map(({ text }) => JSON.parse(text) as KeptFinding),
        turns: full.turns
          .filter(({ startedAt }) => isIn(startedAt))
          .map(({ text }) => JSON.parse(text) as Turn),
      };
    },
    /** How the history is, for the popup. */
    async state() {
      const clears = history.clears();
      if (Math.abs(now() - sum.at) > FRESH_MS || clears !== sum.clears) {
        const rows = await store.all().catch(() => []);
        const bytes = rows.reduce((all, row) => all + row.bytes, 0);
        sum = { at: now(), clears, records: rows.length, bytes };
      }
      return { records: sum.records, bytes: sum.bytes, ...history.health.now() };
    },
  };
};
export type PastTabs = ReturnType<typeof createPastTabs>;
