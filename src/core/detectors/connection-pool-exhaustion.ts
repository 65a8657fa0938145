import { originOf, shortUrl } from '../address';
import { endpointSites } from '../endpoint-sites';
import { formatDuration, plural } from '../format';
import type { TabState, World } from '../state';
import { type HostStreams, streamsOf } from '../streams';
import type { Detector } from './detector';

/**
 * Connections that a browser opens to one host over HTTP/1.1, for all tabs of a site together: Chromium's
 * `g_max_sockets_per_group`, Firefox's `network.http.max-persistent-connections-per-server`.
 */
const CONNECTIONS = 6;
/**
 * Firefox opens three more for what a person waits for (a tab's own document, whose connection a stream may
 * take over): `network.http.max-urgent-start-excessive-connections-per-host`. All else still waits.
 */
const MOST = { chromium: CONNECTIONS, firefox: CONNECTIONS + 3 };
/** Tabs that take turns (a reload, a page that is left) hold all of them for a moment only. */
const HELD_MS = 1500;
/** A server that lives answers a stream within this time, if it hears of it. */
const HANGS_MS = 3000;

/**
 * Over HTTP/2 all streams share one connection, and no page tells which of the two it is. Browsers
 * speak HTTP/2 over TLS alone; there it takes the fact itself: six are open, and a further one to an address
 * that answers others does not open.
 */
const isExhausted = (streams: HostStreams, engine: World['engine'], now: number): boolean => {
  const { host, open, urls, waiting, since } = streams;
  // More open ones show that there is no such limit here.
  if (open < CONNECTIONS || open > MOST[engine]) return false;
  if (host.startsWith('http://')) return now - since >= HELD_MS;
  return (
    now - since >= HANGS_MS && waiting.some(({ at, url }) => now - at >= HANGS_MS && urls.has(url))
  );
};

const sitesIn = (tab: TabState, host: string) =>
  tab.loads
    .filter(({ gone }) => !gone)
    .flatMap((load) => {
      const facts = Object.values(load.endpoints);
      const own = facts.filter(({ kind, url }) => kind === 'eventSource' && originOf(url) === host);
      return endpointSites(load, new Set(own.map(({ n }) => n)));
    })
    .slice(0, 5);

/** The tabs of an origin hold all connections that the browser allows to a host: whatever comes next waits. */
export const connectionPoolExhaustion: Detector = {
  id: 'connection-pool-exhaustion',
  detect({ tab, sameOrigin, engine, now }) {
    if (!tab.open) return null;
    const tabs = sameOrigin.includes(tab) ? sameOrigin : [tab];
    const full = streamsOf(tabs).find(
      (streams) => streams.tabs.has(tab) && isExhausted(streams, engine, now),
    );
    if (!full) return null;
    const { host, open, waiting } = full;
    const hanging = waiting.filter(({ at }) => now - at >= HANGS_MS);
    const hangingForMs = Math.round(now - (hanging[0]?.at ?? now));
    const holders = [...full.tabs.values()].filter((count) => count > 0).length;
    const who = holders > 1 ? `${plural(holders, 'tab')} of this site hold` : 'This page holds';
    const next = hanging.length
      ? `${plural(hanging.length, 'more stream')} ${hanging.length === 1 ? 'has' : 'have'} waited for ${formatDuration(hangingForMs)} without an error`
      : 'the next tab, request or image from there waits without an error';
    return {
      severity: hanging.length ? 'critical' : 'warning',
      title: 'All connections to a server are taken',
      summary: `${who} ${plural(open, 'event stream')} to ${shortUrl(host)}, which are all the connections that the browser allows to one server: ${next}.`,
      evidence: {
        host,
        openStreams: open,
        openStreamsOfThisTab: full.tabs.get(tab) ?? 0,
        tabsWithStreams: holders,
        allowedConnections: CONNECTIONS,
        hangingStreams: hanging.length,
        ...(hanging.length ? { hangingForMs } : {}),
      },
      sites: sitesIn(tab, host),
      advice: [
        'Close the tabs of this site that you do not use: each of them holds a connection as long as it is open.',
        'For the developer: serve it over HTTP/2 (or HTTP/3), where all streams of a site share one connection.',
        'For the developer: keep one EventSource for all tabs, in a SharedWorker or in one tab that holds a Web Lock, and hand its events on by BroadcastChannel.',
        'For the developer: close the EventSource while the tab is hidden and on `pagehide`, or use a WebSocket, which these six do not count.',
      ],
    };
  },
};
