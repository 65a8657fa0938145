import { setTimeout as sleep } from 'node:timers/promises';
import { ownHome } from '../../lab/ports.mjs';
import { startLab } from '../../lab/server.mjs';

/**
 * What has to be so after a fault, and what was. One that comes true in time is true; the last look counts.
 *
 * @typedef {object} Claim
 * @property {string} what
 * @property {unknown} expected
 * @property {unknown} seen
 *
 * @typedef {import('../../../src/cli/launch.mjs').Session} Session
 * @typedef {import('../../lab/server.mjs').Lab} Lab
 * @typedef {import('puppeteer-core').Page} Page
 *
 * @typedef {object} Stage a tab on a server that is nobody else's
 * @property {Session} session
 * @property {Lab} lab
 * @property {string[]} asked paths that the server was asked for
 * @property {(path: string) => Promise<{ page: Page, tabId: number }>} open
 * @property {(what: string, expected: unknown, look: () => unknown) => Promise<void>} claim
 *
 * @typedef {object} Fault
 * @property {string} name
 * @property {'chrome' | 'firefox'} [onlyIn]
 * @property {true} [long] left to the long suite: what it shows is shown by another one, too
 * @property {(stage: Stage) => Promise<void>} run
 */

const PATIENCE_MS = 30_000;
const LOOK_MS = 150;

/**
 * A page that opens five sockets and asks for a file once the extension would have told of them: its page
 * script gathers for a quarter of a second.
 */
export const BEFOREHAND = '/beforehand';
export const HAS_RUN = '/has-run';
const PAGE = `<!doctype html><meta charset="utf-8"><title>Beforehand</title><script>
  const sockets = [1, 2, 3, 4, 5].map((n) => new WebSocket('ws://' + location.host + '/beforehand/' + n));
  setTimeout(() => fetch('${HAS_RUN}'), 800);
</script>`;

/**
 * @param {string[]} asked
 * @returns {import('../../lab/server.mjs').Guest}
 */
const guest = (asked) => ({
  async request(_request, response, { pathname }) {
    asked.push(pathname);
    if (pathname !== BEFOREHAND && pathname !== HAS_RUN) return false;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
    return true;
  },
});

/** @param {unknown} value */
const asText = (value) => JSON.stringify(value);

/**
 * Asks until the answer is as expected, or for so long; gives the last one.
 *
 * @param {unknown} expected
 * @param {() => unknown} look
 */
async function lastLook(expected, look) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    /** @type {unknown} */
    let seen;
    try {
      seen = await look();
    } catch (error) {
      seen = error instanceof Error ? error.message : String(error);
    }
    if (asText(seen) === asText(expected) || Date.now() > deadline) return seen;
    await sleep(LOOK_MS);
  }
}

/** @param {Claim} claim */
export const isTrue = ({ expected, seen }) => asText(expected) === asText(seen);

/**
 * Sees what becomes of a fault.
 *
 * @param {Session} session
 * @param {Fault} fault
 * @returns {Promise<Claim[]>}
 */
export async function suffer(session, fault) {
  /** @type {string[]} */
  const asked = [];
  const lab = await startLab({ host: await ownHome(), guest: guest(asked) });
  /** @type {Claim[]} */
  const claims = [];
  /** @type {Page[]} */
  const pages = [];
  try {
    await fault.run({
      session,
      lab,
      asked,
      async open(path) {
        const page = await session.browser.newPage();
        pages.push(page);
        await page.goto(lab.origin + path);
        return { page, tabId: await session.tabIdOf(page) };
      },
      async claim(what, expected, look) {
        claims.push({ what, expected, seen: await lastLook(expected, look) });
      },
    });
  } catch (error) {
    claims.push({ what: 'it comes to its end', expected: true, seen: String(error) });
  } finally {
    for (const page of pages) await Promise.race([page.close().catch(() => {}), sleep(2000)]);
    await lab.close();
  }
  return claims;
}

/**
 * What is known of the sockets of a tab.
 *
 * @param {Session} session
 * @param {number} tabId
 */
export async function socketsOf(session, tabId) {
  const { resources } = await session.report(tabId);
  const { created, live } = resources.webSocket;
  return { created, live };
}

/** @param {Session} session @param {number} tabId */
export const observationOf = async (session, tabId) => (await session.snapshot(tabId)).observation;

export const FIVE = '/pages/five-sockets.html';

/**
 * The page talks as before: so many more of its messages have reached the server.
 *
 * @param {Stage} stage
 */
export async function talksOn({ lab, claim }) {
  const before = lab.counts().messagesIn;
  await claim('the page’s sockets go on', true, () => lab.counts().messagesIn >= before + 5);
}
