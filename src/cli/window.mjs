import { goToExtensionPage } from './extension-page.mjs';

/** @typedef {import('./launch.mjs').Session} Session */

/** Whether a window can be shown here. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform === 'darwin' || platform === 'win32' || !!(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * Room for the two windows side by side on a screen of 1366 by 768 pixels: neither browser makes a
 * window of less than 500.
 * @type {Record<import('./find-browser.mjs').BrowserKind, string[]>}
 */
export const PAGE_WINDOW = {
  chrome: ['--window-position=0,0', '--window-size=860,740'],
  firefox: ['--width', '860', '--height', '740'],
};

/**
 * Where the popup's page stands beside it.
 * @type {import('puppeteer-core').CreatePageOptions}
 */
export const VIEW_WINDOW = {
  type: 'window',
  windowBounds: { left: 862, top: 0, width: 500, height: 740 },
};

/**
 * The popup's page shows this tab instead of the one in front, which would be itself.
 * @param {Session} session
 * @param {number} tabId
 */
export async function showTabInView(session, tabId) {
  const view = await session.extensionPage();
  await goToExtensionPage(view, session.extensionUrl(`${session.popupPath}?tabId=${tabId}`));
}

/**
 * Until a person has closed all windows. Only on Linux and Windows does the browser end with them.
 * @param {Session} session
 * @returns {Promise<void>}
 */
export function allWindowsClosed({ browser }) {
  return new Promise((resolve) => {
    browser.on('targetdestroyed', async () => {
      const pages = await browser.pages().catch(() => []);
      if (pages.length === 0) resolve();
    });
  });
}
