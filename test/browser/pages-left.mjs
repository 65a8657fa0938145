import { setTimeout as sleep } from 'node:timers/promises';
import { orFail } from '../../src/cli/patience.mjs';

/*
 * Navigations that a probe in one page cannot make: away and back, and to a page that was rendered
 * before anybody went there.
 */

const USE_MS = 30_000;

/**
 * Asks the page again and again: while it navigates there is nobody to answer.
 * @param {import('puppeteer-core').Page} page
 * @param {string} expression
 * @returns {Promise<string>}
 */
async function answerOf(page, expression) {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const answer = await page.evaluate(expression).catch(() => '');
    if (typeof answer === 'string' && answer !== '') return answer;
    await sleep(50);
  }
  throw new Error(`${page.url()} never answers ${expression}`);
}

/** @param {import('puppeteer-core').Page} page @param {string} action */
const go = (page, action) => page.evaluate(`setTimeout(() => { ${action} })`);

/**
 * What a page says after it was left and come back to.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} origin
 * @param {string} name one of `LEFT`
 * @param {() => Promise<unknown>} [meanwhile] happens while the page is in the cache
 */
export async function comeBack(browser, origin, name, meanwhile) {
  const page = await browser.newPage();
  try {
    await page.goto(`${origin}/page/left-${name}`);
    await orFail(page.evaluate('window.used'), USE_MS, `${name} does not come to its end`);
    await go(page, "location.href = '/blank'");
    await answerOf(page, "document.title === 'Blank' ? 'there' : ''");
    await meanwhile?.();
    await go(page, 'history.back()');
    return await answerOf(page, 'window.reasons?.()');
  } finally {
    await page.close();
  }
}

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} origin
 * @param {string[]} names
 * @param {number} together as many as the browser keeps at once, and the machine carries
 */
export async function comeBackToAll(browser, origin, names, together) {
  /** @type {Record<string, string>} */
  const said = {};
  const queue = [...names];
  const work = async () => {
    for (let name = queue.shift(); name; name = queue.shift())
      said[name] = await comeBack(browser, origin, name);
  };
  await Promise.all(Array.from({ length: together }, work));
  return said;
}

/**
 * What a page says that was rendered before anybody went there.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} origin
 * @returns {Promise<Record<string, string>>}
 */
export async function prerendered(browser, origin) {
  const page = await browser.newPage();
  try {
    await page.goto(`${origin}/page/speculates`);
    await page.evaluate('window.prerendered');
    await go(page, "location.href = '/page/prerendered'");
    await answerOf(page, "document.title === 'Prerendered' ? 'there' : ''");
    return JSON.parse(await answerOf(page, 'window.probed'));
  } finally {
    await page.close();
  }
}
