import type { ServiceWorkerEntry } from './report';

/** A request or a handshake that the network saw begin, and end. */
export interface WorkerTry {
  /** The browser's own id of the request. */
  id: string;
  at: number;
  endedAt: number | null;
}

/** What workers of an origin without a tab have asked one address for. */
export interface WorkerActs {
  socket: boolean;
  /** Whose script asks; `null` where the browser does not say (Chromium). */
  script: string | null;
  count: number;
  /** The newest ones. */
  tries: WorkerTry[];
}

/**
 * An origin that has registered service workers. They are the browser's, not a tab's: what is known of
 * them outlives the origin's tabs, which alone can be asked for them.
 */
export interface OriginState {
  origin: string;
  /** Which of the browser's stores it is in (`TabState.store`). */
  store: string;
  workers: Pick<ServiceWorkerEntry, 'scope' | 'scriptUrl' | 'state'>[];
  /** When a page of it was last asked for them. */
  readAt: number;
  /** Handshakes of workers without a tab, by their script, since the origin is known; see `ServiceWorkerEntry`. */
  handshakes: Record<string, number>;
  /** Since when no tab shows it; `null` while one does. */
  aloneSince: number | null;
  /** What its workers have done since then, by address. */
  acts: Record<string, WorkerActs>;
  /**
   * Whether a frame in a tab of another site shows it: a worker may work for that. `null` before that was looked
   * for; `found: null` where a page did not answer.
   */
  framed: { at: number; found: boolean | null } | null;
}
