import { shortUrl } from '../address';
import { formatDuration, plural } from '../format';
import { loopIn } from '../left-behind';
import type { Detector } from './detector';

/** An origin without a tab keeps a service worker that is seen to go on (see `left-behind.ts`). */
export const orphanServiceWorker: Detector = {
  id: 'orphan-service-worker',
  detect({ tab, left, now }) {
    if (tab.open || !left || left.aloneSince === null || left.framed?.found !== false) return null;
    const loop = loopIn(left, now);
    if (left.workers.length === 0 || !loop) return null;
    const { url, socket, script, count, everyMs, firstAt, lastAt } = loop;
    const what = socket
      ? `opened ${plural(count, 'connection')} to`
      : `asked ${plural(count, 'time')} for`;
    const known = left.workers.filter(({ scriptUrl }) => script === null || scriptUrl === script);
    // Chromium does not say which of several it is, nor Firefox which of two with one script.
    const one = known.length === 1 ? known[0] : undefined;
    return {
      severity: 'warning',
      title: 'A service worker goes on without a tab',
      summary: `No tab of ${shortUrl(left.origin)} is open, and ${left.workers.length === 1 ? 'its service worker' : 'one of its service workers'} has ${what} ${shortUrl(url)} since, about every ${formatDuration(everyMs)}.`,
      evidence: {
        origin: left.origin,
        ...(one ? { scope: one.scope, script: one.scriptUrl } : {}),
        serviceWorkers: left.workers.length,
        address: url,
        [socket ? 'connections' : 'requests']: count,
        everyMs: Math.round(everyMs),
        goingOnForMs: Math.round(lastAt - firstAt),
        withoutTabForMs: Math.round(now - left.aloneSince),
      },
      sites: [],
      advice: [
        'Unregister it, if you need none of what it does without a tab (notifications, offline use): the list of service workers below offers it.',
        'For the developer: end timers and close sockets in the worker when `clients.matchAll()` gives no window any more.',
        'For the developer: do not keep the worker awake by a `waitUntil` that never ends. What is to come without a tab is what the Push API is for.',
      ],
    };
  },
};
