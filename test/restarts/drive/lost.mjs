import { inBrowserScope } from './browser-scope.mjs';
import { FIVE, observationOf, socketsOf } from './claims.mjs';

/* A tab loses its page, and gets it back. */

/** @typedef {import('../../../src/cli/launch.mjs').Session} Session */

/** @param {Session} session @param {import('puppeteer-core').Page} page @param {string} url */
async function crash(session, page, url) {
  if (session.kind === 'chrome') {
    page.goto('chrome://crash').catch(() => {});
    return;
  }
  const pid = Number(
    await inBrowserScope(
      session,
      `gBrowser.browsers.find((one) => one.currentURI.spec === '${url}').browsingContext.currentWindowGlobal.osPid`,
    ),
  );
  // The process of that page alone: another site has another.
  if (pid > 1) process.kill(pid, 'SIGKILL');
}

/** @type {import('./claims.mjs').Fault} */
const crashed = {
  name: 'the page’s process is killed',
  async run({ session, lab, open, claim }) {
    const { page, tabId } = await open(FIVE);
    await claim('it is seen before', { created: 5, live: 5 }, () => socketsOf(session, tabId));
    await crash(session, page, lab.origin + FIVE);
    await claim('nothing lives', { created: 5, live: 0 }, () => socketsOf(session, tabId));
    // Firefox shows an error page, which no extension can tell from others: that nothing is seen is all it tells.
    const said = session.kind === 'chrome' ? 'crashed' : 'reload';
    await claim('it is said', said, () => observationOf(session, tabId));
    await session.evaluateInExtension(
      (id, url) => /** @type {any} */ (globalThis).browser.tabs.update(id, { url }),
      tabId,
      lab.origin + FIVE,
    );
    await claim('loaded again, all is counted on', { created: 10, live: 5 }, () =>
      socketsOf(session, tabId),
    );
    await claim('as the server has it', 5, () => lab.counts().open);
  },
};

/** @type {import('./claims.mjs').Fault} */
const discarded = {
  name: 'the tab is unloaded by the browser, and restored',
  long: true,
  async run({ session, lab, open, claim }) {
    const { tabId } = await open(FIVE);
    await claim('it is seen before', { created: 5, live: 5 }, () => socketsOf(session, tabId));
    // A tab that is in front is not unloaded.
    const other = await session.browser.newPage();
    /** Chromium gives it another id. */
    const now = await session.evaluateInExtension(async (id) => {
      const { tabs } = /** @type {any} */ (globalThis).browser;
      const tab = await tabs.discard(id);
      return tab?.id ?? id;
    }, tabId);
    if (session.kind === 'firefox')
      await claim('it is said', 'discarded', () => observationOf(session, now));
    await session.evaluateInExtension(
      (id) => /** @type {any} */ (globalThis).browser.tabs.update(id, { active: true }),
      now,
    );
    await claim('restored, all is counted on', { created: 10, live: 5 }, () =>
      socketsOf(session, now),
    );
    await claim('as the server has it', 5, () => lab.counts().open);
    await claim('it is one tab', 1, async () => {
      const tabs = await session.tabs();
      return tabs.filter(({ url, open: isOpen }) => isOpen && url === lab.origin + FIVE).length;
    });
    await other.close();
  },
};

/** Runs in the page: keeps what it makes, and tells whether the page came back from the cache. */
const KEEP = `
  globalThis.contexts = [1, 2, 3].map(() => new AudioContext());
  globalThis.sockets = ['/a', '/b'].map((path) => new WebSocket(location.origin.replace('http', 'ws') + path));
  addEventListener('pageshow', ({ persisted }) => { globalThis.cameBack = persisted; });
`;
const TRUTH = `JSON.stringify({
  cached: globalThis.cameBack === true,
  contexts: globalThis.contexts?.filter(({ state }) => state !== 'closed').length ?? 0,
  sockets: globalThis.sockets?.filter(({ readyState }) => readyState < 3).length ?? 0,
})`;

/** @type {import('./claims.mjs').Fault} */
const cached = {
  name: 'the page goes into the back/forward cache and comes back',
  async run({ session, lab, open, claim }) {
    const { page, tabId } = await open('/pages/plain.html');
    const live = async () => {
      const { audioContext, webSocket } = (await session.report(tabId)).resources;
      return [audioContext.live, webSocket.live];
    };
    const created = async () => {
      const { audioContext, webSocket } = (await session.report(tabId)).resources;
      return [audioContext.created, webSocket.created];
    };
    await page.evaluate(KEEP);
    await claim('it is seen before', [3, 2], live);
    // By the page itself: what is typed into the address line of a driven browser is another kind of visit.
    await page.evaluate(`setTimeout(() => { location.href = '/pages/mic-only.html?off' })`);
    await claim('away, nothing of it lives', [0, 0], live);
    await page.evaluate('setTimeout(() => { history.back() })');
    await claim('it is there again', `${lab.origin}/pages/plain.html`, async () => {
      await page.evaluate('0');
      return (await session.report(tabId)).tab.url;
    });
    const truth = JSON.parse(String(await page.evaluate(TRUTH)));
    await claim('what lives is what the page has', [truth.contexts, truth.sockets], live);
    await claim('nothing was counted twice', [3, 2], created);
    await page.evaluate('void new AudioContext()');
    await claim('and it is counted on', [4, 2], created);
  },
};

export const LOST = [crashed, discarded, cached];
