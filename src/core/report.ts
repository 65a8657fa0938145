/**
 * The report contract, schema version 1: the names other programs rely on.
 * Times are Unix milliseconds, durations milliseconds, sizes bytes. `null` means "not observed",
 * never "none": a zero is a measured zero. Fields may be added; none is removed or renamed
 * without a new `schemaVersion`.
 */
export const SCHEMA_VERSION = 1;

export const FINDING_IDS = [
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
export type FindingId = (typeof FINDING_IDS)[number];

export type Severity = 'info' | 'warning' | 'critical';

export const RESOURCE_KINDS = [
  'webSocket',
  'eventSource',
  'audioContext',
  'vad',
  'microphoneTrack',
  'worker',
  'rtcPeerConnection',
  'mediaElement',
  'cameraTrack',
  'audioWorkletNode',
  'objectUrl',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** Where the page created something: own frames removed, URLs without query and fragment. */
export interface Site {
  stack: string;
  count: number;
  /** The stack in the words of the page's sources; there only after a person has asked for it. */
  resolved?: string;
}

/** A site with what was created there; `endpoint` is the address of a socket or event source. */
export interface CreationSite extends Site {
  kind: ResourceKind;
  endpoint: string | null;
}

export interface Finding {
  id: FindingId;
  severity: Severity;
  title: string;
  summary: string;
  since: number;
  /** `null` while it goes on. */
  until: number | null;
  /** The finding of this tab that probably causes this one; `null` where none is known. */
  because: FindingId | null;
  evidence: Record<string, number | string>;
  sites: Site[];
  advice: string[];
}

/** `created` counts since the tab was first observed, over its navigations; `live` is now. */
export interface ResourceCount {
  created: number;
  live: number;
  byState: Record<string, number>;
}

export type EndpointKind = 'webSocket' | 'eventSource';

export interface Endpoint {
  kind: EndpointKind;
  /** Without query, fragment and credentials; a segment that differs per try is `*`. */
  url: string;
  attempts: number;
  opened: number;
  failed: number;
  live: number;
  closeCodes: Record<string, number>;
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
  /** Handshakes the network saw and no page hook did (workers); `null` where the browser does not say. */
  unattributed: number | null;
  /** Bytes the page has sent and the network has not taken yet, on all its live sockets. */
  unsentBytes: number | null;
  /** Median time from the try to the open connection, of the latest tries; `null` before the first. */
  handshakeMs: number | null;
  /** Median life of the latest connections that have ended; `null` before the first. */
  lifetimeMs: number | null;
  /** The hot-reload socket of a dev server: no part of the app, and of no finding but for the connection that it holds. */
  tool: boolean;
}

export interface AudioQueue {
  /** Pieces that wait for their turn. */
  pending: number;
  playing: number;
  played: number;
  /** How long until all that waits has been played; `null` where the length of what waits is unknown. */
  backlogMs: number | null;
  /** Slope over the last 30 s; `null` with fewer than four samples. */
  backlogTrendMsPerS: number | null;
  /** Of what waits, pieces on an audio context that does not run, and since when the first one waits so. */
  held: number;
  heldForMs: number | null;
  /** Media elements told to play that have neither begun nor failed, and for how long the first one. */
  unsettledPlays: number;
  unsettledForMs: number | null;
  /** What the audio thread missed; `null` where the browser does not say. */
  underruns: { events: number; ms: number } | null;
}

export interface Turn {
  /** The end of what the user said or wrote. */
  startedAt: number;
  firstResponseMs: number | null;
  firstAudioMs: number | null;
  totalMs: number | null;
  /** Whose messages told it; `generic` where only times and sizes did. */
  profile: string;
  /** Cut short by the user or by the next turn: it has no end of its own. */
  interrupted: boolean;
  /** The same number for all turns on one socket address in one page load: after a reload it is another talk. */
  conversation: number;
}

export interface Stall {
  at: number;
  durationMs: number;
  during: string;
  script: string | null;
}

export interface MainThread {
  /** The sum of all blocks over 50 ms since the tab was first observed; `null` before the page was watched. */
  blockedMs: number | null;
  longestMs: number | null;
  /** Blocks of a second and more. */
  stalls: Stall[];
}

/** Voice detectors by the library whose traces they show. */
export interface VoiceDetector {
  library: string;
  /** A `probable` one (an analyser that listens to a microphone) is not counted in `resources.vad`. */
  confidence: 'certain' | 'probable';
  created: number;
  live: number;
}

export interface ServiceWorkerEntry {
  scope: string;
  scriptUrl: string;
  state: string;
  openTabs: number;
  /** WebSocket handshakes of its script that the network saw; `null` where the browser shows none (Chromium). */
  handshakes: number | null;
}

export type Symptom = 'none' | 'occasional' | 'cumulative';

/** One moment of a tab; `null` where a value is not observed. A frozen tab leaves a gap, not zeros. */
export interface Sample {
  at: number;
  openSockets: number;
  attempts: number;
  audioBacklogMs: number | null;
  /** Pieces of sound that play at that moment. */
  audioPlaying: number;
  liveVads: number;
  runningAudioContexts: number;
  microphoneTracks: number;
  blockedMs: number | null;
  usedBytes: number | null;
}

export interface TabIdentity {
  tabId: number;
  url: string;
  origin: string;
  title: string;
}

export interface Report {
  schemaVersion: typeof SCHEMA_VERSION;
  generatedAt: number;
  extension: { name: string; version: string };
  browser: { name: string; version: string };
  tab: TabIdentity & { observedSince: number | null };
  /** Active ones first, worst first; then those that are over. */
  findings: Finding[];
  resources: Record<ResourceKind, ResourceCount>;
  /** Where things were created, the most frequent first. */
  creationSites: CreationSite[];
  voiceDetectors: VoiceDetector[];
  endpoints: Endpoint[];
  audioQueue: AudioQueue;
  turns: Turn[];
  /** What the waits of the newest conversation do; `null` with fewer than four: three turns are not a trend. */
  turnsTrend: 'grows' | 'stable' | 'unclear' | null;
  /** The same in a sentence, with whose fault it is; `null` where no turn was seen. */
  turnsSummary: string | null;
  mainThread: MainThread;
  memory: { usedBytes: number; trendBytesPerMin: number | null } | null;
  serviceWorkers: ServiceWorkerEntry[];
  symptom: Symptom;
  symptomReason: string;
  /** What that makes likely and what unlikely, in one sentence; empty for `none`. */
  symptomMeans: string;
  timeline: Sample[];
  /** Rows (of lists, and messages of the page) over a limit, and pages or frames that are not counted at all. */
  truncated: { dropped: number; frames: number };
  /** What this report cannot know, in sentences, and what a limit made it drop. */
  limits: string[];
}

export interface TabSummary extends TabIdentity {
  open: boolean;
  /** Active findings only. */
  findings: FindingId[];
  live: { webSocket: number; audioContext: number; vad: number; microphoneTrack: number };
}
