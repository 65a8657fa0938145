import type { Tabs } from '../adapters/browser';
import { originOf } from '../core/address';
import { foldGone } from '../core/fold';
import { createTab, type TabState, type World } from '../core/state';
import { showBadge } from './badge';
import type { Out } from './history/forget-sites';
import { mayObserve } from './observation';
import type { Pages } from './pages';
import type { Choice } from './site-choice';

interface Parts {
  world: World;
  pages: Pick<Pages, 'stopAll'>;
  paused: Choice;
  stored: {
    save(tab: TabState, now: number): void;
    forget(tabId: number): void;
    saveOrigins(): void;
    forgetSites(out: Out): Promise<void>;
  };
}

/** Takes the tabs of sites that are not observed, open and closed, out of what is known, and their frames out of others. */
const forget = ({ world, stored, paused }: Parts): void => {
  for (const [key, { origin }] of Object.entries(world.origins))
    if (paused.has(origin)) delete world.origins[key];
  stored.saveOrigins();
  for (const tab of Object.values(world.tabs)) {
    if (paused.has(tab.origin)) {
      delete world.tabs[tab.tabId];
      stored.forget(tab.tabId);
      if (tab.open) showBadge(createTab(tab.tabId));
      continue;
    }
    // A tab that showed another site before keeps nothing of that, nor of the frames in it.
    const theirs = tab.loads.filter(({ url, frameId, gone }) =>
      frameId === 0 || gone ? paused.has(originOf(url)) : paused.hasFrame(originOf(url)),
    );
    if (theirs.length === 0) continue;
    if (theirs.some((load) => !load.gone)) tab.pausedFrames = true;
    for (const load of theirs) foldGone(tab, load.id);
    tab.loads = tab.loads.filter((load) => !theirs.includes(load));
    stored.save(tab, Date.now());
  }
};

const stop = async (parts: Parts): Promise<void> => {
  const { pages, paused, stored } = parts;
  pages.stopAll(({ frame, top }) => paused.hasFrame(frame) || paused.has(top));
  forget(parts);
  await stored.forgetSites({ top: paused.has, frame: paused.hasFrame }).catch((error: Error) => {
    throw new Error(
      `It is not observed any more, but what was stored of it is still there. ${error.message}`,
    );
  });
};

const siteOf = (live: Tabs.Tab): string => {
  const url = live.url ?? '';
  const origin = originOf(url);
  if (!mayObserve(url) || !/^https?:/.test(origin))
    throw new Error('This tab shows no site that could be paused.');
  return origin;
};

/** What a person decides about sites. What is not observed any more is told to stop and forgotten, at once. */
export const createPausing = (parts: Parts) => ({
  /** Stops observing the site that a tab shows, or begins again; gives the site's origin. */
  async site(live: Tabs.Tab, off: boolean): Promise<string> {
    const origin = siteOf(live);
    await parts.paused.set(origin, off, live.incognito);
    if (off) await stop(parts);
    return origin;
  },
  /** The same for a site that stands in the list of those that were paused or chosen. */
  async listed(origin: string, off: boolean, inPrivate: boolean): Promise<string> {
    await parts.paused.set(origin, off, inPrivate);
    if (off) await stop(parts);
    return origin;
  },
  /** Observes the site that a tab shows alone, and what is chosen later; or all sites again. */
  async only(live: Tabs.Tab, on: boolean): Promise<string> {
    const origin = on ? siteOf(live) : '';
    await parts.paused.setOnly(on ? origin : null, live.incognito);
    if (on) await stop(parts);
    return origin;
  },
});
export type Pausing = ReturnType<typeof createPausing>;
