import * as v from 'valibot';

/*
 * The report contract, as it is written down for other programs, on its own: the sources' types are not
 * asked. Fields may be added; none is missing and none is of another kind.
 */

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Durations may have a fraction. */
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const change = v.pipe(v.number(), v.finite());
const time = v.pipe(v.number(), v.finite());
const text = v.string();
const perKey = v.record(v.string(), count);

const IDS = [
  'reconnect-storm',
  'endpoint-unreachable',
  'duplicate-sockets',
  'socket-leak',
  'send-backlog',
  'tab-accumulation',
  'orphan-service-worker',
  'audio-queue-backlog',
  'audio-underrun',
  'media-player-leak',
  'connection-pool-exhaustion',
  'audio-context-suspended',
  'audio-context-leak',
  'vad-leak',
  'microphone-leak',
  'slow-turns',
  'turn-stalled',
  'main-thread-stall',
  'memory-growth',
  'backend-proxy-enabled',
  'backend-task-leak',
  'backend-slow-turns',
  'backend-cache-growth',
  'backend-history-growth',
  'backend-memory-growth',
] as const;
const id = v.picklist(IDS);

const finding = v.object({
  id,
  severity: v.picklist(['info', 'warning', 'critical']),
  title: v.pipe(text, v.nonEmpty()),
  summary: v.pipe(text, v.nonEmpty()),
  since: time,
  until: v.nullable(time),
  evidence: v.record(v.string(), v.union([v.pipe(v.number(), v.finite()), text])),
  sites: v.array(v.object({ stack: text, count })),
  advice: v.array(text),
});

const resource = v.object({ created: count, live: count, byState: perKey });
const KINDS = [
  'webSocket',
  'eventSource',
  'audioContext',
  'vad',
  'microphoneTrack',
  'worker',
  'rtcPeerConnection',
  'mediaElement',
] as const;

const endpoint = v.object({
  kind: v.picklist(['webSocket', 'eventSource']),
  url: text,
  attempts: count,
  opened: count,
  failed: count,
  live: count,
  closeCodes: perKey,
  messagesIn: count,
  messagesOut: count,
  bytesIn: count,
  bytesOut: count,
  unattributed: v.nullable(count),
});

const nullableAmount = v.nullable(amount);

export const REPORT = v.object({
  schemaVersion: v.literal(1),
  generatedAt: time,
  extension: v.object({ name: text, version: text }),
  browser: v.object({ name: text, version: text }),
  tab: v.object({
    tabId: v.pipe(v.number(), v.integer()),
    url: text,
    origin: text,
    title: text,
    observedSince: v.nullable(time),
  }),
  findings: v.array(finding),
  resources: v.object(Object.fromEntries(KINDS.map((kind) => [kind, resource]))),
  endpoints: v.array(endpoint),
  audioQueue: v.object({
    pending: count,
    playing: count,
    played: count,
    backlogMs: nullableAmount,
    backlogTrendMsPerS: v.nullable(change),
  }),
  turns: v.array(
    v.object({
      startedAt: time,
      firstResponseMs: nullableAmount,
      firstAudioMs: nullableAmount,
      totalMs: nullableAmount,
    }),
  ),
  mainThread: v.object({
    blockedMs: nullableAmount,
    longestMs: nullableAmount,
    stalls: v.array(
      v.object({ at: time, durationMs: amount, during: text, script: v.nullable(text) }),
    ),
  }),
  memory: v.nullable(v.object({ usedBytes: amount, trendBytesPerMin: v.nullable(change) })),
  serviceWorkers: v.array(v.object({ scope: text, scriptUrl: text, state: text, openTabs: count })),
  symptom: v.picklist(['none', 'occasional', 'cumulative']),
  symptomReason: text,
  truncated: v.object({ dropped: count, frames: count }),
  timeline: v.array(
    v.object({
      at: time,
      openSockets: count,
      attempts: count,
      audioBacklogMs: nullableAmount,
      liveVads: count,
      runningAudioContexts: count,
      microphoneTracks: count,
      blockedMs: nullableAmount,
      usedBytes: nullableAmount,
    }),
  ),
});

/** What of the contract this report breaks, in sentences. */
export const breaches = (report: unknown): string[] => {
  const result = v.safeParse(REPORT, report);
  if (!result.success)
    return result.issues.map((issue) => `${v.getDotPath(issue) ?? '?'}: ${issue.message}`);
  const { findings, timeline } = result.output;
  const problems: string[] = [];
  const firstOver = findings.findIndex(({ until }) => until !== null);
  if (firstOver >= 0 && findings.slice(firstOver).some(({ until }) => until === null))
    problems.push('an active finding stands behind one that is over');
  if (findings.some(({ since, until }) => until !== null && until < since))
    problems.push('a finding ends before it begins');
  if (timeline.some(({ at }, i) => i > 0 && at < (timeline[i - 1]?.at ?? 0)))
    problems.push('the timeline goes back');
  return problems;
};
