import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { within } from './patience.mjs';

/**
 * @typedef {import('puppeteer-core').Browser} Browser
 * @typedef {import('puppeteer-core').Page} Page
 */

/**
 * Firefox opens a `moz-extension:` page at once and never tells puppeteer, whose `goto` then times
 * out and whose `page.url()` stays `about:blank` for good. So in both browsers the page itself is
 * asked whether it is there.
 * @param {Page} page
 * @param {string} url
 * @param {number} [patienceMs]
 */
export async function goToExtensionPage(page, url, patienceMs = 15_000) {
  /** @type {unknown} */
  let refusal;
  const deadline = Date.now() + patienceMs;
  page.goto(url, { waitUntil: 'domcontentloaded', timeout: patienceMs }).catch((error) => {
    if (error?.name !== 'TimeoutError') refusal = error;
  });
  while (Date.now() < deadline) {
    const asked = page.evaluate(() => ({
      href: location.href,
      ready: document.readyState === 'complete' && 'browser' in globalThis,
    }));
    const seen = await within(asked, 2000);
    if (seen?.href === url && seen.ready) return;
    if (refusal !== undefined || page.isClosed()) break;
    await sleep(100);
  }
  const why = refusal instanceof Error ? refusal.message : 'it did not load';
  throw new Failure(`The extension's page ${url} cannot be opened: ${why}`);
}

const isThere = () => 'browser' in globalThis;

/**
 * One page of the extension, opened when first asked for and again where it has been closed:
 * questions to the extension are put from there. In the background, so that the page that is
 * observed stays visible, unless `options` say otherwise for its first opening.
 * @param {Browser} browser
 * @param {string} url
 * @param {import('puppeteer-core').CreatePageOptions} [first]
 * @returns {() => Promise<Page>}
 */
export function keptExtensionPage(browser, url, first) {
  /** @type {Promise<Page> | undefined} */
  let kept;
  /** @param {import('puppeteer-core').CreatePageOptions} options */
  const open = async (options) => {
    const page = await browser.newPage(options);
    await goToExtensionPage(page, url);
    return page;
  };
  return async () => {
    const page = await kept?.catch(() => undefined);
    // Firefox's pages say `isClosed() === false` for a while after they have been closed.
    if (page && !page.isClosed() && (await within(page.evaluate(isThere), 5000))) return page;
    kept = open(kept || !first ? { background: true } : first);
    return kept;
  };
}
