import { formatBytes, formatCount, formatDuration, formatPercent, formatUtc } from './format';
import type { Finding, ResourceKind } from './report';

/** A name in a person's words, and its value with its unit. */
export interface NamedValue {
  name: string;
  value: string;
}

/** Longest suffix first: `backlogTrendMsPerS` is a trend in ms/s, not a count per second. */
const UNITS: readonly [suffix: string, format: (value: number) => string][] = [
  ['BytesPerMinute', (value) => `${formatBytes(value)}/min`],
  ['BytesPerSecond', (value) => `${formatBytes(value)}/s`],
  ['BytesPerMin', (value) => `${formatBytes(value)}/min`],
  ['BytesPerS', (value) => `${formatBytes(value)}/s`],
  ['MsPerSecond', (value) => `${formatDuration(value)} per second`],
  ['MsPerS', (value) => `${formatDuration(value)} per second`],
  ['PerSecond', (value) => `${formatCount(value)}/s`],
  ['PerMinute', (value) => `${formatCount(value)}/min`],
  ['PerMin', (value) => `${formatCount(value)}/min`],
  ['PerHour', (value) => `${formatCount(value)}/h`],
  ['Percent', (value) => `${formatCount(value)}%`],
  ['Ratio', formatPercent],
  ['Share', formatPercent],
  ['Bytes', formatBytes],
  ['Seconds', (value) => formatDuration(value * 1_000)],
  ['Ms', formatDuration],
  ['At', formatUtc],
];

const SPELLING: Record<string, string> = {
  vad: 'VAD',
  vads: 'VADs',
  url: 'URL',
  urls: 'URLs',
  http: 'HTTP',
  id: 'ID',
  ids: 'IDs',
  websocket: 'WebSocket',
  websockets: 'WebSockets',
};

/** What its parts alone would not tell: three counts of tries side by side. */
const NAMES: Record<string, string> = {
  attempts: 'Tries in all',
  triesInARow: 'Tries in this loop',
  triesPerSecond: 'Pace of the loop',
};

const RESOURCE_NAMES: Record<ResourceKind, string> = {
  webSocket: 'WebSockets',
  eventSource: 'Event sources',
  audioContext: 'Audio contexts',
  vad: 'Voice detectors (VAD)',
  microphoneTrack: 'Microphone tracks',
  worker: 'Workers',
  rtcPeerConnection: 'WebRTC connections',
  mediaElement: 'Media elements',
  cameraTrack: 'Camera tracks',
  audioWorkletNode: 'Audio worklet nodes',
  objectUrl: 'Object URLs',
};

/** Takes a resource kind and returns its name in the plural, as a table's row is headed. */
export function resourceName(kind: ResourceKind): string {
  return RESOURCE_NAMES[kind];
}

/** A service worker's `state`, in words. */
const WORKER_STATES: Record<string, string> = {
  parsed: 'just registered',
  installing: 'being installed',
  installed: 'waits to take over',
  activating: 'taking over',
  activated: 'active',
  redundant: 'replaced or unregistered',
};

/** Takes a service worker's state and returns it in words; one that is not known as it is. */
export function workerStateName(state: string): string {
  return Object.hasOwn(WORKER_STATES, state) ? (WORKER_STATES[state] ?? state) : state;
}

/** Takes a camelCase name and returns it as words: `openSockets` → `Open sockets`, `httpURLCount` → `HTTP URL count`. */
export function humanize(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .filter(Boolean)
    .map((word) =>
      Object.hasOwn(SPELLING, word.toLowerCase())
        ? SPELLING[word.toLowerCase()]
        : word.toLowerCase(),
    );
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Takes one entry of a finding's evidence and returns its label and its value with the unit its name ends in. */
export function describeEvidence(key: string, value: number | string): NamedValue {
  if (typeof value === 'string') return { name: humanize(key), value };
  // A bare unit (`ms`, `bytes`) is the whole name: there is nothing left to call it by.
  const unit = UNITS.find(([suffix]) => key.length > suffix.length && key.endsWith(suffix));
  const named = Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
  if (!unit) return { name: named ?? humanize(key), value: formatCount(value) };
  const [suffix, format] = unit;
  const stem = key.slice(0, -suffix.length);
  // `startedAt` is a moment: without its "at" the name would promise something else.
  return { name: named ?? humanize(suffix === 'At' ? key : stem), value: format(value) };
}

/** Takes a finding and returns its evidence, or the first of it, in the detector's own order. */
export function listEvidence(
  { evidence }: Pick<Finding, 'evidence'>,
  limit = Number.POSITIVE_INFINITY,
): NamedValue[] {
  return Object.entries(evidence)
    .slice(0, limit)
    .map(([key, value]) => describeEvidence(key, value));
}
