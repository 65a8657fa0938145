import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {{ id: number, url: string, active: boolean }} Tab
 */

/**
 * The tabs as the browser knows them. The extension's own list names URLs without query, and only
 * pages that have been observed.
 * @returns {Promise<Tab[]>}
 */
const listTabs = () => /** @type {any} */ (globalThis).browser.tabs.query({});

/**
 * Finds the browser's number for a page or URL.
 * @param {import('./launch.mjs').Session['evaluateInExtension']} evaluateInExtension
 * @returns {(where: Page | string) => Promise<number>}
 */
export function tabFinder(evaluateInExtension) {
  /** @type {WeakMap<Page, number>} */
  const known = new WeakMap();

  /** @param {string} url */
  const matching = async (url) => {
    const tabs = await evaluateInExtension(listTabs);
    const exact = tabs.filter((tab) => tab.url === url);
    return exact.length > 0 ? exact : tabs.filter((tab) => tab.url?.startsWith(url));
  };

  return async (where) => {
    if (typeof where === 'string') {
      const [tab] = await matching(where);
      if (!tab) throw new Failure(`No open tab shows ${where}.`);
      return tab.id;
    }
    const before = known.get(where);
    if (before !== undefined) return before;
    let candidates = await matching(where.url());
    if (candidates.length > 1) {
      // Several tabs of one URL differ only in which is in front. Nothing is evaluated in the page
      // itself: that counts as a gesture and would wake its suspended AudioContexts.
      await where.bringToFront();
      await sleep(300);
      candidates = (await matching(where.url())).filter((tab) => tab.active);
    }
    const [tab] = candidates;
    if (!tab || candidates.length > 1) throw new Failure(`No single tab shows ${where.url()}.`);
    known.set(where, tab.id);
    return tab.id;
  };
}
