import { backgroundStopper } from './background.mjs';
import { socketsOf } from './claims.mjs';

/*
 * What the background has kept for the next one is not what it was, or could not be kept at all. The pages say
 * nothing by themselves meanwhile: their sockets are idle.
 */

/** @typedef {any} Api the extension's own `browser` */
/** @typedef {import('./claims.mjs').Stage} Stage */

const IDLE = `globalThis.own = ['/a', '/b', '/c'].map((path) => new WebSocket(location.origin.replace('http', 'ws') + path)); undefined`;
const THREE = { created: 3, live: 3 };

/**
 * Stopped, and not started again by anybody before `meanwhile` has come to its end.
 *
 * @param {Stage} stage
 * @param {() => Promise<unknown>} meanwhile
 */
async function whileStopped({ session, claim }, meanwhile) {
  const stop = await backgroundStopper(session);
  await claim('the background is stopped', true, stop);
  await meanwhile();
}

/** @param {Stage} stage @param {number} tabId */
async function isKnown({ session, claim }, tabId) {
  await claim('the list of tabs has them', 3, async () => {
    const tabs = await session.tabs();
    return tabs.find((tab) => tab.tabId === tabId)?.live.webSocket;
  });
  await claim('and so has the report', THREE, () => socketsOf(session, tabId));
}

/** @type {import('./claims.mjs').Fault} */
const garbage = {
  name: 'what was kept is garbage, or of another version',
  async run(stage) {
    const { session, open, claim } = stage;
    const { page, tabId } = await open('/pages/plain.html');
    await page.evaluate(IDLE);
    await claim('it is seen before', THREE, () => socketsOf(session, tabId));
    await whileStopped(stage, () =>
      session.evaluateInExtension(async (id) => {
        const { session: kept } = /** @type {Api} */ (globalThis).browser.storage;
        const all = await kept.get(null);
        for (const key of Object.keys(all)) {
          if (!key.startsWith('tab:')) continue;
          const tab = key === `tab:${id}` ? { tabId: id, loads: [{ id: 'x' }] } : null;
          await kept.set({ [key]: { ...all[key], tab } });
        }
        await kept.set({ 'tab:77777': { version: '0.0.1', savedAt: 0, tab: {} }, 'tab:x': 'text' });
      }, tabId),
    );
    await isKnown(stage, tabId);
  },
};

/** @type {import('./claims.mjs').Fault} */
const full = {
  name: 'there is no room left to keep anything',
  // Firefox sets no limit.
  onlyIn: 'chrome',
  async run(stage) {
    const { session, open, claim } = stage;
    /** @param {number} bytes 0: none, as before */
    const fill = (bytes) =>
      session.evaluateInExtension(async (most) => {
        const { session: kept } = /** @type {Api} */ (globalThis).browser.storage;
        if (most === 0) return kept.remove('filler');
        const used = await kept.getBytesInUse(null);
        return kept.set({ filler: 'x'.repeat(kept.QUOTA_BYTES - used - most) });
      }, bytes);
    await fill(500);
    try {
      const { page, tabId } = await open('/pages/plain.html');
      await page.evaluate(IDLE);
      await claim('it is seen', THREE, () => socketsOf(session, tabId));
      await whileStopped(stage, async () => {});
      await isKnown(stage, tabId);
    } finally {
      await fill(0);
    }
  },
};

export const STORED = [garbage, full];
