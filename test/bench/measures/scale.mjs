import { setTimeout as sleep } from 'node:timers/promises';
import { launchWithExtension } from '../../../src/cli/launch.mjs';
import { cpuOfProcessesNs } from '../drive/main-thread.mjs';
import { countedRow } from '../rows.mjs';

/** @typedef {import('../../../src/cli/launch.mjs').Session} Session */

/** So many tabs of one site, which is the worst case: each is looked at beside all the others. */
const TABS = [50, 100, 200];
const SECONDS = 30;
const MOST_PERCENT = 2;
const DRAWN_MS = 100;
/** Of the cost of a tab among the most tabs by that among the fewest. */
const FLAT = 1.5;
/** In Chromium the background has a process of its own, with the extension's pages. */
const EXTENSION = '--extension-process';
const PATIENCE_MS = 120_000;

/** @param {Session} session @param {string} origin */
async function openBusyTab({ browser }, origin) {
  const page = await browser.newPage({ background: true });
  await page.goto(`${origin}/`, { waitUntil: 'domcontentloaded' });
  await page.evaluate("import('/busy.js').then(() => {})");
}

/** Waits until every tab has said that it holds its socket. @param {Session} session @param {number} count */
async function settled(session, count) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const tabs = await session.tabs();
    const holding = tabs.filter(({ live }) => live.webSocket === 1).length;
    if (holding >= count) return;
    if (Date.now() > deadline) throw new Error(`${holding} of ${count} tabs hold a socket`);
    await sleep(500);
  }
}

/** Percent of a core that the extension's process takes. @param {Session} session @param {number} seconds */
async function percentOf({ browser }, seconds) {
  const root = browser.process()?.pid ?? 0;
  const since = performance.now();
  const before = cpuOfProcessesNs(root, EXTENSION);
  await sleep(seconds * 1000);
  const ns = cpuOfProcessesNs(root, EXTENSION) - before;
  return ns / 1e4 / (performance.now() - since);
}

/** What the popup's page takes to draw all tabs of the site, from its first script on. @param {Session} session */
async function drawMs(session) {
  const { tabId = 0 } = (await session.tabs()).find(({ live }) => live.webSocket === 1) ?? {};
  const popup = await session.openExtensionPage(`${session.popupPath}?tabId=${tabId}`);
  await popup.waitForSelector('.sibling', { timeout: PATIENCE_MS });
  const shown = await popup.$$eval('.sibling', (all) => all.length);
  const { ScriptDuration = 0, LayoutDuration = 0, RecalcStyleDuration = 0 } = await popup.metrics();
  await popup.close();
  return { shown, ms: (ScriptDuration + LayoutDuration + RecalcStyleDuration) * 1000 };
}

/** @type {import('./measure.mjs').Measure} */
export const scale = {
  id: 'scale',
  title: 'Hundreds of tabs',
  method: [
    'Real tabs of one site, each with one socket on which it says ten things a second: the background hears of each',
    'tab four times a second and takes one sample a second. *CPU* is what all threads of the extension’s process ran',
    'by the accounts of the kernel, with no popup open, in percent of one core. *Drawn* is script, style and layout',
    'of the popup’s page from its start until all tabs of the site stand in it. Chromium only: Firefox runs an',
    'extension in a process that it shares.',
  ],
  async run({ kind, server, quick, say }) {
    if (kind !== 'chrome') return [];
    const session = await launchWithExtension({
      browser: kind,
      handleSignals: false,
      // Two hundred processes would measure the machine.
      args: ['--renderer-process-limit=4'],
    });
    try {
      const counts = quick ? TABS.slice(0, 2) : TABS;
      /** @type {{ count: number, percent: number }[]} */
      const taken = [];
      let open = 0;
      for (const count of counts) {
        for (; open < count; open++) await openBusyTab(session, server.origin);
        await settled(session, count);
        // The page that questions are put from is a popup, which asks every second.
        await (await session.extensionPage()).close();
        await sleep(3000);
        taken.push({ count, percent: await percentOf(session, quick ? 10 : SECONDS) });
      }
      const drawn = await drawMs(session);
      say(kind, taken, drawn);
      const [first, last] = [taken[0], taken.at(-1)];
      if (!first || !last) return [];
      const growth = last.percent / last.count / (first.percent / first.count);
      return [
        ...taken.map(({ count, percent }) =>
          countedRow(`background, ${count} busy tabs`, kind, {
            extension: `${percent.toFixed(2)} % of a core`,
            result: `${((percent / count) * 10).toFixed(3)} ms a second and tab`,
            goal: `≤ ${MOST_PERCENT} %`,
            met: percent <= MOST_PERCENT,
          }),
        ),
        countedRow(`cost of a tab, of ${last.count} by of ${first.count}`, kind, {
          extension: `× ${growth.toFixed(2)}`,
          goal: `≤ × ${FLAT}`,
          met: growth <= FLAT,
        }),
        countedRow('popup with all of them drawn', kind, {
          extension: `${drawn.ms.toFixed(0)} ms`,
          result: `${drawn.shown} other tabs`,
          goal: `≤ ${DRAWN_MS} ms`,
          met: drawn.ms <= DRAWN_MS && drawn.shown === last.count - 1,
        }),
      ];
    } finally {
      await session.close();
    }
  },
};
