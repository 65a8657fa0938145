import { formatBytes, formatDuration } from '../format';
import { growsOn, type MemoryTrend, memoryTrendOf } from '../memory-trend';
import type { TabState } from '../state';
import type { Detector } from './detector';

/*
 * What is growth and what a sawtooth stands in `memory-trend.ts`. It needs two minutes, so it is found in the
 * third; a page loads, compiles and fills its caches in its first half minute, which does not count.
 */
const SET_UP_MS = 30_000;
/** A tab is ended by Chromium at about 4 GB; a quarter of it slows down any machine with 8 GB. */
const CRITICAL_BYTES = 1_000_000_000;

/** What goes on, by the finding's own account of its beginning: it does not flicker at the edge of a definition. */
const goingOn = ({ findings, timeline }: TabState, since: number): MemoryTrend | null => {
  const last = findings.findLast(({ id }) => id === 'memory-growth');
  if (!last || last.until !== null || last.since < since) return null;
  const to = growsOn(timeline, since);
  const { grewFromBytes, growingSinceAt, collectionsSeen } = last.evidence;
  const from = { at: Number(growingSinceAt), value: Number(grewFromBytes) };
  if (!to) return null;
  const bytesPerMin = ((to.value - from.value) / (to.at - from.at)) * 60_000;
  return { from, to, bytesPerMin, collections: Number(collectionsSeen) };
};

/** Used memory grows steadily and does not come back. Nothing is said where the browser does not tell. */
export const memoryGrowth: Detector = {
  id: 'memory-growth',
  detect({ tab }) {
    const page = tab.loads.findLast(({ frameId, gone }) => frameId === 0 && !gone);
    if (!tab.open || !page || page.usedBytes === null) return null;
    const since = Math.max(page.firstAt, page.main?.loadedAt ?? 0) + SET_UP_MS;
    const grown = goingOn(tab, since) ?? memoryTrendOf(tab.timeline, since, page.firstAt);
    if (!grown) return null;
    const { from, to, bytesPerMin, collections } = grown;
    const spanMs = to.at - from.at;
    return {
      severity: to.value >= CRITICAL_BYTES ? 'critical' : 'warning',
      title: 'Memory grows and does not come back',
      summary: `What this page keeps in memory grew from ${formatBytes(from.value)} to ${formatBytes(to.value)} in ${formatDuration(spanMs)} (${formatBytes(bytesPerMin)} a minute), and garbage collection does not bring it back.`,
      evidence: {
        keptBytes: to.value,
        grewFromBytes: from.value,
        grownBytes: to.value - from.value,
        bytesPerMin: Math.round(bytesPerMin),
        growingSinceAt: from.at,
        growingForMs: spanMs,
        collectionsSeen: collections,
      },
      sites: [],
      advice: [
        'Take two heap snapshots a minute apart in the browser’s tools and compare them: what has grown is held by the retainers that they list.',
        'Look for lists that only grow (messages, audio chunks, logs), listeners and timers that are added again with each connection, and object URLs that are never revoked.',
        'Release what a turn has used when it ends: audio buffers, blobs, closed sockets and destroyed detectors that something still refers to.',
      ],
    };
  },
};
