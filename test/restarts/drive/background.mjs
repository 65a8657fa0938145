import { setTimeout as sleep } from 'node:timers/promises';
import { ADDON, inBrowserScope } from './browser-scope.mjs';

/**
 * Stops the extension's background at once, whatever it is doing, as a browser does with one that has been idle.
 *
 * @typedef {import('../../../src/cli/launch.mjs').Session} Session
 */

const PATIENCE_MS = 30_000;

/** @param {Session} session */
const workerOf = ({ browser }) => browser.targets().find((one) => one.type() === 'service_worker');

/** @param {Session} session */
async function stopWorker(session) {
  const target = workerOf(session);
  const worker = await target?.worker().catch(() => null);
  if (!target || !worker) return false;
  await worker.close();
  const deadline = Date.now() + PATIENCE_MS;
  while (session.browser.targets().includes(target)) {
    if (Date.now() > deadline) throw new Error('the background does not stop');
    await sleep(5);
  }
  return true;
}

const EVENT_PAGE = `(async () => {
  const { extension } = WebExtensionPolicy.getByID('${ADDON}');
  if (extension.backgroundState !== 'running') return false;
  await extension.terminateBackground({ ignoreDevToolsAttached: true });
  return true;
})()`;

/**
 * Whether it ran, and so was stopped.
 *
 * @param {Session} session
 * @returns {Promise<boolean>}
 */
export const stopBackground = (session) =>
  session.kind === 'chrome'
    ? stopWorker(session)
    : /** @type {Promise<boolean>} */ (inBrowserScope(session, EVENT_PAGE));
