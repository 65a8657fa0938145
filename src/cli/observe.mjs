import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { within } from './patience.mjs';
import { shorten, shownUrl } from './plain-text.mjs';

/**
 * @typedef {import('./launch.mjs').Session} Session
 * @typedef {import('puppeteer-core').Page} Page
 */

/** What the two browsers call the commonest reasons. */
const REASONS = [
  { codes: /NAME_NOT_RESOLVED|dnsNotFound|UNKNOWN_HOST/, text: 'its host name is not known' },
  { codes: /CONNECTION_REFUSED|connectionFailure/, text: 'nothing answers there (refused)' },
  { codes: /TIMED_OUT|netTimeout|NET_TIMEOUT/, text: 'it does not answer, or not with a page' },
  { codes: /CERT|SSL|nssFailure/, text: 'its certificate is not trusted' },
  { codes: /UNSAFE_PORT|deniedPortAccess/, text: 'browsers block this port' },
  { codes: /INTERNET_DISCONNECTED|netOffline/, text: 'there is no network' },
];

/** How both browsers say that a navigation ended without a page. */
const NO_PAGE = /ERR_ABORTED|NS_BINDING_ABORTED/;

/** @param {unknown} error */
const textOf = (error) => String(error instanceof Error ? error.message : error);

/** @param {string} url @param {unknown} error */
function unreachable(url, error) {
  const message = textOf(error);
  if (NO_PAGE.test(message)) {
    return new Failure(`${shownUrl(url)} shows no page: it is a download, or has no content.`);
  }
  const known = REASONS.find(({ codes }) => codes.test(message))?.text;
  const [first = ''] = message.split('\n');
  return new Failure(`${shownUrl(url)} cannot be reached: ${known ?? shorten(first, 120)}.`);
}

const pageTabs = () => /** @type {any} */ (globalThis).browser.tabs.query({ url: '*://*/*' });

/**
 * Whether the page's document is there, loaded or not. The browser is asked, not the page: that may be
 * blocked, and would take it for a gesture.
 * @param {Session} session
 */
const isShown = async (session) =>
  ((await within(session.evaluateInExtension(pageTabs), 5000)) ?? []).length > 0;

/**
 * Goes to a page and returns its tab's number. A page that holds a request open never fires its
 * load events, so being shown is enough.
 * @param {Session} session
 * @param {Page} page
 * @param {string} url
 * @param {number} [patienceMs]
 * @returns {Promise<number>}
 */
export async function openPage(session, page, url, patienceMs = 30_000) {
  const start = Date.now();
  /** @type {unknown} */
  let refusal;
  let arrived = false;
  page.goto(url, { waitUntil: 'domcontentloaded', timeout: 2 * patienceMs }).then(
    () => {
      arrived = true;
    },
    (error) => {
      refusal = error;
    },
  );
  while (!arrived) {
    const waited = Date.now() - start;
    if (refusal) {
      // A page that goes on to another one at once has ended its own navigation.
      const mayGoOn = NO_PAGE.test(textOf(refusal)) && waited < 3000;
      if (!mayGoOn) throw unreachable(url, refusal);
      if (await isShown(session)) break;
    }
    if (waited > 3000 && (await isShown(session))) break;
    if (waited > patienceMs) throw unreachable(url, 'TIMED_OUT');
    await sleep(100);
  }
  // No other tab of this browser shows a web page.
  const [tab] = await session.evaluateInExtension(pageTabs);
  if (!tab) throw new Failure(`${shownUrl(url)} shows no web page.`);
  return tab.id;
}

/** @param {Session} session @param {number} tabId */
async function progress(session, tabId) {
  // A page that is still loading may not have been heard of yet.
  const report = await session.report(tabId).catch(() => undefined);
  if (!report) return 'waiting for the page';
  const active = report.findings.filter(({ until }) => until === null).length;
  const { created, live } = report.resources.webSocket;
  return `${created} sockets made, ${live} live, ${active} finding${active === 1 ? '' : 's'}`;
}

/**
 * Watches a tab for some seconds, with a line that says how it goes.
 * @param {Session} session
 * @param {number} tabId
 * @param {number} seconds
 * @param {NodeJS.WriteStream} [out]
 */
export async function observe(session, tabId, seconds, out = process.stdout) {
  const start = Date.now();
  const sparse = Math.max(5, Math.round(seconds / 4));
  for (let second = 0; second <= seconds; second += 1) {
    await sleep(start + second * 1000 - Date.now());
    if (!out.isTTY && second % sparse !== 0 && second !== seconds) continue;
    const line = `Observing ${second}/${seconds} s: ${await progress(session, tabId)}`;
    out.write(out.isTTY ? `\r\u001b[2K${shorten(line, (out.columns || 80) - 1)}` : `${line}\n`);
  }
  if (out.isTTY) out.write('\r\u001b[2K');
}

/** A busy page may miss one question; Whylag says after two seconds that it is blocked. */
const SILENCE_MS = 6000;

/**
 * What is known of the tab. A page that does not answer at that moment is asked until it does, or is
 * said to be blocked: "nothing wrong" would be a guess.
 * @param {Session} session
 * @param {number} tabId
 */
export async function lastSnapshot(session, tabId) {
  const deadline = Date.now() + SILENCE_MS;
  for (;;) {
    const snapshot = await session.snapshot(tabId).catch((error) => {
      throw new Failure(`Whylag knows nothing of this page: ${error.message}`);
    });
    const isTold = snapshot.answered || snapshot.silentForMs !== null;
    if (isTold || Date.now() > deadline) return snapshot;
    await sleep(300);
  }
}
