import { shortUrl } from '../address';
import { endpointSites } from '../endpoint-sites';
import { formatDuration, plural } from '../format';
import { type SocketGrowth, socketGrowth } from '../socket-growth';
import type { LoadState } from '../state';
import type { Detector } from './detector';

/**
 * Half of what a browser has for all its tabs: Chromium allows 255 WebSockets
 * (`ClientSocketPoolManager::max_sockets_per_pool`), Firefox 200 (`network.websocket.max-connections`).
 */
const CRITICAL_SOCKETS = 100;

/** Open sockets of one page keep growing. */
export const socketLeak: Detector = {
  id: 'socket-leak',
  detect({ tab, now }) {
    let worst: { load: LoadState; growth: SocketGrowth } | null = null;
    for (const load of tab.loads) {
      const [growth] = socketGrowth(tab, load, now);
      if (growth && growth.open > (worst?.growth.open ?? 0)) worst = { load, growth };
    }
    if (!worst) return null;
    const { load, growth } = worst;
    const { url, open, closed, from, to, everyMs, endpoints } = growth;
    return {
      severity: open >= CRITICAL_SOCKETS ? 'critical' : 'warning',
      title: 'Connections are opened and never closed',
      summary: `This page holds ${plural(open, 'open connection')} to ${shortUrl(url)}, one more every ${formatDuration(everyMs)}, and ${closed === 0 ? 'none of them was closed again' : `only ${plural(closed, 'was', 'were')} closed again`}.`,
      evidence: {
        endpoint: url,
        openSockets: open,
        openedPerMin: Math.round(600_000 / everyMs) / 10,
        closedAgain: closed,
        growingForMs: Math.round(to - from),
      },
      sites: endpointSites(load, endpoints),
      advice: [
        'Close each connection where what needed it ends: in the cleanup of the effect (`return () => socket.close()`), in `finally`, or when the dialog or room is left.',
        'Before a new connection takes the place of an old one, close the old one and take its handlers off: a new object in the same variable closes nothing.',
        'Guard what comes after an `await`: if the component is gone by then, close the connection at once and do not keep it.',
        'Keep one connection for the page and tell rooms or topics apart by messages on it.',
      ],
    };
  },
};
