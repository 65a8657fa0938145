import type { Finding, FindingId, ResourceKind, Sample } from '../../src/core/report';
import { createTab, createWorld, type TabState, type World } from '../../src/core/state';
import type {
  AudioFact,
  Batch,
  EndpointFact,
  KindFact,
  SiteFact,
  TryFact,
} from '../../src/protocol/facts';

/** Facts as a page would tell them, with only what a test is about spelled out. */

/** A Unix time that every test starts from. */
export const T0 = 1_700_000_000_000;

/** A detector shows itself by its audio node, and is no kind that a page tells. */
const nodesOf = ({ kinds = [], nodes = [] }: Partial<Batch>): Batch['nodes'] => [
  ...nodes,
  ...kinds.flatMap(({ kind, created, byState }) =>
    kind === 'vad'
      ? [
          {
            shape: 'worklet vad-helper-worklet',
            created,
            live: Math.max(0, created - (byState.closed ?? 0)),
          },
        ]
      : [],
  ),
];

export const aBatch = (over: Partial<Batch> = {}): Batch => ({
  seq: 1,
  at: T0,
  full: false,
  kinds: [],
  endpoints: [],
  tries: [],
  sites: [],
  files: [],
  audio: null,
  types: [],
  usedBytes: null,
  dropped: 0,
  ...over,
  nodes: nodesOf(over),
});

export const anEndpoint = (over: Partial<EndpointFact> = {}): EndpointFact => ({
  n: 0,
  kind: 'webSocket',
  url: 'wss://voice.example/client-ws',
  attempts: 1,
  opened: 1,
  failed: 0,
  live: 1,
  maxLive: 1,
  closeCodes: {},
  messagesIn: 0,
  messagesOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  unsent: 0,
  tool: false,
  ...over,
});

export const aTry = (over: Partial<TryFact> = {}): TryFact => ({
  n: 1,
  endpoint: 0,
  at: T0,
  openedAt: null,
  endedAt: null,
  code: null,
  own: false,
  auto: false,
  messages: 0,
  sent: 0,
  ...over,
});

export const aKind = (kind: ResourceKind, byState: Record<string, number>): KindFact => ({
  kind,
  created: Object.values(byState).reduce((sum, count) => sum + count, 0),
  byState,
});

export const aSite = (over: Partial<SiteFact> = {}): SiteFact => ({
  kind: 'webSocket',
  endpoint: 0,
  stack: 'connect (https://voice.example/app.js:1:1)',
  count: 1,
  ...over,
});

interface AudioParts {
  scheduled?: Partial<AudioFact['scheduled']>;
  elements?: Partial<AudioFact['elements']>;
  meanClipMs?: number | null;
}

export const someAudio = ({ scheduled, elements, meanClipMs }: AudioParts = {}): AudioFact => ({
  scheduled: {
    pending: 0,
    playing: 0,
    played: 0,
    aheadMs: 0,
    held: 0,
    heldSince: null,
    ...scheduled,
  },
  underruns: null,
  elements: {
    pending: 0,
    playing: 0,
    played: 0,
    pendingMs: 0,
    bufferedMs: 0,
    unknown: 0,
    asked: 0,
    askedSince: null,
    ...elements,
  },
  meanClipMs: meanClipMs ?? null,
});

export const aSample = (over: Partial<Sample> = {}): Sample => ({
  at: T0,
  openSockets: 0,
  attempts: 0,
  audioBacklogMs: 0,
  audioPlaying: 0,
  liveVads: 0,
  runningAudioContexts: 0,
  microphoneTracks: 0,
  blockedMs: null,
  usedBytes: null,
  ...over,
});

export const aFinding = (id: FindingId, over: Partial<Finding> = {}): Finding => ({
  id,
  severity: 'warning',
  title: id,
  summary: `${id} is there.`,
  since: T0,
  until: null,
  because: null,
  evidence: {},
  sites: [],
  advice: [],
  ...over,
});

/** An open tab of `https://voice.example` (or another origin) in its world. */
export const aTab = (over: Partial<TabState> = {}): TabState => ({
  ...createTab(1),
  url: 'https://voice.example/app',
  origin: 'https://voice.example',
  title: 'Voice',
  ...over,
});

export const aWorld = (tabs: readonly TabState[], engine: World['engine'] = 'chromium'): World => {
  const world = createWorld(engine);
  for (const tab of tabs) world.tabs[tab.tabId] = tab;
  return world;
};
