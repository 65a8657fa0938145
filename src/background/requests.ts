import { browser, type Tabs } from '../adapters/browser';
import { keptUrl, originOf } from '../core/address';
import { buildReport, summarize } from '../core/build-report';
import { sameOriginTabs, sortFindings } from '../core/detect';
import { silentLimit } from '../core/limits';
import { toMarkdown } from '../core/markdown';
import type { Report, TabSummary } from '../core/report';
import { leftBehindIn, withOpenTabs } from '../core/service-workers';
import { createTab, type TabState, type World } from '../core/state';
import { verdictOf } from '../core/verdict';
import type { BridgeIdentity } from '../protocol/facts';
import type { PopupSnapshot, Question, Requests } from '../protocol/messages';
import { about } from './about';
import { createAsking } from './asking';
import { isInCall } from './close-others';
import type { History } from './history/history';
import { createPastTabs } from './history/past-tabs';
import type { createInventory } from './inventory';
import { mayObserve, observationOf } from './observation';
import type { Pages } from './pages';
import type { Choice } from './site-choice';
import { fetchText } from './sources/fetch-text';
import { createSources } from './sources/sources';

/** How long a page may take to say what is new before the answer goes out without it. */
const ANSWER_MS = 400;

/** What is waited for is not measured by a clock that may be set meanwhile. */
const steady = (): number => performance.now();

/** No browser has a tab with a negative number: some throw at the question. */
export const liveTab = async (tabId: number): Promise<Tabs.Tab | null> =>
  tabId < 0 ? null : browser.tabs.get(tabId).catch(() => null);

export const unknownTab = (tabId: number): Error =>
  new Error(`Whylag knows no tab with the id ${tabId}.`);

/** What a question about one tab is answered from. */
interface Fresh {
  tab: TabState;
  live: Tabs.Tab | null;
  /** All tabs that are open, of its window's kind: private ones share nothing with the others. */
  open: Tabs.Tab[];
  identity: BridgeIdentity | null | undefined;
  silentForMs: number | null;
}

interface Parts {
  world: World;
  pages: Pages;
  identify(tab: TabState, live: Tabs.Tab): TabState;
  paused: Pick<Choice, 'has' | 'isOnly' | 'told'>;
  inventory: Pick<ReturnType<typeof createInventory>, 'read'>;
  /** Runs the detectors on these tabs now, and keeps what they find. */
  look(tabs: Iterable<TabState>): void;
  isCatchingUp(): boolean;
  /** Closed tabs that memory does not know any more. */
  history: History;
}

/** Answers what extension pages ask. Every answer is what is known at that moment. */
export const createRequests = (parts: Parts) => {
  const { world, pages, identify, paused, inventory, look, isCatchingUp } = parts;
  const past = createPastTabs(parts.history, world, Date.now);
  const asking = createAsking(pages, steady);
  const sources = createSources(fetchText, steady);

  const titled = (live: Tabs.Tab): TabState => identify(createTab(live.id ?? -1), live);
  const isOut = ({ url = '' }: Tabs.Tab): boolean => mayObserve(url) && paused.has(originOf(url));

  /** A tab that is known or at least open; anything else is an error that says so. */
  const find = async (tabId: number): Promise<{ tab: TabState; live: Tabs.Tab | null }> => {
    const live = await liveTab(tabId);
    const known = world.tabs[tabId];
    if (!known && !live) throw unknownTab(tabId);
    if (known && live) identify(known, live);
    return { tab: known ?? titled(live as Tabs.Tab), live };
  };

  /** A tab that is neither open nor in memory, as the history has it; nothing of it changes any more. */
  const closed = async (tabId: number): Promise<Fresh | null> => {
    if (world.tabs[tabId] || (await liveTab(tabId))) return null;
    const tab = await past.tab(tabId);
    if (!tab) return null;
    // Private ones are never kept.
    const open = (await browser.tabs.query({})).filter(({ incognito }) => !incognito);
    return { tab, live: null, open, identity: null, silentForMs: null };
  };

  const fresh = async (tabId: number): Promise<Fresh> => {
    const before = await closed(tabId);
    if (before) return before;
    if (tabId < 0) throw unknownTab(tabId);
    // It makes a page tell what it has gathered, too, whose line is not open yet.
    const loads = world.tabs[tabId]?.loads ?? [];
    const isStranger = !loads.some(({ frameId, gone }) => frameId === 0 && !gone);
    const identity = await asking.who(tabId, ANSWER_MS, isStranger);
    // A page that is blocked says nothing here either: its answer would only come later.
    if (identity !== undefined) await pages.flush(tabId, ANSWER_MS);
    const found = await find(tabId);
    const { tab, live } = found;
    if (identity) await inventory.read(tab, ANSWER_MS);
    look(new Set([tab, ...sameOriginTabs(world, tab)]));
    // One that the browser itself has stopped is not blocked.
    const stopped = live === null || live.discarded || (live as { frozen?: boolean }).frozen;
    const silentForMs = stopped ? null : asking.silentForMs(tabId, steady());
    const all = await browser.tabs.query({});
    const open = all.filter((one) => !live || one.incognito === live.incognito);
    return { ...found, open, identity, silentForMs };
  };

  const report = async ({ tab, live, open, identity, silentForMs }: Fresh) => {
    const observation = await observationOf(tab, live, identity);
    const full: Report = buildReport(world, tab, await about(), Date.now(), observation);
    const urls = open.map(({ url = '' }) => url);
    full.serviceWorkers = withOpenTabs(full.serviceWorkers, urls);
    if (silentForMs !== null) full.limits.unshift(silentLimit(silentForMs));
    return { full: sources.into(full), observation };
  };

  const tabs = async (): Promise<TabSummary[]> => {
    await pages.flush(null, ANSWER_MS);
    const open = await browser.tabs.query({});
    const summaries: TabSummary[] = [];
    const out = new Set(open.filter(isOut).map(({ id }) => id));
    for (const live of open) {
      const known = world.tabs[live.id ?? -1];
      if (out.has(live.id)) continue;
      if (known) identify(known, live);
      else if (live.id !== undefined && mayObserve(live.url ?? ''))
        summaries.push(summarize(titled(live)));
    }
    look(Object.values(world.tabs));
    for (const tab of Object.values(world.tabs)) {
      // Its history is of other sites, which it may return to.
      if (out.has(tab.tabId)) continue;
      summaries.push(summarize(tab));
    }
    summaries.push(...(await past.summaries()));
    return summaries.sort((a, b) => a.tabId - b.tabId);
  };

  /** What there is to say of a tab that shows a site that is not observed: why. */
  const pausedPopup = async (live: Tabs.Tab): Promise<PopupSnapshot> => {
    const tab = createTab(live.id ?? -1);
    Object.assign(tab, { url: keptUrl(live.url ?? ''), origin: originOf(live.url ?? '') });
    const observation = paused.isOnly() ? 'unchosen' : 'paused';
    const full = buildReport(world, tab, await about(), Date.now(), observation);
    return {
      observation,
      verdict: verdictOf(full, observation),
      report: full,
      siblings: [],
      leftBehind: [],
      catchingUp: false,
      answered: true,
      silentForMs: null,
      sites: paused.told(live.incognito),
      history: await past.state(),
    };
  };

  const popup = async (tabId: number): Promise<PopupSnapshot> => {
    const known = await fresh(tabId);
    const { full, observation } = await report(known);
    const { tab, open, identity, silentForMs } = known;
    const lives = new Map(open.map((live) => [live.id, live]));
    const others = sameOriginTabs(world, tab).filter((other) => other !== tab);
    return {
      observation,
      verdict: verdictOf(full, observation, silentForMs),
      report: full,
      siblings: others
        .map((other) => ({
          ...summarize(other),
          active: sortFindings(other.findings).filter((finding) => finding.until === null),
          pinned: lives.get(other.tabId)?.pinned === true,
          audible: lives.get(other.tabId)?.audible === true,
          inCall: isInCall(other, lives.get(other.tabId)),
        }))
        // Those with findings first: of very many not all are drawn.
        .sort((a, b) => b.active.length - a.active.length),
      leftBehind: leftBehindIn(world, tab.origin),
      catchingUp: isCatchingUp(),
      answered: identity !== undefined,
      silentForMs,
      sites: paused.told(known.live?.incognito === true),
      history: await past.state(),
    };
  };

  /** Rejects with a sentence for a tab that is neither known nor open, or shows a paused site. */
  return async (request: Question): Promise<Requests[Question['type']]['reply']> => {
    if (request.type === 'tabs') return tabs();
    if (request.type === 'history') return past.list(request);
    if (request.type === 'span') return past.span(request);
    const live = await liveTab(request.tabId);
    if (live && isOut(live)) {
      if (request.type === 'popup') return pausedPopup(live);
      const site = originOf(live.url ?? '') || 'this page';
      throw new Error(
        paused.isOnly()
          ? `Whylag observes chosen sites only, and ${site} is none of them.`
          : `Whylag is paused on ${site}: nothing in its tabs is counted.`,
      );
    }
    if (request.type === 'popup') return popup(request.tabId);
    const known = await fresh(request.tabId);
    const { full } = await report(known);
    if (request.type === 'sources')
      return sources.resolve(full, [known.tab.url, ...known.tab.loads.map(({ url }) => url)]);
    return request.type === 'report' ? full : toMarkdown(full);
  };
};
