import { setTimeout as sleep } from 'node:timers/promises';
import { ADDON, inBrowserScope } from './browser-scope.mjs';

/*
 * Stops the extension's background at once, whatever it is doing, as a browser does with one that is idle. What
 * it listens to starts it again, often before anybody could see that it was gone.
 *
 * @typedef {import('../../../src/cli/launch.mjs').Session} Session
 */

const PATIENCE_MS = 30_000;

/**
 * The extension's worker as Chromium tells of it: `past` are the states that it has been in.
 *
 * @param {import('../../../src/cli/launch.mjs').Session} session
 */
async function watchWorker(session) {
  const page = await session.extensionPage();
  const cdp = await page.createCDPSession();
  const worker = { versionId: '', state: '', past: /** @type {string[]} */ ([]) };
  cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { scriptURL, versionId, runningStatus } of versions) {
      if (!scriptURL.startsWith(session.extensionUrl(''))) continue;
      Object.assign(worker, { versionId, state: runningStatus });
      worker.past.push(runningStatus);
    }
  });
  await cdp.send('ServiceWorker.enable');
  return { cdp, worker };
}

/** @param {import('../../../src/cli/launch.mjs').Session} session */
async function workerStopper(session) {
  const { cdp, worker } = await watchWorker(session);
  return async () => {
    if (worker.state !== 'running') return false;
    worker.past.length = 0;
    await cdp.send('ServiceWorker.stopWorker', { versionId: worker.versionId });
    const deadline = Date.now() + PATIENCE_MS;
    while (!worker.past.includes('stopped')) {
      if (Date.now() > deadline) throw new Error('the background does not stop');
      await sleep(2);
    }
    return true;
  };
}

const EVENT_PAGE = `(async () => {
  const { extension } = WebExtensionPolicy.getByID('${ADDON}');
  if (extension.backgroundState !== 'running') return false;
  await extension.terminateBackground({ ignoreDevToolsAttached: true });
  return true;
})()`;

/**
 * Gives what stops the background, and tells whether it ran, and so was stopped.
 *
 * @param {import('../../../src/cli/launch.mjs').Session} session
 * @returns {Promise<() => Promise<boolean>>}
 */
export async function backgroundStopper(session) {
  if (session.kind === 'chrome') return workerStopper(session);
  return async () => (await inBrowserScope(session, EVENT_PAGE)) === true;
}
