import { readFileSync } from 'node:fs';
import { listenToConsole } from '../../browser/console.mjs';
import { ADDON, inBrowserScope } from './browser-scope.mjs';
import { FIVE, observationOf, socketsOf, talksOn } from './claims.mjs';

/*
 * The extension is reloaded, replaced or switched off and on while a page is open that its scripts are in.
 */

const COUNTER = readFileSync(
  new URL('../../bench/page/count-builtins.js', import.meta.url),
  'utf8',
);

/** @typedef {import('../../../src/cli/launch.mjs').Session} Session */

/** @param {Session} session @param {'reload' | 'disable' | 'enable'} what */
const addon = (session, what) =>
  inBrowserScope(
    session,
    `(async () => {
      const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
      await (await AddonManager.getAddonByID('${ADDON}')).${what}();
    })()`,
  );

/**
 * Runs on Chromium's own page of extensions, which may what they may not.
 *
 * @param {Session} session
 * @param {(chrome: any, id: string) => unknown} run
 */
async function onExtensionsPage(session, run) {
  const page = await session.browser.newPage();
  await page.goto('chrome://extensions');
  const id = new URL(session.extensionUrl('')).host;
  await page.evaluate(`(${run})(chrome, '${id}')`);
  await page.close();
}

/** @param {Session} session */
async function reload(session) {
  if (session.kind === 'firefox') {
    await addon(session, 'reload');
    return;
  }
  // One that is not from the store is not started again without it.
  await onExtensionsPage(session, (chrome) =>
    chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }),
  );
  // The page that asks for it is closed by it.
  session
    .evaluateInExtension(() => /** @type {any} */ (globalThis).chrome.runtime.reload())
    .catch(() => {});
}

/** @param {Session} session */
async function offAndOn(session) {
  if (session.kind === 'firefox') {
    await addon(session, 'disable');
    await addon(session, 'enable');
    return;
  }
  await onExtensionsPage(session, (chrome, id) => chrome.management.setEnabled(id, false));
  await onExtensionsPage(session, (chrome, id) => chrome.management.setEnabled(id, true));
}

/**
 * @param {string} name
 * @param {(session: Session) => Promise<unknown>} happens
 * @returns {import('./claims.mjs').Fault}
 */
const fault = (name, happens) => ({
  name,
  async run(stage) {
    const { session, lab, claim } = stage;
    const page = await session.browser.newPage();
    const said = await listenToConsole(page);
    await page.evaluateOnNewDocument(COUNTER);
    await page.goto(lab.origin + FIVE);
    const tabId = await session.tabIdOf(page);
    await claim('it is seen before', { created: 5, live: 5 }, () => socketsOf(session, tabId));
    await happens(session);
    await claim('the tab says to reload it', 'reload', () => observationOf(session, tabId));
    const { verdict, report } = await session.snapshot(tabId);
    await claim('so does the popup', true, () => /Reload it/.test(verdict.text));
    await claim('so does the report', true, () => /Reload it/.test(report.limits[0] ?? ''));
    await claim('nothing of the old page is taken', { created: 0, live: 0 }, () =>
      socketsOf(session, tabId),
    );
    // The fact after the reload tells the old scripts.
    await talksOn(stage);
    await page.evaluate('for (const name of Object.keys(benchCalls)) delete benchCalls[name]');
    await talksOn(stage);
    await claim('the old scripts are quiet', {}, () => page.evaluate('({ ...benchCalls })'));
    await claim('and say nothing', {}, said);
    const socket = `new Promise((done) => {
      const socket = new WebSocket(location.origin.replace('http', 'ws') + '/more');
      socket.onopen = () => done(socket instanceof WebSocket);
    })`;
    await claim('their hooks work', true, () => page.evaluate(socket));
    await page.reload();
    await claim('after a reload all is counted', { created: 5, live: 5 }, () =>
      socketsOf(session, tabId),
    );
    await claim('as the server has it', 5, () => lab.counts().open);
    await page.close();
  },
});

/** @type {import('./claims.mjs').Fault[]} */
export const RELOADED = [
  { ...fault('the extension is reloaded', reload), long: true },
  fault('the extension is replaced by itself, as by an update', (session) =>
    session.browser.installExtension(
      new URL(`../../../dist/${session.kind}`, import.meta.url).pathname,
    ),
  ),
  { ...fault('the extension is switched off and on', offAndOn), long: true },
];
