import { BEFOREHAND, FIVE, HAS_RUN, socketsOf, talksOn } from './claims.mjs';

/* A tab is moved, pinned, copied, or shows a page that was there before anybody went to it. */

const ALL = { created: 5, live: 5 };
/** @typedef {any} Api the extension's own `browser` */

/**
 * @param {string} name
 * @param {(tabId: number) => Promise<unknown>} act runs in a page of the extension
 * @returns {import('./claims.mjs').Fault}
 */
const moved = (name, act) => ({
  name,
  long: true,
  async run(stage) {
    const { session, lab, open, claim } = stage;
    const { tabId } = await open(FIVE);
    await claim('it is seen before', ALL, () => socketsOf(session, tabId));
    await session.evaluateInExtension(act, tabId);
    await talksOn(stage);
    await claim('it is counted as before', ALL, () => socketsOf(session, tabId));
    await claim('as the server has it', lab.counts().messagesIn > 0, async () => {
      const { endpoints } = await session.report(tabId);
      const sent = endpoints.reduce((sum, row) => sum + row.messagesOut, 0);
      return sent > 0 && Math.abs(sent - lab.counts().messagesIn) <= 5;
    });
    await claim('nothing is found', [], async () => (await session.report(tabId)).findings);
  },
});

/** @type {import('./claims.mjs').Fault} */
const duplicated = {
  name: 'the tab is duplicated',
  async run({ session, lab, open, claim }) {
    const { tabId } = await open(FIVE);
    await claim('it is seen before', ALL, () => socketsOf(session, tabId));
    const copy = await session.evaluateInExtension(
      async (id) => (await /** @type {Api} */ (globalThis).browser.tabs.duplicate(id)).id,
      tabId,
    );
    await claim('the copy is counted for itself', ALL, () => socketsOf(session, copy));
    await claim('and the first one as before', ALL, () => socketsOf(session, tabId));
    await claim('as the server has both', 10, () => lab.counts().open);
    await session.evaluateInExtension(
      (id) => /** @type {Api} */ (globalThis).browser.tabs.remove(id),
      copy,
    );
    await claim('closed, it holds nothing', { created: 5, live: 0 }, () =>
      socketsOf(session, copy),
    );
    await claim('and the first one as before', ALL, () => socketsOf(session, tabId));
  },
};

/** @param {string} url */
const speculate = (url) => `{
  const rules = document.createElement('script');
  rules.type = 'speculationrules';
  rules.id = 'rules';
  rules.textContent = JSON.stringify({ prerender: [{ urls: ['${url}'], eagerness: 'immediate' }] });
  document.head.append(rules);
  undefined
}`;

/** @type {import('./claims.mjs').Fault} */
const prerendered = {
  name: 'a page is rendered before anybody goes there',
  onlyIn: 'chrome',
  async run({ session, lab, asked, open, claim }) {
    const { page, tabId } = await open('/pages/plain.html');
    const one = { created: 1, live: 1 };
    await page.evaluate(`globalThis.own = new WebSocket('${lab.wsOrigin}/own'); undefined`);
    await claim('its own is seen before', one, () => socketsOf(session, tabId));
    await page.evaluate(speculate(BEFOREHAND));
    await claim('it is rendered, and has had its time', true, () => asked.includes(HAS_RUN));
    await claim('nothing of it is charged to this one', one, () => socketsOf(session, tabId));
    await page.evaluate(`setTimeout(() => { location.href = '${BEFOREHAND}' })`);
    await claim('gone to, it is counted', { created: 6, live: 5 }, () => socketsOf(session, tabId));
    await claim('as the server has it', 5, () => lab.counts().open - lab.counts('/own').open);
    await claim('as one document', 0, async () => {
      const { endpoints } = await session.report(tabId);
      return endpoints.reduce((sum, { unattributed }) => sum + (unattributed ?? 0), 0);
    });
  },
};

/** @type {import('./claims.mjs').Fault} */
const neverSeen = {
  name: 'a page is rendered beforehand, and nobody goes there',
  onlyIn: 'chrome',
  async run({ session, lab, asked, open, claim }) {
    const { page, tabId } = await open('/pages/plain.html');
    const one = { created: 1, live: 1 };
    await page.evaluate(`globalThis.own = new WebSocket('${lab.wsOrigin}/own'); undefined`);
    await claim('its own is seen before', one, () => socketsOf(session, tabId));
    await page.evaluate(speculate(BEFOREHAND));
    await claim('it is rendered, and has had its time', true, () => asked.includes(HAS_RUN));
    await claim('nothing of it is charged to this one', one, () => socketsOf(session, tabId));
    // Going elsewhere ends it.
    await page.goto(`${lab.origin}/pages/plain.html?elsewhere`);
    await claim('nor was it ever', { created: 1, live: 0 }, () => socketsOf(session, tabId));
  },
};

/** @type {import('./claims.mjs').Fault} */
const hanging = {
  name: 'a handshake hangs',
  async run({ session, lab, open, claim }) {
    const { page, tabId } = await open('/pages/plain.html');
    await page.evaluate(
      `globalThis.own = new WebSocket('${lab.wsOrigin}/hang?mode=hang'); undefined`,
    );
    await claim('it is counted with its address', [1, 1, 0], async () => {
      const [row] = (await session.report(tabId)).endpoints;
      return [row?.attempts, row?.live, row?.unattributed];
    });
  },
};

export const MOVED = [
  moved('the tab is moved to another window', (id) =>
    /** @type {Api} */ (globalThis).browser.windows.create({ tabId: id }),
  ),
  moved('the tab is pinned', (id) =>
    /** @type {Api} */ (globalThis).browser.tabs.update(id, { pinned: true }),
  ),
  duplicated,
  prerendered,
  neverSeen,
  hanging,
];
