import type { TabState } from './state';

/*
 * Chromium holds back new sockets of a renderer process after failures:
 * random 1–5 s × 2^min(p + f/(s+1), 16) / 65536, with p pending, f failed and s succeeded handshakes
 * of the current and the previous two-minute period (`WebSocketPerProcessThrottler::CalculateDelay`).
 */
const MEAN_MS = 3000;
const DOUBLINGS = 16;

/** What Chromium counts, as far as one tab shows it, and the mean delay that it makes of it. */
export interface Throttle {
  pending: number;
  failed: number;
  opened: number;
  /** The mean of what is drawn: from a third of it to five thirds. */
  delayMs: number;
}

export const throttleOf = (tab: TabState): Throttle => {
  let opened = 0;
  let failed = 0;
  for (const bucket of tab.handshakes) {
    opened += bucket.opened;
    failed += bucket.failed;
  }
  let pending = 0;
  for (const load of tab.loads)
    if (!load.gone) pending += load.kinds.webSocket?.byState.connecting ?? 0;
  const exponent = Math.min(pending + Math.floor(failed / (opened + 1)), DOUBLINGS);
  return { pending, failed, opened, delayMs: (MEAN_MS * 2 ** exponent) / 2 ** DOUBLINGS };
};

/** The mean delay in milliseconds that Chromium now puts before each new socket of this tab. */
export const socketDelayMs = (tab: TabState): number => throttleOf(tab).delayMs;
