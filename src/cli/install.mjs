/**
 * Puts the unpacked extension in `dir` into the browser, as a person would; gives its id. `inPrivate`: with the
 * permission to run in private windows, which else only a person can give.
 * @param {import('puppeteer-core').Browser} browser
 * @param {import('./find-browser.mjs').BrowserKind} kind
 * @param {string} dir
 * @param {boolean} inPrivate
 * @returns {Promise<string>}
 */
export async function installExtension(browser, kind, dir, inPrivate) {
  if (kind === 'chrome' || !inPrivate) {
    return browser.installExtension(dir, { enabledInIncognito: inPrivate });
  }
  // Puppeteer knows Chromium's word for it alone.
  const { connection } = /** @type {any} */ (browser);
  const { result } = await connection.send('webExtension.install', {
    extensionData: { type: 'path', path: dir },
    'moz:allowPrivateBrowsing': true,
  });
  return result.extension;
}
