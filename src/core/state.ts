import type {
  AudioFact,
  BlockFact,
  EndpointFact,
  KindFact,
  MainFact,
  NodeFact,
  SiteFact,
  TryFact,
  TypeRun,
} from '../protocol/facts';
import type {
  Finding,
  ResourceKind,
  Sample,
  ServiceWorkerEntry,
  Turn,
  VoiceDetector,
} from './report';
import type { HandshakeBucket, NetworkEndpoint, TwinState, UnsentPoint } from './socket-state';

export type { HandshakeBucket, NetworkEndpoint, NetworkTry } from './socket-state';

import type { VoiceHistory } from './voice-history';

/** A try as it is kept; `gap` stands where older ones before it were dropped. */
export type KeptTry = TryFact & { gap?: true };

/** A turn that goes on. */
export interface OpenTurn {
  startedAt: number;
  /** Nothing told when the user had ended: `startedAt` is the answer's own begin. */
  unheard: boolean;
  firstResponseMs: number | null;
  firstAudioMs: number | null;
  /** What may be an answer or a thought only: the first response where nothing else comes. */
  weakMs: number | null;
  /** The latest part of the answer. */
  lastAt: number;
  /** The server has taken it up. */
  acknowledged: boolean;
  /** It has cut another answer short, parts of which may still be on their way. */
  afterCut: boolean;
  /** A tool was called and has not led to more of the answer yet. */
  toolAt: number | null;
  /** An end that counts only if the tool's call leads to nothing more. */
  endedAt: number | null;
}

/** Frames of one direction with no pause in between that matters. */
export interface Burst {
  out: boolean;
  count: number;
  bytes: number;
  firstAt: number;
  lastAt: number;
}

/** What the rule by timing knows of a socket whose protocol is not known. */
export interface GenericState {
  bursts: Burst[];
  /** When sound began to play, and how often it has since the page began. */
  playedAt: number[];
  played: number;
  /** Inputs, and turns among them, whose bursts are forgotten. */
  inputs: number;
  turns: number;
  /** Begin of the latest turn that was reported. */
  reportedAt: number | null;
}

/** The conversation on one socket, read from message types (see `wire/` and `turns.ts`). */
export interface WireState {
  /** The protocol's id, `null` as long as nothing tells it. */
  profile: string | null;
  /** The latest runs of a socket whose protocol is not known yet: what tells it may come late. */
  early: TypeRun[];
  /** Media elements that have ended meanwhile. */
  earlyEnded: number;
  generic: GenericState | null;
  /** Pieces that wait in a player that no hook can see. */
  waiting: number;
  /** The page says when a piece starts. */
  startsSeen: boolean;
  /** The user's audio since its last long pause. */
  input: { count: number; firstAt: number; lastAt: number } | null;
  /** The user has said or written something that no turn has been begun for. */
  said: boolean;
  /** The server's latest transcript of the user. */
  heardAt: number | null;
  /** The user speaks since. */
  speakingSince: number | null;
  /** The server answers while the user speaks: it translates. */
  translates: boolean;
  /** The latest part of an answer that belongs to no turn. */
  strayAt: number | null;
  /** The latest end of a turn, and the latest that was none of its own. */
  overAt: number | null;
  cutAt: number | null;
  /** Turns that have come to their own end. */
  completed: number;
  /** The page said that it has played all of an answer. */
  playedAt: number | null;
  turn: OpenTurn | null;
  /** When another character or configuration was asked for. */
  switchedAt: number | null;
}

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
  usedBytes: number | null;
  dropped: number;
}

/** A long block of the main thread, and what was going on in the tab. */
export type KeptBlock = Omit<BlockFact, 'n'> & { during: string };

export interface TabState {
  tabId: number;
  url: string;
  origin: string;
  title: string;
  open: boolean;
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
  findings: Finding[];
  timeline: Sample[];
  workers: ServiceWorkerEntry[];
  /** A frame of its page is of a site that is paused. */
  pausedFrames: boolean;
  dropped: number;
}

/** All that the background knows; plain data, so that it can be stored and read back. */
export interface World {
  engine: 'chromium' | 'firefox';
  /** When the machine was last seen without a network. */
  offlineAt?: number;
  tabs: Record<number, TabState>;
}

export const createWorld = (engine: World['engine']): World => ({ engine, tabs: {} });

/** A tab nobody has reported from yet. */
export const createTab = (tabId: number): TabState => ({
  tabId,
  url: '',
  origin: '',
  title: '',
  open: true,
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
  workers: [],
  pausedFrames: false,
  dropped: 0,
});

/** The limits of what is kept; what goes over is counted in `dropped`. */
export const KEPT = {
  /** Page loads of a tab that are kept apart before the oldest gone one is folded into `past`. */
  loads: 24,
  /** Frames of one tab that may be alive at once. */
  liveLoads: 400,
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
  /** Points of unsent bytes of one endpoint. */
  unsent: 120,
  timeline: 600,
  findings: 50,
  blocks: 100,
  turns: 200,
  closedTabs: 50,
} as const;
