/*
 * The background: takes what the bridges send, folds it into one state for all tabs, looks for
 * findings once a second while any page is talking, and answers the views.
 *
 * It may be stopped at any moment. Listeners are registered at the top level, synchronously; what
 * they hear waits until the state of the last run is read back. Pages speak in absolute numbers, so
 * what a stop loses is said again.
 */
import { browser, type Runtime } from '../adapters/browser';
import { keptValue } from '../adapters/kept-value';
import { onThisClock } from '../core/clock';
import { detect, neighboursIn } from '../core/detect';
import { foldBatch, foldClosed, foldGone, tabOf } from '../core/fold';
import { foldMain } from '../core/fold-main';
import { takeSample } from '../core/sample';
import { createWorld, type TabState } from '../core/state';
import { settleTurns } from '../core/turns';
import { engineHere } from './about';
import { forgetBadge, showBadge } from './badge';
import { createClock } from './clock';
import { createCommands, isCommand } from './commands';
import { createGate } from './gate';
import { createIdentify } from './identify';
import { createInbox } from './inbox';
import { createInventory } from './inventory';
import { createKept } from './kept';
import { createLeftBehind } from './left-behind';
import { listenToNetwork } from './network';
import { listenToPages } from './pages';
import { createPaused } from './paused';
import { createPausing } from './pausing';
import { createPulse } from './pulse';
import { renumber } from './renumber';
import { createRequests } from './requests';
import { createChoice } from './site-choice';
import { createStart } from './start';
import { createStillThere } from './still-there';
import { createTabEvents } from './tab-events';
import { within } from './within';

/** What a page that is not blocked needs to answer, with room to spare. */
const CATCH_UP_MS = 3000;

const world = createWorld(engineHere());
const paused = createChoice(
  createPaused(keptValue('local', 'paused'), keptValue('session', 'paused')),
  keptValue('local', 'only'),
  keptValue('session', 'only'),
);
const identify = createIdentify(paused.has);

const { whenReady, isCatchingUp, begin } = createStart();
const clock = createClock(
  (jump) => stored.jumped(jump),
  () => pages.connected() > 0,
);
const stored = createKept(world, clock);

const touched = (tab: TabState): void => {
  if (tab.url === '') {
    browser.tabs.get(tab.tabId).then(
      (live) => identify(tab, live),
      () => {},
    );
  }
  stored.save(tab, clock());
  void pulse.wake();
};

/** A page load has ended, or its line has. */
const lost = (tabId: number, load: string): void => {
  const tab = world.tabs[tabId];
  if (!tab) return;
  foldGone(tab, load);
  touched(tab);
};

const gate = createGate({
  paused,
  whenReady,
  refused: (tabId, from) => {
    pages.stop(from);
    if (paused.has(from.top)) return;
    const tab = tabOf(world, tabId);
    tab.pausedFrames = true;
    touched(tab);
  },
});

const pages = listenToPages({
  message: (tabId, frameId, message, from) =>
    gate.document(tabId, from, () => {
      const tab = tabOf(world, tabId);
      tab.isPrivate = from.isPrivate;
      const now = clock();
      if (message.type === 'batch') {
        const told = onThisClock(message.batch, clock.jump(), now);
        const isNew = !tab.loads.some((load) => load.id === message.load);
        const complete = foldBatch(tab, frameId, message.load, message.url, told, now);
        if (!complete) pages.full(message.load);
        // Its load has cleared the badge, and frames of the page before it may have gone, while nobody listened.
        if (isNew && frameId === 0) {
          forgetBadge(tabId);
          void stillThere.verify(tab);
        }
      } else if (message.type === 'main') {
        const told = onThisClock(message.main, clock.jump(), now);
        foldMain(tab, message.load, told, message.usedBytes, now);
      } else if (message.type === 'gone') foldGone(tab, message.load);
      if (message.type !== 'idle') touched(tab);
    }),
  lost: (tabId, load) => whenReady(() => lost(tabId, load)),
  refused: (tabId, from) =>
    gate.document(tabId, from, () => {
      tabOf(world, tabId).dropped++;
    }),
});

const inventory = createInventory({ world, isPaused: paused.has, changed: stored.saveOrigins });
const leftBehind = createLeftBehind({
  world,
  gate,
  identify,
  touched,
  changed: stored.saveOrigins,
  look: lookAt,
});
listenToNetwork({ world, gate, touched, leftBehind });

const tabEvents = createTabEvents({
  closed: (tabId) =>
    whenReady(() => {
      forgetBadge(tabId);
      const tab = world.tabs[tabId];
      if (!tab) return;
      foldClosed(tab, clock());
      look();
      stored.save(tab, clock());
    }),
  changed: (tabId, change, live) =>
    whenReady(() => {
      if (change.status === 'loading') forgetBadge(tabId);
      const tab = world.tabs[tabId];
      if (tab && change.status === 'loading') tab.pausedFrames = false;
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
    stored.moved(before, now);
    lookAt(tabOf(world, now));
  }),
);

const stillThere = createStillThere({ world, pages, identify, now: clock });
const pause = createPausing({ world, pages, paused, stored });
const command = createCommands({ world, inventory, pause, pages, kept: stored });
const answer = createRequests({
  world,
  pages,
  identify,
  paused,
  inventory,
  look: (tabs) => {
    const neighbours = neighboursIn(world);
    for (const tab of tabs) lookAt(tab, neighbours);
  },
  isCatchingUp,
  history: stored.history,
});

const inbox = createInbox({
  id: browser.runtime.id,
  home: browser.runtime.getURL(''),
  ask: (request) =>
    new Promise((resolve, reject) => {
      whenReady(() => {
        pulse
          .wake()
          .then<unknown>(() => (isCommand(request) ? command(request) : answer(request)))
          .then(resolve, reject);
      });
    }),
  gone: (tabId, load) => whenReady(() => lost(tabId, load)),
});
browser.runtime.onMessage.addListener((value: unknown, sender: Runtime.MessageSender) =>
  inbox(value, sender),
);

/** Runs the detectors on one tab and keeps what they find. */
function lookAt(tab: TabState, neighbours = neighboursIn(world), now = clock()): void {
  detect(world, tab, now, neighbours(tab));
  showBadge(tab);
  // One that was only asked about has no state to keep.
  if (world.tabs[tab.tabId] === tab) stored.saveLook(tab, now);
}

/** One look at every tab that may have changed: a sample, the findings, the badge. */
const look = (): void => {
  const now = clock();
  if (navigator.onLine === false) world.offlineAt = now;
  const neighbours = neighboursIn(world);
  for (const tab of Object.values(world.tabs)) {
    if (tab.open) {
      settleTurns(tab, now);
      takeSample(tab, now);
    }
    if (tab.open || tab.findings.some(({ until }) => until === null)) lookAt(tab, neighbours, now);
  }
  inventory.beat(now);
  void leftBehind.beat(now);
  stored.beat();
};

const pulse = createPulse({
  look,
  settle: () => stillThere.settle().then(stored.dropPrivate),
  isBusy: () => pages.connected() > 0 || leftBehind.isBusy(clock()),
  tabEvents: { ...tabEvents, rest: () => stored.hasPrivate() || tabEvents.rest() },
});

begin(
  async () => {
    const [{ missing, savedAt }] = await Promise.all([
      stored.load(),
      paused.load().catch(() => {}),
    ]);
    if (savedAt !== null && savedAt > Date.now()) clock.wentBack(savedAt);
    if (missing) void stillThere.askStrangers().then(stored.complete);
  },
  /** Finds out which pages of the last run are still there. */
  async () => {
    await pulse.wake();
    const open = Object.values(world.tabs).filter((tab) => tab.open);
    await within(Promise.all(open.map(stillThere.verify)), CATCH_UP_MS);
  },
  look,
);
