import { clean } from '../../core/markdown-text';
import type { PopupSnapshot } from '../../protocol/messages';

function cleaned<T>(value: T): T;
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => cleaned(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [clean(key), cleaned(item)]),
  );
}

/**
 * Takes a snapshot and returns it as it may be drawn: a page's title or address with a bidi override would turn
 * the sentence around it. The export takes the snapshot as it came; the timeline is not drawn, and holds no text.
 */
export function shown(snapshot: PopupSnapshot): PopupSnapshot {
  const { timeline, ...report } = snapshot.report;
  const { report: _, ...around } = snapshot;
  return { ...cleaned(around), report: { ...cleaned(report), timeline } };
}
