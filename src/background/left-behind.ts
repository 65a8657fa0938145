import { browser, type Tabs } from '../adapters/browser';
import { keptUrl, originOf } from '../core/address';
import { tabOf } from '../core/fold';
import { foldHandshake } from '../core/fold-handshake';
import { isWatched, LAST_WORDS_MS, loopIn } from '../core/left-behind';
import type { OriginState } from '../core/origin-state';
import {
  foldAct,
  foldActEnd,
  foldAlone,
  foldOpened,
  foldWorkerHandshake,
  originStateOf,
} from '../core/origins';
import type { TabState, World } from '../core/state';
import { isFramed } from './frames';
import { storeOf } from './store-of';
import { createTabless, type TablessRequest } from './tabless';

/** How often the frames of all tabs are looked through, while a worker is seen to go on. */
const FRAMES_MS = { known: 60_000, unclear: 10_000 };

interface Parts {
  world: World;
  gate: { handshake(by: { tabId: number; origin: string }, job: () => void): void };
  identify(tab: TabState, live: Tabs.Tab): TabState;
  /** Something of a tab has changed: it is kept, and looked at soon. */
  touched(tab: TabState): void;
  /** What is known of the service workers has changed. */
  changed(): void;
  /** Runs the detectors on a tab now. */
  look(tab: TabState): void;
}

/** A worker's request without the tab that it has not. */
type Act = TablessRequest & { socket: boolean };

/**
 * What service workers do when no tab of their origin is open. An origin whose last tab was closed is watched
 * for a while, and as long as its workers go on; then nothing is listened to.
 */
export const createLeftBehind = (parts: Parts) => {
  const { world, gate, identify, touched, changed, look } = parts;
  const tabsOf = ({ origin, store }: { origin: string; store: string }, open: boolean) =>
    Object.values(world.tabs).filter(
      (tab) => tab.open === open && tab.origin === origin && tab.store === store,
    );
  /** A finding has its place in the report of a closed tab: without one there is nothing to watch for. */
  const isToWatch = (state: OriginState, now: number): boolean =>
    isWatched(state, now) && tabsOf(state, false).length > 0;

  const began = (act: Act): void => {
    const state = originStateOf(world, act);
    if (state?.aloneSince == null) return;
    // In Firefox a shared worker has no tab either: it ends with its last page.
    const isTheirs = state.workers.some(({ scriptUrl }) => scriptUrl === act.script);
    if (act.script !== null && !isTheirs) return;
    foldAct(state, { ...act, url: keptUrl(act.url) });
    changed();
  };
  /** A page in a side bar is none of the tabs; its last words are those of the one that was closed. */
  const spoke = (request: TablessRequest): void => {
    const state = originStateOf(world, request);
    const { aloneSince = null } = state ?? {};
    if (!state || aloneSince === null || request.at < aloneSince + LAST_WORDS_MS) return;
    state.framed = { at: request.at, found: true };
    changed();
  };
  const ended = ({ id, url, at, ...whose }: TablessRequest): void => {
    const state = originStateOf(world, whose);
    if (state) foldActEnd(state, keptUrl(url), id, at);
  };
  const requests = createTabless({
    began: (request, byDocument) =>
      gate.handshake({ tabId: -1, origin: request.origin }, () => {
        if (byDocument) spoke(request);
        else began({ ...request, socket: false });
      }),
    ended: (request) => gate.handshake({ tabId: -1, origin: request.origin }, () => ended(request)),
  });

  // What a background that was stopped listened to wakes the next one in Chromium, until that takes it away. Firefox
  // forgets it with the background, and what is added here it remembers, removed or not.
  if (world.engine === 'chromium') requests.listen();

  /** The open tabs of an origin that have nothing to say, and so are not known. */
  const quietTabs = async ({ origin, store }: TablessRequest): Promise<TabState[]> => {
    const open = await browser.tabs.query({});
    const theirs = open.filter(
      (live) => originOf(live.url ?? '') === origin && storeOf(live) === store,
    );
    return theirs.map((live) => identify(tabOf(world, live.id ?? -1), live));
  };

  /** Origins that no known tab shows are asked for: a tab may have nothing to say. */
  const findAlone = async (now: number): Promise<void> => {
    const known = new Set<string>();
    for (const { open, origin } of Object.values(world.tabs)) if (open) known.add(origin);
    const unsure: OriginState[] = [];
    for (const state of Object.values(world.origins)) {
      if (known.has(state.origin)) {
        if (state.aloneSince === null) continue;
        foldOpened(state);
        changed();
      } else if (state.aloneSince === null || isToWatch(state, now)) unsure.push(state);
    }
    if (unsure.length === 0) return;
    const open = new Set((await browser.tabs.query({})).map(({ url = '' }) => originOf(url)));
    for (const state of unsure) {
      const wasAlone = state.aloneSince !== null;
      if (!open.has(state.origin)) foldAlone(world, state, now);
      else if (wasAlone) foldOpened(state);
      if (wasAlone !== (state.aloneSince !== null)) changed();
    }
  };

  /** A page may be blocked at the first time, and one with such a frame may come at any. */
  const findFrames = async (state: OriginState, now: number): Promise<void> => {
    const { framed } = state;
    if (framed && now - framed.at < (framed.found === null ? FRAMES_MS.unclear : FRAMES_MS.known))
      return;
    state.framed = { at: now, found: await isFramed(state.origin) };
    changed();
  };

  let beating = false;
  const beat = async (now: number): Promise<void> => {
    await findAlone(now);
    const watched = Object.values(world.origins).filter((state) => isToWatch(state, now));
    if (watched.length) requests.listen();
    else requests.rest();
    for (const state of watched) {
      if (!loopIn(state, now)) continue;
      await findFrames(state, now);
      for (const tab of tabsOf(state, false)) look(tab);
    }
  };

  return {
    /** Whether there is something to watch: the background's second goes on. */
    isBusy: (now: number): boolean =>
      Object.values(world.origins).some((state) => isToWatch(state, now)),
    /** Done at once while an earlier one goes on: pages are asked for their frames. */
    async beat(now: number): Promise<void> {
      if (beating) return;
      beating = true;
      await beat(now).catch(() => {
        // The browser is closing.
      });
      beating = false;
    },
    /** A handshake of a worker without a tab: it is all of its origin's open tabs', or else its closed tabs'. */
    async handshake(request: TablessRequest): Promise<void> {
      const { id, script, url, at } = request;
      let theirs = tabsOf(request, true);
      if (theirs.length === 0 && originStateOf(world, request)?.aloneSince == null)
        theirs = await quietTabs(request);
      if (theirs.length === 0) {
        began({ ...request, socket: true });
        theirs = tabsOf(request, false);
      }
      if (theirs.length && script !== null) {
        foldWorkerHandshake(world, request, script);
        changed();
      }
      for (const tab of theirs) {
        foldHandshake(tab, url, at, { id, frameId: null });
        touched(tab);
      }
    },
    handshakeEnd: ended,
  };
};
