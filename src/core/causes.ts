import type { Finding, FindingId } from './report';

/**
 * What explains what: for each finding the ones that are its likely cause where they are there as well, the
 * likeliest first. A cause is what makes the other go away when it is mended, not what merely comes with it.
 */
export const CAUSES: Readonly<Record<FindingId, readonly FindingId[]>> = {
  'reconnect-storm': [],
  'endpoint-unreachable': [],
  // Tries that nobody ends add up to sockets that nobody needs.
  'socket-leak': ['reconnect-storm'],
  'duplicate-sockets': ['socket-leak', 'reconnect-storm'],
  // Each detector sends the same speech once more.
  'send-backlog': ['vad-leak', 'duplicate-sockets', 'socket-leak'],
  'tab-accumulation': [],
  'orphan-service-worker': [],
  'connection-pool-exhaustion': ['tab-accumulation', 'socket-leak', 'duplicate-sockets'],
  'audio-context-suspended': [],
  // Two connections deliver the same speech twice.
  'audio-queue-backlog': ['audio-context-suspended', 'duplicate-sockets'],
  'media-player-leak': ['audio-context-suspended', 'audio-queue-backlog'],
  'audio-underrun': ['vad-leak', 'audio-context-leak', 'tab-accumulation', 'main-thread-stall'],
  // A detector owns a context and a microphone: who forgets it forgets them, too.
  'audio-context-leak': ['vad-leak'],
  'vad-leak': [],
  'microphone-leak': ['vad-leak'],
  'slow-turns': [
    'send-backlog',
    'backend-task-leak',
    'backend-history-growth',
    'backend-memory-growth',
    'backend-slow-turns',
  ],
  'turn-stalled': ['audio-context-suspended', 'media-player-leak', 'main-thread-stall'],
  'main-thread-stall': ['vad-leak', 'reconnect-storm', 'memory-growth', 'tab-accumulation'],
  'memory-growth': [
    'vad-leak',
    'socket-leak',
    'audio-context-leak',
    'media-player-leak',
    'audio-queue-backlog',
    'reconnect-storm',
  ],
  'backend-proxy-enabled': [],
  'backend-task-leak': [],
  'backend-slow-turns': ['backend-task-leak', 'backend-history-growth', 'backend-memory-growth'],
  'backend-cache-growth': [],
  'backend-history-growth': [],
  'backend-memory-growth': ['backend-task-leak'],
};

/** A cause may be plain later than what it does: the slowest definition takes two minutes, the usual one less. */
const LATER_MS = 60_000;

type Known = Omit<Finding, 'because'>;

const overlaps = (cause: Known, effect: Known): boolean =>
  cause.since <= effect.since + LATER_MS &&
  effect.since <= (cause.until ?? Number.POSITIVE_INFINITY) &&
  // What goes on has no cause that is over.
  (effect.until !== null || cause.until === null) &&
  cause.since <= (effect.until ?? Number.POSITIVE_INFINITY);

/** The likely cause of a finding among all of its tab. */
export const causeOf = (effect: Known, all: readonly Known[]): Known | null => {
  for (const id of CAUSES[effect.id]) {
    const cause = all.findLast((one) => one.id === id && overlaps(one, effect));
    if (cause) return cause;
  }
  return null;
};

/** The findings with their causes. */
export const withCauses = (findings: readonly Known[]): Finding[] =>
  findings.map((finding) => ({ ...finding, because: causeOf(finding, findings)?.id ?? null }));
