import { browser, type Tabs } from '../adapters/browser';
import { foldClosed } from '../core/fold';
import type { TabState, World } from '../core/state';
import type { Pages } from './pages';

interface Parts {
  world: World;
  pages: Pick<Pages, 'isConnected' | 'who'>;
  identify(tab: TabState, live: Tabs.Tab): TabState;
  now(): number;
}

/** What tells a tab or page that went while nobody listened from one that is there and says nothing. */
export const createStillThere = ({ world, pages, identify, now }: Parts) => ({
  /** Compares what was known with the tabs that are there now: some were closed or moved meanwhile. */
  async settle(): Promise<void> {
    // One that is opened meanwhile may not be in the answer.
    const known = Object.values(world.tabs);
    const open = new Map((await browser.tabs.query({})).map((live) => [live.id ?? -1, live]));
    for (const tab of known) {
      const live = open.get(tab.tabId);
      if (live) identify(tab, live);
      else if (tab.open) foldClosed(tab, now());
    }
  },

  /**
   * Asks the documents of a tab that have no line to us whether they are still there. A blocked one
   * answers late, and is taken to be there until then: do not wait for this without a limit.
   */
  async verify(tab: TabState): Promise<void> {
    const silent = tab.loads.filter((load) => !load.gone && !pages.isConnected(load.id));
    await Promise.all(
      silent.map(async (load) => {
        const identity = await pages.who(tab.tabId, load.frameId, load.lastSeq);
        if (identity?.load !== load.id && !pages.isConnected(load.id)) load.gone = true;
      }),
    );
  },

  /**
   * Asks the pages of tabs that nothing is known of: what was known of them could not be kept. All frames
   * hear it, and those that have told something tell everything again. Nobody waits for them.
   */
  async askStrangers(): Promise<void> {
    const open = await browser.tabs.query({});
    for (const { id = -1 } of open) {
      // One that has spoken since may have said next to nothing: what a page has counted comes with its load.
      if (!world.tabs[id]?.loads.some(({ gone }) => !gone)) void pages.who(id, null, 0);
    }
  },
});
