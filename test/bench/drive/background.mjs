import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How often the extension's background has been started, seen without waking it.
 *
 * @typedef {object} BackgroundWatch
 * @property {() => Promise<void>} asleep resolves when it does not run
 * @property {() => number} wakes since the watch began
 * @property {() => void} end
 */

/**
 * Firefox stops an event page that has had nothing to do for half a minute; here a little after ours has
 * come to rest, which it does after a quarter of one.
 */
export const SHORT_IDLE = { 'extensions.background.idle.timeout': 17_000 };

const PATIENCE_MS = 60_000;
const LOOK_MS = 200;

/** @param {() => boolean | Promise<boolean>} fits */
async function until(fits) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await fits())) {
    if (Date.now() > deadline) throw new Error('the background does not stop');
    await sleep(LOOK_MS);
  }
}

/**
 * Chromium stops a worker that has had nothing to do for half a minute. This does it as soon as it has
 * nothing to do: one that is stopped at work would be started again by all that it listened to.
 * @param {import('puppeteer-core').Target} target
 */
async function stopAtRest(target) {
  const worker = await target.worker();
  if (await worker?.evaluate('chrome.tabs.onUpdated.hasListeners()')) return;
  await worker?.close();
}

/** @param {import('../../../src/cli/launch.mjs').Session} session @returns {BackgroundWatch} */
function watchWorker({ browser }) {
  const workers = () => browser.targets().filter((target) => target.type() === 'service_worker');
  let wakes = 0;
  const created = (/** @type {import('puppeteer-core').Target} */ target) => {
    if (target.type() === 'service_worker') wakes++;
  };
  browser.on('targetcreated', created);
  return {
    wakes: () => wakes,
    asleep: () =>
      until(async () => {
        for (const target of workers()) await stopAtRest(target).catch(() => {});
        return workers().length === 0;
      }),
    end: () => browser.off('targetcreated', created),
  };
}

/** A page of the extension sees its views without waking it. @param {import('../../../src/cli/launch.mjs').Session} session */
const eventPageRuns = (session) =>
  session.evaluateInExtension(() => {
    const { extension } = /** @type {any} */ (globalThis).browser;
    const views = /** @type {Window[]} */ (extension.getViews());
    return views.some(({ location }) => location.pathname.includes('background'));
  });

/** @param {import('../../../src/cli/launch.mjs').Session} session @returns {BackgroundWatch} */
function watchEventPage(session) {
  let wakes = 0;
  let runs = true;
  let over = false;
  const look = async () => {
    while (!over) {
      const before = runs;
      runs = await eventPageRuns(session).catch(() => before);
      if (runs && !before) wakes++;
      await sleep(LOOK_MS);
    }
  };
  void look();
  return {
    wakes: () => wakes,
    asleep: () => until(() => !runs),
    end: () => {
      over = true;
    },
  };
}

/** @param {import('../../../src/cli/launch.mjs').Session} session */
export const watchBackground = (session) =>
  session.kind === 'chrome' ? watchWorker(session) : watchEventPage(session);

/**
 * Runs in the background's own world, or for it: one more listener, which only counts.
 * @param {any} scope the background's global object
 */
function countIn(scope) {
  scope.benchHeard = 0;
  const { runtime } = scope.browser ?? scope.chrome;
  runtime.onConnect.addListener((/** @type {any} */ port) =>
    port.onMessage.addListener(() => {
      scope.benchHeard++;
    }),
  );
}

/**
 * Counts what the bridges of pages that are opened from now on say to the background. Gives back what
 * reads the count.
 * @param {import('../../../src/cli/launch.mjs').Session} session
 * @returns {Promise<() => Promise<number>>}
 */
export async function countMessages(session) {
  await session.tabs();
  if (session.kind === 'chrome') {
    const target = await session.browser.waitForTarget((one) => one.type() === 'service_worker');
    const worker = await target.worker();
    if (!worker) throw new Error('the background does not run');
    await worker.evaluate(`(${countIn})(globalThis)`);
    return async () => Number(await worker.evaluate('globalThis.benchHeard'));
  }
  const page = await session.extensionPage();
  const scope = 'browser.runtime.getBackgroundPage()';
  await page.evaluate(`${scope}.then(${countIn})`);
  return async () => Number(await page.evaluate(`${scope}.then((scope) => scope.benchHeard)`));
}
