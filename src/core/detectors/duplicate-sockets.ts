import { shortUrl } from '../address';
import { endpointSites } from '../endpoint-sites';
import { formatDuration, plural } from '../format';
import { type OpenTry, openTries, withOneAddress } from '../open-sockets';
import type { LoadState, TabState } from '../state';
import { isTool } from '../tool-sockets';
import { type Twins, twinsOf } from '../twins';
import type { Detection, Detector } from './detector';

/** "Three or more open sockets to one endpoint, or two that carry the same traffic" (contract). */
const MANY = 3;
/** A client that rotates its connection opens the new one before it closes the old: that takes seconds. */
const HELD_MS = 2000;
/**
 * A page that opens one for each task and closes it when that is done (a sentence to speak, an upload) has
 * several at a time. Those tasks end within half a minute; what a page forgot does not end. What is closed
 * sooner than a second after it opened was no task: React StrictMode does that.
 */
const TASK_MS = { least: 1000, most: 30_000 };

/** Whether the page has opened, used and closed others of this endpoint before it opened the newest one. */
const closesThem = ({ tries }: LoadState, endpoint: number, newest: number): boolean =>
  tries.some(
    ({ endpoint: n, openedAt, endedAt, own, code, messages }) =>
      n === endpoint &&
      openedAt !== null &&
      endedAt !== null &&
      endedAt <= newest &&
      endedAt - openedAt >= TASK_MS.least &&
      messages > 0 &&
      (own || code === 1000),
  );

interface Duplicates {
  url: string;
  sockets: OpenTry[];
  twins: Twins | null;
  load: LoadState;
  endpoint: number;
}

const duplicatesIn = (tab: TabState, load: LoadState, now: number): Duplicates[] =>
  Object.values(load.endpoints).flatMap((fact) => {
    if (fact.kind !== 'webSocket' || fact.live < 2 || isTool(load, fact)) return [];
    const all = openTries(load, fact.n);
    const held = closesThem(load, fact.n, all.at(-1)?.openedAt ?? 0) ? TASK_MS.most : HELD_MS;
    const old = all.filter(({ openedAt }) => now - openedAt >= held);
    const sockets = withOneAddress(tab, fact.url, old);
    // What they carry is known of all that are open.
    const twins = sockets.length === all.length ? twinsOf(load, fact.n) : null;
    if (sockets.length < MANY && !twins) return [];
    return [{ url: fact.url, sockets, twins, load, endpoint: fact.n }];
  });

const tell = ({ url, sockets, twins, load, endpoint }: Duplicates, now: number): Detection => {
  const count = sockets.length;
  const oldest = now - (sockets[0]?.openedAt ?? now);
  const what = twins
    ? `and ${count === 2 ? 'both' : 'all of them'} carry the same messages`
    : `the newest for ${formatDuration(now - (sockets.at(-1)?.openedAt ?? now))}`;
  return {
    severity: 'warning',
    title: 'Several connections to one address',
    summary: `This page holds ${plural(count, 'open connection')} to ${shortUrl(url)} at the same time, ${what}.`,
    evidence: {
      endpoint: url,
      openSockets: count,
      oldestOpenForMs: Math.round(oldest),
      ...(twins
        ? { sameMessagesReceivedByEach: twins.received, sameMessagesSentByEach: twins.sent }
        : {}),
    },
    sites: endpointSites(load, new Set([endpoint])),
    advice: [
      'Keep one connection and share it: hold it in one module (or a context at the top of the component tree) and let everything that listens subscribe there.',
      'Close it where what opened it goes away: return `() => socket.close()` from the effect. React StrictMode runs each effect twice, so a missing cleanup shows at once.',
      'Before a new connection takes the place of an old one, take the handlers off the old one and close it: or both deliver, and every message is handled twice.',
    ],
  };
};

/** One page holds several open sockets to one address, query and all. Frames and tabs are pages of their own. */
export const duplicateSockets: Detector = {
  id: 'duplicate-sockets',
  detect({ tab, now }) {
    const found = tab.loads
      .flatMap((load) => duplicatesIn(tab, load, now))
      .sort((a, b) => b.sockets.length - a.sockets.length);
    return found[0] ? tell(found[0], now) : null;
  },
};
