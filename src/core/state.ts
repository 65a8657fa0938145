import type {
  AudioFact,
  BlockFact,
  EndpointFact,
  KindFact,
  MainFact,
  NodeFact,
  SiteFact,
  TryFact,
} from '../protocol/facts';
import type { OriginState } from './origin-state';
import type { Finding, ResourceKind, Sample, Turn, VoiceDetector } from './report';
import type { HandshakeBucket, NetworkEndpoint, TwinState, UnsentPoint } from './socket-state';

export type { HandshakeBucket, NetworkEndpoint, NetworkTry } from './socket-state';

import type { VoiceHistory } from './voice-history';
import type { WireState } from './wire/state';

export type { Burst, GenericState, OpenTurn, WireState } from './wire/state';

/** A try as it is kept; `gap` stands where older ones before it were dropped. */
export type KeptTry = TryFact & { gap?: true };

/** One page load in one frame: known by its id, never by its URL. */
export interface LoadState {
  id: string;
  frameId: number;
  url: string;
  /** The document is unloaded or in the back/forward cache: nothing in it lives. */
  gone: boolean;
  firstAt: number;
  lastAt: number;
  lastSeq: number;
  kinds: Partial<Record<ResourceKind, KindFact>>;
  /** By the endpoint's number in its page load. */
  endpoints: Record<number, EndpointFact>;
  tries: KeptTry[];
  sites: SiteFact[];
  nodes: NodeFact[];
  /** Names of the model files of voice detectors that the page has loaded. */
  files: string[];
  audio: AudioFact | null;
  audioAt: number;
  voice: VoiceHistory;
  /** By the endpoint's number in its page load. */
  wires: Record<number, WireState>;
  /** By the endpoint's number, where several of its sockets are open. */
  twins: Record<number, TwinState>;
  /** Unsent bytes over time by the endpoint's number, since there were none. */
  unsent: Record<number, UnsentPoint[]>;
  /** What blocked its main thread; `null` before anything did. */
  main: Omit<MainFact, 'blocks'> | null;
  /** Number of its newest long block that is known. */
  lastBlock: number;
  /** When its tab was last hidden and last shown again while it was watched. */
  hiddenAt: number | null;
  shownAt: number | null;
  usedBytes: number | null;
  dropped: number;
}

/** A finding as its detector tells it: what causes it is told of all of them together, in the report. */
export type KeptFinding = Omit<Finding, 'because'>;

/** A long block of the main thread, and what was going on in the tab. */
export type KeptBlock = Omit<BlockFact, 'n'> & { during: string };

export interface TabState {
  tabId: number;
  url: string;
  origin: string;
  title: string;
  open: boolean;
  /** In a private window, of which nothing is kept; `null` as long as that is not known. */
  isPrivate: boolean | null;
  closedAt: number | null;
  observedSince: number | null;
  loads: LoadState[];
  /** Totals of loads that were folded away: what was created, what each endpoint did. */
  past: {
    created: Partial<Record<ResourceKind, number>>;
    endpoints: EndpointFact[];
    blockedMs: number;
    longestMs: number;
    detectors: VoiceDetector[];
  };
  blocks: KeptBlock[];
  /** Blocked time that the timeline has shown so far. */
  blockedSeenMs: number;
  /** Turns that are over, oldest first; one that goes on is kept with its page load. */
  turns: Turn[];
  network: Record<string, NetworkEndpoint>;
  handshakes: HandshakeBucket[];
  findings: KeptFinding[];
  timeline: Sample[];
  /** When its page was asked for service workers last, and how often: `inventory.ts`. */
  asked: { load: string; at: number; times: number } | null;
  /** Which of the browser's stores its page is in: empty for the ordinary one (a private window or a container has its own). */
  store: string;
  /** A frame of its page is of a site that is paused. */
  pausedFrames: boolean;
  /** Rows that a limit made us drop. */
  dropped: number;
  /** Page loads that came when there were too many, and are not counted at all. */
  framesOver: number;
}

/** All that the background knows; plain data, so that it can be stored and read back. */
export interface World {
  engine: 'chromium' | 'firefox';
  /** When the machine was last seen without a network. */
  offlineAt?: number;
  tabs: Record<number, TabState>;
  /** Those that have service workers, by store and origin; see `origins.ts`. */
  origins: Record<string, OriginState>;
}

export const createWorld = (engine: World['engine']): World => ({
  engine,
  tabs: {},
  origins: {},
});

/** A tab nobody has reported from yet. */
export const createTab = (tabId: number): TabState => ({
  tabId,
  url: '',
  origin: '',
  title: '',
  open: true,
  isPrivate: null,
  closedAt: null,
  observedSince: null,
  loads: [],
  past: { created: {}, endpoints: [], blockedMs: 0, longestMs: 0, detectors: [] },
  blocks: [],
  blockedSeenMs: 0,
  turns: [],
  network: {},
  handshakes: [],
  findings: [],
  timeline: [],
  asked: null,
  store: '',
  pausedFrames: false,
  dropped: 0,
  framesOver: 0,
});

/** The limits of what is kept; what goes over is counted in `dropped`. */
export const KEPT = {
  /** Page loads of a tab that are kept apart before the oldest gone one is folded into `past`. */
  loads: 24,
  /** Frames of one tab that may be alive at once. */
  liveLoads: 128,
  tries: 128,
  /** Of `tries`, the oldest that stay: how a run of tries began tells backoff from storm. */
  firstTries: 32,
  sites: 64,
  nodes: 128,
  endpoints: 256,
  network: 256,
  /** Failed handshakes of one URL: the first ones of a row and the newest. */
  networkTries: { first: 16, all: 64 },
  /** Addresses of one socket URL. */
  addresses: 64,
  /** Addresses, and failed handshakes, of all socket URLs of a tab; past these of each URL a few. */
  networkRows: 1024,
  networkFew: 8,
  /** Points of unsent bytes of one endpoint. */
  unsent: 120,
  timeline: 600,
  findings: 50,
  blocks: 100,
  turns: 200,
  closedTabs: 50,
  /** Origins with service workers, and of each so many workers. */
  origins: 50,
  originWorkers: 20,
  /** What the workers of an origin without a tab ask for. */
  acts: { addresses: 32, tries: 16 },
} as const;
