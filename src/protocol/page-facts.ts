import type { ResourceKind } from '../core/report';
import type { EndpointFact, TryFact, TypeRun } from './facts';

/*
 * What the page script posts: rows, which the background puts into the shape of a `Batch`
 * (`background/received.ts`). The page says nothing twice and fills in nothing, so that its script stays small.
 */

/** So many of a kind, and in which states they are now; those with a `detail` are a part of a kind's. */
export interface TallyRow {
  kind: ResourceKind | 'node';
  endpoint: number | undefined;
  /** Where they were created (the stack, as the engine words it), or for a node its shape. */
  detail: string;
  created: number;
  byState: Record<string, number>;
}

/** `AudioFact`, flat; times are infinite where nothing waits, `underruns` is no number where none are told. */
export interface SoundFact {
  pending: number;
  playing: number;
  played: number;
  aheadMs: number;
  held: number;
  heldSince: number;
  underruns: number;
  underrunMs: number;
  waitingElements: number;
  playingElements: number;
  playedElements: number;
  waitingMs: number;
  bufferedMs: number;
  unknown: number;
  asked: number;
  askedSince: number;
  /** Length and number of the clips that media elements have played. */
  clipMs: number;
  clips: number;
}

export interface PageBatch {
  at: number;
  rows: (TallyRow | EndpointFact)[];
  tries: TryFact[];
  types: TypeRun[];
  sound: SoundFact | null;
  dropped: number;
}

/** Page to bridge, over the private port; `null` answers a command where nothing has changed. */
export type PageMessage = PageBatch | null;
/** Bridge to page: `flush` what has changed, `full` says everything again, `stop` for ever. */
export type PageCommand = 'flush' | 'full' | 'stop';
