import { browser, type Tabs } from '../adapters/browser';
import { originOf } from '../core/address';
import { resourceOf } from '../core/live';
import type { TabState, World } from '../core/state';
import type { CloseReply } from '../protocol/messages';
import { within } from './within';

/** Long enough for tabs that close without a question. */
const CLOSING_MS = 3000;

/** Whether somebody is heard in a tab that could hear the person. A silent tab with a microphone is a forgotten one. */
export const isInCall = (tab: TabState | undefined, live: Tabs.Tab | undefined): boolean =>
  tab !== undefined &&
  live?.audible === true &&
  resourceOf(tab, 'microphoneTrack').live + resourceOf(tab, 'rtcPeerConnection').live > 0;

/**
 * Closes those of the named tabs that show the site of `here`. What has changed since the person was
 * asked counts: one that is pinned, in a call or on another site by now is left alone.
 */
export const closeOthers = async (
  world: World,
  here: Tabs.Tab,
  tabIds: readonly number[],
): Promise<CloseReply> => {
  const origin = originOf(here.url ?? '');
  const open = await browser.tabs.query({});
  const named = open.filter(({ id }) => id !== undefined && id !== here.id && tabIds.includes(id));
  const doomed = named.flatMap((live) => {
    const { id = -1, url = '', pinned } = live;
    const spared = pinned || originOf(url) !== origin || isInCall(world.tabs[id], live);
    return spared || origin === '' ? [] : [id];
  });
  // A page that asks before it goes holds the answer up until the person has answered.
  await within(browser.tabs.remove(doomed), CLOSING_MS);
  const left = new Set((await browser.tabs.query({})).map(({ id }) => id));
  const asking = doomed.filter((id) => left.has(id)).length;
  return { closed: doomed.length - asking, spared: named.length - doomed.length, asking };
};
