import { browser } from '../adapters/browser';
import { originOf } from '../core/address';
import type { Beginner } from './handshakes';
import type { From } from './pages';
import type { Choice } from './site-choice';

interface Parts {
  paused: Pick<Choice, 'has' | 'hasFrame' | 'any'>;
  /** Runs a job when the state of the last run is back. */
  whenReady(job: () => void): void;
  /** A document of a site that is not observed, or in its tab, has spoken. */
  refused(tabId: number, from: From): void;
}

/**
 * What is heard of a paused site, of its frames anywhere and of all frames in its tabs, ends here; and so does
 * what is heard in the tab of one that is not chosen, where only chosen sites are observed.
 */
export const createGate = ({ paused, whenReady, refused }: Parts) => {
  let order: Promise<unknown> = Promise.resolve();
  return {
    /** Runs `job` unless the document that speaks is not observed; then it is told to stop. */
    document(tabId: number, from: From, job: () => void): void {
      whenReady(() => {
        if (paused.hasFrame(from.frame) || paused.has(from.top)) refused(tabId, from);
        else job();
      });
    },
    /**
     * The same for a handshake. It names its tab by number alone: what the tab shows is asked for, and what
     * is heard meanwhile waits, so that no end comes before its beginning.
     */
    handshake({ tabId, origin }: Pick<Beginner, 'tabId' | 'origin'>, job: () => void): void {
      whenReady(() => {
        if (!paused.any()) job();
        else if (paused.hasFrame(origin)) return;
        // A worker without a tab has its origin alone.
        else if (tabId < 0) {
          if (!paused.has(origin)) job();
        } else
          order = order
            .then(() => browser.tabs.get(tabId))
            .then((live) => {
              if (!paused.has(originOf(live.url ?? ''))) job();
            })
            // The tab is closed: nobody asks for its handshakes any more.
            .catch(() => {});
      });
    },
  };
};
