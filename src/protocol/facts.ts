import type { EndpointKind, ResourceKind } from '../core/report';

/*
 * What a page says. Every number is absolute for its page load ("so many since it began"), never a
 * difference: a batch that is lost, repeated or overtaken by a restart costs nothing, because the
 * next one says everything again that has changed since.
 */

/** How many of a kind there have been, and in which state each one is now. */
export interface KindFact {
  kind: ResourceKind;
  created: number;
  byState: Record<string, number>;
}

/** One socket or event-source URL (without query, fragment and credentials). */
export interface EndpointFact {
  /** Number of the endpoint within its page load; tries and sites refer to it. */
  n: number;
  kind: EndpointKind;
  url: string;
  attempts: number;
  opened: number;
  failed: number;
  live: number;
  /** The most that were not closed at the same time. */
  maxLive: number;
  closeCodes: Record<string, number>;
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
  /** Bytes that the page has sent and the network has not taken yet (`bufferedAmount`). */
  unsent: number;
  /** The hot-reload socket of a dev server, by its subprotocol. */
  tool: boolean;
}

/** One attempt to connect. Times are Unix milliseconds. */
export interface TryFact {
  n: number;
  endpoint: number;
  at: number;
  openedAt: number | null;
  endedAt: number | null;
  code: number | null;
  /** The page itself closed it. */
  own: boolean;
  /** The browser tried again by itself (EventSource), the page did nothing. */
  auto: boolean;
  /** Messages on it, either way, and those of them that the page sent. */
  messages: number;
  sent: number;
}

/** Where a kind was created from. */
export interface SiteFact {
  kind: ResourceKind;
  endpoint: number | null;
  stack: string;
  count: number;
}

/** What voice detectors are made of, of one shape (see `page/nodes.ts`). */
export interface NodeFact {
  shape: string;
  created: number;
  live: number;
}

/** What is scheduled, waiting and playing. */
export interface AudioFact {
  /**
   * `AudioBufferSourceNode`s of all running and suspended contexts of the page; `held` of them wait on
   * contexts that do not run, the first since `heldSince`.
   */
  scheduled: {
    pending: number;
    playing: number;
    played: number;
    aheadMs: number;
    held: number;
    heldSince: number | null;
  };
  /** What the audio threads missed (`AudioContext.playbackStats`); `null` where the browser does not say. */
  underruns: { events: number; ms: number } | null;
  /**
   * Media elements; `pendingMs` sums the waiting ones whose length is known, `unknown` counts the others.
   * `bufferedMs` is what playing ones without an end (a stream that a page appends to) have ahead.
   * `asked` were told to play and have neither begun nor failed, the first since `askedSince`.
   */
  elements: {
    pending: number;
    playing: number;
    played: number;
    pendingMs: number;
    bufferedMs: number;
    unknown: number;
    asked: number;
    askedSince: number | null;
  };
  /** Mean length of the clips that media elements have played, `null` before the first. */
  meanClipMs: number | null;
}

/**
 * Consecutive frames of one type on one endpoint, in one direction. Of a frame only its type is ever
 * kept; `''` stands for those that name none.
 */
export interface TypeRun {
  endpoint: number;
  out: boolean;
  type: string;
  count: number;
  bytes: number;
  firstAt: number;
  lastAt: number;
}

/** What blocked the page's main thread since it began. */
export interface MainFact {
  /** Seen by long animation frames (Chromium), or by a timer that came late (Firefox). */
  byFrames: boolean;
  /** A hidden tab is not measured. */
  hidden: boolean;
  /** When the document was loaded with all it asked for; `null` before. */
  loadedAt: number | null;
  /** The sum of all blocks over 50 ms. */
  blockedMs: number;
  longestMs: number;
  /** The latest long ones, numbered within the page load. */
  blocks: BlockFact[];
}
export interface BlockFact {
  n: number;
  at: number;
  durationMs: number;
  /** Function and file that took most of it; `null` where the browser does not say. */
  script: string | null;
}

export interface Batch {
  /** 1, 2, 3 … within a page load. */
  seq: number;
  at: number;
  /** Everything is in it, not only what has changed. */
  full: boolean;
  kinds: KindFact[];
  endpoints: EndpointFact[];
  tries: TryFact[];
  sites: SiteFact[];
  nodes: NodeFact[];
  audio: AudioFact | null;
  types: TypeRun[];
  /** Names of the model files of voice detectors that the page has loaded, filled in by the bridge. */
  files: string[];
  /** The page's JavaScript heap in bytes, filled in by the bridge; `null` where the browser does not say. */
  usedBytes: number | null;
  /** Rows that a limit made the page drop since it began. */
  dropped: number;
}

/** Bridge to background, as it is sent: of a batch the text, with what the bridge knows beside it. */
export type BridgeWord =
  | Exclude<BridgeMessage, { type: 'batch' }>
  | ({ type: 'batch'; load: string; url: string; text: string } & Pick<
      Batch,
      'seq' | 'full' | 'files' | 'usedBytes'
    >);
/** The same, as it is taken in (`background/received.ts`). */
export type BridgeMessage =
  | { type: 'batch'; load: string; url: string; batch: Batch }
  | { type: 'main'; load: string; main: MainFact; usedBytes: number | null }
  | { type: 'idle'; load: string }
  | { type: 'gone'; load: string };
/**
 * Background to bridge. `flush` and `full` go over the port and are answered by a batch, or by
 * `idle` where nothing has changed; `stop` ends what the page tells, for good; `who` (`Who`) is a one-time message, answered with a `BridgeIdentity`.
 */
export type BridgeCommand = 'flush' | 'full' | 'stop';
export interface Who {
  type: 'who';
  /** The number of the last batch that the background has: a bridge that sent more says everything again. */
  seq: number | null;
}
export interface BridgeIdentity {
  load: string;
  /** Number of the last batch that was sent, 0 before the first. */
  seq: number;
  /** The scripts came too late to see everything, or were told to stop, and so count nothing. */
  late: boolean;
  workers: { scope: string; scriptUrl: string; state: string }[] | null;
}

/** Name of the bridge's port. */
export const PORT = 'page';

/** The limits of one batch, held by the page and checked by the background. */
export const LIMITS = {
  endpoints: 256,
  tries: 64,
  sites: 64,
  /** Sites and shapes of nodes that the page keeps, together. */
  details: 64,
  types: 64,
  states: 12,
  closeCodes: 32,
  url: 512,
  /** A page's address before it is cut, and a batch as text. */
  rawUrl: 2048,
  text: 2_000_000,
  rawStack: 2048,
  stack: 1024,
  script: 160,
  blocks: 32,
  type: 64,
  nodes: 128,
  shape: 64,
  files: 8,
  file: 64,
} as const;
