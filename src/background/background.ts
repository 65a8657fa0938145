/*
 * The background: takes what the bridges send, folds it into one state for all tabs, looks for
 * findings once a second while any page is talking, and answers the views.
 *
 * It may be stopped at any moment. Listeners are registered at the top level, synchronously; what
 * they hear waits until the state of the last run is read back. Pages speak in absolute numbers, so
 * what a stop loses is said again.
 */
import { browser, type Runtime } from '../adapters/browser';
import { createSessionStore } from '../adapters/session-store';
import { detect } from '../core/detect';
import { foldBatch, foldClosed, foldGone, tabOf } from '../core/fold';
import { foldHandshake, foldHandshakeEnd } from '../core/fold-handshake';
import { foldMain } from '../core/fold-main';
import { takeSample } from '../core/sample';
import { createWorld, type TabState } from '../core/state';
import { settleTurns } from '../core/turns';
import { asBridgeMessage, asRequest } from '../protocol/guards';
import { engineHere } from './about';
import { forgetBadge, showBadge } from './badge';
import { listenToHandshakes } from './handshakes';
import { listenToPages } from './pages';
import { createPulse } from './pulse';
import { renumber } from './renumber';
import { createRequests, identify } from './requests';
import { createStoredWorld } from './stored-world';
import { createTabEvents } from './tab-events';
import { within } from './within';

/** What a page that is not blocked needs to answer, with room to spare. */
const CATCH_UP_MS = 3000;

const world = createWorld(engineHere());
const stored = createStoredWorld(createSessionStore(), world);

let catchingUp = true;
/** What was heard before the state of the last run was back, in order. */
let early: (() => void)[] | null = [];
const whenReady = (job: () => void): void => {
  if (early) early.push(job);
  else job();
};

const touched = (tab: TabState): void => {
  if (tab.url === '') {
    browser.tabs.get(tab.tabId).then(
      (live) => identify(tab, live),
      () => {},
    );
  }
  stored.save(tab, Date.now());
  void pulse.wake();
};

const pages = listenToPages({
  message: (tabId, frameId, message) =>
    whenReady(() => {
      const tab = tabOf(world, tabId);
      const now = Date.now();
      if (message.type === 'batch') {
        const isNew = !tab.loads.some((load) => load.id === message.load);
        const complete = foldBatch(tab, frameId, message.load, message.url, message.batch, now);
        if (!complete) pages.full(message.load);
        // Its load has cleared the badge, and frames of the page before it may have gone, while nobody listened.
        if (isNew && frameId === 0) {
          forgetBadge(tabId);
          void verify(tab);
        }
      } else if (message.type === 'main')
        foldMain(tab, message.load, message.main, message.usedBytes);
      else if (message.type === 'gone') foldGone(tab, message.load);
      if (message.type !== 'idle') touched(tab);
    }),
  lost: (tabId, load) =>
    whenReady(() => {
      const tab = world.tabs[tabId];
      if (!tab) return;
      foldGone(tab, load);
      touched(tab);
    }),
  refused: (tabId) =>
    whenReady(() => {
      tabOf(world, tabId).dropped++;
    }),
});

listenToHandshakes({
  began: (tabId, url, at, handshake) =>
    whenReady(() => {
      const tab = tabOf(world, tabId);
      foldHandshake(tab, url, at, handshake);
      touched(tab);
    }),
  ended: (tabId, url, at, end) =>
    whenReady(() => {
      const tab = world.tabs[tabId];
      if (tab) foldHandshakeEnd(tab, url, at, end);
    }),
});

const tabEvents = createTabEvents({
  closed: (tabId) =>
    whenReady(() => {
      forgetBadge(tabId);
      const tab = world.tabs[tabId];
      if (!tab) return;
      foldClosed(tab, Date.now());
      look();
      stored.save(tab, Date.now());
    }),
  changed: (tabId, change, live) =>
    whenReady(() => {
      if (change.status === 'loading') forgetBadge(tabId);
      const tab = world.tabs[tabId];
      if (tab && (change.url || change.title || change.status)) {
        identify(tab, live);
        showBadge(tab);
      }
    }),
});

// Chromium gives a tab that it unloads another id.
browser.tabs.onReplaced?.addListener((now, before) =>
  whenReady(() => {
    forgetBadge(before);
    if (!renumber(world, before, now)) return;
    stored.forget(before);
    lookAt(tabOf(world, now));
  }),
);

const answer = createRequests(world, pages, lookAt, () => catchingUp);

browser.runtime.onMessage.addListener((value: unknown, sender: Runtime.MessageSender) => {
  if (sender.id !== browser.runtime.id) return undefined;
  // Only the extension's own pages ask; a content script has the page's address.
  if (sender.url?.startsWith(browser.runtime.getURL(''))) {
    const request = asRequest(value);
    if (!request) return undefined;
    return new Promise((resolve, reject) => {
      whenReady(() => {
        pulse
          .wake()
          .then(() => answer(request))
          .then(resolve, reject);
      });
    });
  }
  const message = asBridgeMessage(value);
  const tabId = sender.tab?.id;
  if (message?.type === 'gone' && tabId !== undefined)
    whenReady(() => {
      const tab = world.tabs[tabId];
      if (!tab) return;
      foldGone(tab, message.load);
      touched(tab);
    });
  return undefined;
});

/** Runs the detectors on one tab and keeps what they find. */
function lookAt(tab: TabState): void {
  const now = Date.now();
  detect(world, tab, now);
  showBadge(tab);
  // One that was only asked about has no state to keep.
  if (world.tabs[tab.tabId] === tab) stored.save(tab, now);
}

/** One look at every tab that may have changed: a sample, the findings, the badge. */
const look = (): void => {
  for (const tab of Object.values(world.tabs)) {
    if (tab.open) {
      settleTurns(tab, Date.now());
      takeSample(tab, Date.now());
    }
    if (tab.open || tab.findings.some((finding) => finding.until === null)) lookAt(tab);
  }
};

/** Compares what was known with the tabs that are there now: some were closed or moved while nobody listened. */
const settle = async (): Promise<void> => {
  // One that is opened meanwhile may not be in the answer.
  const known = Object.values(world.tabs);
  const open = new Map((await browser.tabs.query({})).map((live) => [live.id ?? -1, live]));
  for (const tab of known) {
    const live = open.get(tab.tabId);
    if (live) identify(tab, live);
    else if (tab.open) foldClosed(tab, Date.now());
  }
};

const pulse = createPulse({ look, settle, isBusy: () => pages.connected() > 0, tabEvents });

/**
 * Asks the documents of a tab that have no line to us whether they are still there. A blocked one
 * answers late, and is taken to be there until then: do not wait for this without a limit.
 */
const verify = async (tab: TabState): Promise<void> => {
  const silent = tab.loads.filter((load) => !load.gone && !pages.isConnected(load.id));
  await Promise.all(
    silent.map(async (load) => {
      const identity = await pages.who(tab.tabId, load.frameId, load.lastSeq);
      if (identity?.load !== load.id && !pages.isConnected(load.id)) load.gone = true;
    }),
  );
};

/** Finds out which pages of the last run are still there. */
const catchUp = async (): Promise<void> => {
  await pulse.wake();
  const open = Object.values(world.tabs).filter((tab) => tab.open);
  await within(Promise.all(open.map(verify)), CATCH_UP_MS);
};

stored
  .load()
  .catch(() => {
    // An unreadable store is an empty one: the pages say everything again.
  })
  .then(() => {
    const jobs = early ?? [];
    early = null;
    for (const job of jobs) job();
    return catchUp();
  })
  .catch(() => {
    // A tab that was closed while it was asked; the next look sees it.
  })
  .finally(() => {
    catchingUp = false;
    look();
  });
