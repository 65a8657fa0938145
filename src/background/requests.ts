import { browser, type Tabs } from '../adapters/browser';
import { keptUrl, originOf } from '../core/address';
import { buildReport, summarize } from '../core/build-report';
import { sameOriginTabs, sortFindings } from '../core/detect';
import { silentLimit } from '../core/limits';
import { toMarkdown } from '../core/markdown';
import type { Report, TabSummary } from '../core/report';
import { createTab, type TabState, type World } from '../core/state';
import { verdictOf } from '../core/verdict';
import type { BridgeIdentity } from '../protocol/facts';
import type { PopupSnapshot, Request, Requests } from '../protocol/messages';
import { about } from './about';
import { createAsking } from './asking';
import { mayObserve, observationOf } from './observation';
import type { Pages } from './pages';
import { fetchText } from './sources/fetch-text';
import { createSources } from './sources/sources';

/** How long a page may take to say what is new before the answer goes out without it. */
const ANSWER_MS = 400;

/** Brings address and title of a tab up to date; gives it back. */
export const identify = (tab: TabState, live: Tabs.Tab): TabState => {
  if (live.url) {
    tab.url = keptUrl(live.url);
    tab.origin = originOf(live.url);
  }
  tab.title = (live.title ?? tab.title).slice(0, 200);
  return tab;
};

const liveTab = (tabId: number): Promise<Tabs.Tab | null> =>
  browser.tabs.get(tabId).catch(() => null);

const titled = (live: Tabs.Tab): TabState => identify(createTab(live.id ?? -1), live);

/** What a question about one tab is answered from. */
interface Fresh {
  tab: TabState;
  live: Tabs.Tab | null;
  identity: BridgeIdentity | null | undefined;
  silentForMs: number | null;
}

/** Answers what extension pages ask. Every answer is what is known at that moment. */
export const createRequests = (
  world: World,
  pages: Pages,
  /** Runs the detectors on a tab now, and keeps what they find. */
  look: (tab: TabState) => void,
  isCatchingUp: () => boolean,
) => {
  const asking = createAsking(pages, Date.now);
  const sources = createSources(fetchText, Date.now);

  /** A tab that is known or at least open; anything else is an error that says so. */
  const find = async (tabId: number): Promise<{ tab: TabState; live: Tabs.Tab | null }> => {
    const live = await liveTab(tabId);
    const known = world.tabs[tabId];
    if (!known && !live) throw new Error(`Whylag knows no tab with the id ${tabId}.`);
    if (known && live) identify(known, live);
    return { tab: known ?? titled(live as Tabs.Tab), live };
  };

  const fresh = async (tabId: number): Promise<Fresh> => {
    // It makes a page tell what it has gathered, too, whose line is not open yet.
    const identity = await asking.who(tabId, ANSWER_MS);
    // A page that is blocked says nothing here either: its answer would only come later.
    if (identity !== undefined) await pages.flush(tabId, ANSWER_MS);
    const found = await find(tabId);
    const { tab, live } = found;
    if (identity?.workers && tab.loads.some((load) => load.id === identity.load))
      tab.workers = identity.workers.map((worker) => ({
        scope: keptUrl(worker.scope),
        scriptUrl: keptUrl(worker.scriptUrl),
        state: worker.state,
        openTabs: 0,
      }));
    for (const one of new Set([tab, ...sameOriginTabs(world, tab)])) look(one);
    // One that the browser itself has stopped is not blocked.
    const stopped = live === null || live.discarded || (live as { frozen?: boolean }).frozen;
    const silentForMs = stopped ? null : asking.silentForMs(tabId, Date.now());
    return { ...found, identity, silentForMs };
  };

  const report = async ({ tab, live, identity, silentForMs }: Fresh) => {
    const observation = await observationOf(tab, live, identity);
    const full: Report = buildReport(world, tab, await about(), Date.now(), observation);
    if (silentForMs !== null) full.limits.unshift(silentLimit(silentForMs));
    return { full: sources.into(full), observation };
  };

  const tabs = async (): Promise<TabSummary[]> => {
    await pages.flush(null, ANSWER_MS);
    const open = await browser.tabs.query({});
    const summaries: TabSummary[] = [];
    for (const live of open) {
      const known = world.tabs[live.id ?? -1];
      if (known) identify(known, live);
      else if (live.id !== undefined && mayObserve(live.url ?? ''))
        summaries.push(summarize(titled(live)));
    }
    for (const tab of Object.values(world.tabs)) {
      look(tab);
      summaries.push(summarize(tab));
    }
    return summaries.sort((a, b) => a.tabId - b.tabId);
  };

  const popup = async (tabId: number): Promise<PopupSnapshot> => {
    const known = await fresh(tabId);
    const { full, observation } = await report(known);
    const { tab, identity, silentForMs } = known;
    const others = sameOriginTabs(world, tab).filter((other) => other !== tab);
    return {
      observation,
      verdict: verdictOf(full, observation, silentForMs),
      report: full,
      siblings: others.map((other) => ({
        ...summarize(other),
        active: sortFindings(other.findings).filter((finding) => finding.until === null),
      })),
      catchingUp: isCatchingUp(),
      answered: identity !== undefined,
      silentForMs,
    };
  };

  /** Rejects with a sentence for a tab that is neither known nor open. */
  return async (request: Request): Promise<Requests[keyof Requests]['reply']> => {
    if (request.type === 'tabs') return tabs();
    if (request.type === 'popup') return popup(request.tabId);
    const known = await fresh(request.tabId);
    const { full } = await report(known);
    if (request.type === 'sources')
      return sources.resolve(full, [known.tab.url, ...known.tab.loads.map(({ url }) => url)]);
    return request.type === 'report' ? full : toMarkdown(full);
  };
};
