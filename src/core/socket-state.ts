/* What is kept of connections beside the page's own account of them. */

/** A handshake that may be a worker's: its beginning, and its end where it failed. */
export interface NetworkTry {
  id: string;
  frameId: number;
  at: number;
  endedAt: number | null;
  /** Older ones before it were dropped. */
  gap?: true;
}

/** When a handshake began, and which of the addresses (query and all) that share a URL it asked for. */
export interface NetworkAddress {
  at: number;
  /** Drawn for each address (`Handshake.address`): it tells two addresses apart and nothing of either. */
  address: number;
}

/** Handshakes of one socket URL as the network saw them. */
export interface NetworkEndpoint {
  started: number;
  /** Times of the newest ones: a page's own account of them may still be on its way. */
  recent: number[];
  /** Of the newest ones. */
  addresses?: NetworkAddress[];
  /** The latest since one came through, those that may be a worker's. */
  tries: NetworkTry[];
}

/** Handshakes per 10 s, for the browser's own throttle. */
export interface HandshakeBucket {
  at: number;
  opened: number;
  failed: number;
}

/** What the page had sent on an endpoint at a time, and what of it the network had not taken. */
export interface UnsentPoint {
  at: number;
  unsent: number;
  /** All bytes that the page had sent. */
  sent: number;
}

/** What one type of message on several sockets of one endpoint looks like: see `twins.ts`. */
export interface TwinType {
  /** Messages that came close together and are not judged yet. */
  count: number;
  bytes: number;
  firstAt: number;
  lastAt: number;
  /** Moments that were judged, and those of them in which not each socket had the same. */
  moments: number;
  odd: number;
  /** Moments whose messages were of another size than those of the moment before. */
  resized: number;
  size: number | null;
  /** Moments that came after another time than the moment before. */
  untimely: number;
  judgedAt: number | null;
  gapMs: number | null;
  /** All messages so far. */
  messages: number;
}

/** What the open sockets of one endpoint have carried since there have been just these. */
export interface TwinState {
  /** Numbers of their tries. */
  sockets: number[];
  types: Record<string, TwinType>;
}
