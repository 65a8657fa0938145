import { createLoad } from '../core/load';
import type { OriginState } from '../core/origin-state';
import type { Sample } from '../core/report';
import { createTab, type LoadState, type TabState, type World } from '../core/state';

/*
 * Whether what was read back can be worked with. Only we write it, so it is not checked for what it says, but
 * for the shape that this version of the extension relies on: examples of each part, which the compiler
 * holds to the types, say what there has to be.
 */

/** What may be `null` in an example may be anything there: whoever reads it looks first. */
const isLike = (value: unknown, example: unknown): boolean => {
  if (example === null || example === undefined)
    return value !== undefined || example === undefined;
  if (Array.isArray(example))
    return (
      Array.isArray(value) &&
      (example.length === 0 || value.every((item) => isLike(item, example[0])))
    );
  if (typeof example !== 'object') return typeof value === typeof example;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(example).every(([key, one]) =>
    isLike((value as Record<string, unknown>)[key], one),
  );
};

const allLike = (table: object, example: unknown): boolean =>
  Object.values(table).every((one) => isLike(one, example));

const KIND: LoadState['kinds']['worker'] = { kind: 'worker', created: 0, byState: {} };
const ENDPOINT: LoadState['endpoints'][number] = {
  n: 0,
  kind: 'webSocket',
  url: '',
  attempts: 0,
  opened: 0,
  failed: 0,
  live: 0,
  maxLive: 0,
  closeCodes: {},
  messagesIn: 0,
  messagesOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  unsent: 0,
  tool: false,
};
const LOAD: LoadState = {
  ...createLoad('', 0, 0),
  tries: [
    {
      n: 0,
      endpoint: 0,
      at: 0,
      openedAt: null,
      endedAt: null,
      code: null,
      own: false,
      auto: false,
      messages: 0,
      sent: 0,
    },
  ],
  sites: [{ kind: 'worker', endpoint: null, stack: '', count: 0 }],
  nodes: [{ shape: '', created: 0, live: 0 }],
  files: [''],
};
const TAB: TabState = {
  ...createTab(0),
  loads: [LOAD],
  findings: [
    {
      id: 'reconnect-storm',
      severity: 'info',
      title: '',
      summary: '',
      since: 0,
      until: null,
      evidence: {},
      sites: [],
      advice: [''],
    },
  ],
  blocks: [{ at: 0, durationMs: 0, script: null, during: '' }],
  handshakes: [{ at: 0, opened: 0, failed: 0 }],
  turns: [
    {
      startedAt: 0,
      firstResponseMs: null,
      firstAudioMs: null,
      totalMs: null,
      profile: '',
      interrupted: false,
      conversation: 0,
    },
  ],
};
const NETWORK: TabState['network'][string] = { started: 0, recent: [0], tries: [] };
const SAMPLE: Sample = {
  at: 0,
  openSockets: 0,
  attempts: 0,
  audioBacklogMs: null,
  audioPlaying: 0,
  liveVads: 0,
  runningAudioContexts: 0,
  microphoneTracks: 0,
  blockedMs: null,
  usedBytes: null,
};

export const isTabState = (value: unknown): value is TabState =>
  isLike(value, TAB) &&
  allLike((value as TabState).network, NETWORK) &&
  (value as TabState).past.endpoints.every((fact) => isLike(fact, ENDPOINT)) &&
  (value as TabState).loads.every(
    ({ kinds, endpoints }) => allLike(kinds, KIND) && allLike(endpoints, ENDPOINT),
  );

const ORIGIN: OriginState = {
  origin: '',
  store: '',
  workers: [{ scope: '', scriptUrl: '', state: '' }],
  readAt: 0,
  handshakes: {},
  aloneSince: null,
  acts: {},
  framed: null,
};
const ACTS: OriginState['acts'][string] = {
  socket: false,
  script: null,
  count: 0,
  tries: [{ id: '', at: 0, endedAt: null }],
};

export const isOrigins = (value: unknown): value is World['origins'] =>
  isLike(value, {}) &&
  allLike(value as object, ORIGIN) &&
  Object.values(value as World['origins']).every(({ acts }) => allLike(acts, ACTS));

export const isTimeline = (value: unknown): value is TabState['timeline'] =>
  isLike(value, [SAMPLE]);
