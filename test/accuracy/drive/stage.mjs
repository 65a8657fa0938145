import { setTimeout as sleep } from 'node:timers/promises';
import { within } from '../../../src/cli/patience.mjs';
import { ownHome } from '../../lab/ports.mjs';
import { startLab } from '../../lab/server.mjs';

/** A page whose connections are all taken never arrives. */
const ARRIVES_MS = 10_000;
const ANSWERS_MS = 15_000;
const PAUSE_MS = 300;
/** Firefox tells a failed connection as if a script had thrown it. */
const OF_THE_NETWORK = /Firefox can’t establish a connection|The connection to \S+ was interrupted/;

/**
 * The server and the open pages of one case.
 *
 * @param {import('../case.mjs').Case} one
 * @param {import('../../lab/server.mjs').Guest['request']} request
 */
export async function openStage(one, request) {
  const guest = { request, scripts: one.scripts ?? {} };
  const lab = await startLab({ host: await ownHome(), guest });
  /** @type {import('puppeteer-core').Page[]} all that were opened */
  const opened = [];
  /** @type {string[]} what the pages themselves failed with */
  const errors = [];
  /** @type {Array<() => Promise<void>>} */
  const ends = [];
  /** @type {import('../case.mjs').Stage} */
  const stage = {
    lab,
    pages: [],
    query: {},
    after: (end) => void ends.push(end),
    async order(client, verb, given = {}) {
      const query = new URLSearchParams(Object.entries(given).map(([k, v]) => [k, String(v)]));
      const address = `${lab.origin}/clients/${client}/${verb}?${query}`;
      const { status } = await fetch(address, { method: 'POST' });
      if (status !== 204) throw new Error(`${verb} of ${client}: ${status}`);
    },
  };

  /** @param {number} tab */
  const addressOf = (tab) => {
    const url = new URL(`${lab.origin}/accuracy/${one.page}`);
    if (one.fault) url.searchParams.set('bad', '');
    for (const [name, value] of Object.entries(stage.query)) url.searchParams.set(name, value);
    url.searchParams.set('tab', String(tab));
    return url.href;
  };

  return {
    stage,
    errors,
    /** @param {import('puppeteer-core').Browser} browser */
    async open(browser) {
      for (const [path, command] of Object.entries(one.server ?? {})) lab.command(path, command);
      await one.before?.(stage);
      for (let tab = 1; tab <= (one.tabs ?? 1); tab++) {
        // In a tab behind another one, timers crawl and sound waits.
        const page = await browser.newPage({ type: 'window' });
        opened.push(page);
        page.on('pageerror', (error) => {
          if (!OF_THE_NETWORK.test(String(error))) errors.push(String(error));
        });
        const arrived = page
          .goto(addressOf(tab), { waitUntil: 'domcontentloaded' })
          .then(() => true);
        if (await within(arrived, ARRIVES_MS)) stage.pages.push(page);
      }
      if (!stage.pages.length) throw new Error('its page did not load');
    },
    /**
     * What a page says of itself. Only once nothing is left to be found: it counts as a gesture.
     *
     * @param {'metAt' | 'stop' | 'held' | 'stoodStill'} what
     * @returns {Promise<any[]>}
     */
    ask: (what) =>
      Promise.all(
        stage.pages.map((page) => within(page.evaluate(`window.accuracy.${what}()`), ANSWERS_MS)),
      ),
    async close() {
      await Promise.all(opened.map((page) => within(page.close(), ANSWERS_MS)));
      await Promise.all(ends.map((end) => end()));
      await lab.close();
      // A window that is being closed is still in the list of tabs for a moment.
      await sleep(PAUSE_MS);
    },
  };
}
