import { shortUrl } from '../address';
import { endpointSites } from '../endpoint-sites';
import { formatBytes, formatDuration } from '../format';
import type { LoadState } from '../state';
import { growth } from '../statistics';
import { isTool } from '../tool-sockets';
import type { Detection, Detector } from './detector';

/**
 * "Keeps growing: at least four rises over 8 s and no fall that matters" (contract). A big upload is one
 * rise, and falls from then on; a burst drains. A rise counts from 4 kB on, a few packets: four of them are
 * more than a network that works has under way.
 */
const RISE = { step: 4096, tolerance: 16_384, rises: 4, spanMs: 8000 };
/**
 * What is sent now waits for what the page sends in so long: that is when a delay is felt. A page that
 * sends more and more has more under way each time, on a network that keeps up as well.
 */
const BEHIND_MS = 2000;
const CRITICAL_BEHIND_MS = 10_000;
/** A page tells what is unsent each second. */
const TOLD_MS = 5000;

interface Backlog {
  load: LoadState;
  endpoint: number;
  bytes: number;
  behindMs: number;
  forMs: number;
  sentPerSecond: number;
  takenPerSecond: number;
}

const backlogsIn = (load: LoadState, now: number): Backlog[] =>
  Object.entries(load.unsent).flatMap(([key, points]) => {
    const endpoint = Number(key);
    const fact = load.endpoints[endpoint];
    const newest = points.at(-1);
    if (!fact || !newest || now - newest.at > TOLD_MS || isTool(load, fact)) return [];
    const grown = growth(
      points.map(({ at, unsent }) => ({ at, value: unsent })),
      RISE,
    );
    if (!grown) return [];
    const { from, to } = grown;
    const sentAt = (time: number): number => points.find(({ at }) => at === time)?.sent ?? 0;
    const sent = sentAt(to.at) - sentAt(from.at);
    const forMs = to.at - from.at;
    const behindMs = (to.value / sent) * forMs;
    if (!(behindMs >= BEHIND_MS)) return [];
    const sentPerSecond = (sent / forMs) * 1000;
    const taken = Math.max(0, sent - (to.value - from.value));
    const takenPerSecond = (taken / forMs) * 1000;
    return [{ load, endpoint, bytes: to.value, behindMs, forMs, sentPerSecond, takenPerSecond }];
  });

const tell = (one: Backlog): Detection => {
  const { load, endpoint, bytes, behindMs, forMs, sentPerSecond, takenPerSecond } = one;
  const url = load.endpoints[endpoint]?.url ?? '';
  const taken =
    takenPerSecond < 0.01 * sentPerSecond
      ? 'takes none of it'
      : `takes only ${formatBytes(takenPerSecond)} of it`;
  return {
    severity: behindMs >= CRITICAL_BEHIND_MS ? 'critical' : 'warning',
    title: 'What the page sends piles up',
    summary: `This page sends ${formatBytes(sentPerSecond)} a second to ${shortUrl(url)} and the network ${taken}: ${formatBytes(bytes)} wait to be sent, as much as the page sends in ${formatDuration(behindMs)}.`,
    evidence: {
      endpoint: url,
      unsentBytes: bytes,
      behindMs: Math.round(behindMs),
      growingForMs: Math.round(forMs),
      sentBytesPerSecond: Math.round(sentPerSecond),
      takenBytesPerSecond: Math.round(takenPerSecond),
    },
    sites: endpointSites(load, new Set([endpoint])),
    advice: [
      'Look at `socket.bufferedAmount` before each `send()`, and drop or merge what is out of date while it is high: old audio is worth nothing once it is late.',
      'Send less: encode audio (Opus takes a tenth of PCM), lower the rate, or send only while the voice detector hears speech.',
      'Check that the server reads: one that waits for its own model or database before it reads the next message lets all clients wait.',
      'Tell the person that the connection is too slow once the wait passes a second or two, and begin anew instead of catching up.',
    ],
  };
};

/** A socket's unsent bytes keep growing. */
export const sendBacklog: Detector = {
  id: 'send-backlog',
  detect({ tab, now }) {
    const found = tab.loads
      .filter(({ gone }) => !gone)
      .flatMap((load) => backlogsIn(load, now))
      .sort((a, b) => b.behindMs - a.behindMs);
    return found[0] ? tell(found[0]) : null;
  },
};
