import type { BridgeIdentity } from '../protocol/facts';
import type { Pages } from './pages';
import { within } from './within';

/** A busy page takes this long to answer now and then; one that takes longer is blocked. */
const BLOCKED_MS = 2000;

export interface Asking {
  /** Who is in the tab's top frame; see `Pages.who`. A page that `isStranger` tells everything that it has told before. */
  who(tabId: number, ms: number, isStranger?: boolean): Promise<BridgeIdentity | null | undefined>;
  /** For how long the page has been silent on a question; `null` while that is nothing unusual. */
  silentForMs(tabId: number, now: number): number | null;
}

/**
 * The questions to top frames that are not answered yet. A blocked page is asked once, not once a
 * second: it would answer all of them when it comes to itself, and be slow again for it.
 */
export const createAsking = (pages: Pick<Pages, 'who'>, now: () => number): Asking => {
  const open = new Map<number, { since: number; answer: Promise<BridgeIdentity | null> }>();

  const ask = (tabId: number, isStranger: boolean): Promise<BridgeIdentity | null> => {
    const waiting = open.get(tabId);
    if (waiting) return waiting.answer;
    const answer = pages.who(tabId, 0, isStranger ? 0 : null).finally(() => open.delete(tabId));
    open.set(tabId, { since: now(), answer });
    return answer;
  };

  return {
    who: (tabId, ms, isStranger = false) => within(ask(tabId, isStranger), ms),
    silentForMs(tabId, at) {
      const since = open.get(tabId)?.since;
      return since !== undefined && at - since >= BLOCKED_MS ? at - since : null;
    },
  };
};
