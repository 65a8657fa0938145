import puppeteer from 'puppeteer-core';
import { launchWithExtension } from '../../../src/cli/launch.mjs';
import { chromeArgs, firefoxPrefs } from '../../../src/cli/launch-options.mjs';
import { ensureBrowser } from '../../../src/cli/setup.mjs';
import { startSilentSound } from '../../../src/cli/sound.mjs';

/**
 * The browsers that are compared. `native` and `again` are the same browser without the extension,
 * started twice: how far they differ is how much the method can tell.
 *
 * @typedef {import('../../../src/cli/find-browser.mjs').BrowserKind} BrowserKind
 * @typedef {'native' | 'again' | 'extension'} ArmName
 * @typedef {object} Arm
 * @property {ArmName} name
 * @property {import('puppeteer-core').Browser} browser
 * @property {import('../../../src/cli/launch.mjs').Session | null} session with the extension only
 * @property {() => Promise<void>} close
 */

/** The full clock: Firefox's own is rounded to 20 µs even where a page is isolated. */
const PREFS = {
  'privacy.reduceTimerPrecision': false,
  'privacy.reduceTimerPrecision.unconditional': false,
};

/** @param {BrowserKind} kind @param {ArmName} name @param {Record<string, unknown>} more @returns {Promise<Arm>} */
async function launchPlain(kind, name, more) {
  const executablePath = await ensureBrowser(kind);
  const common = /** @type {const} */ ({
    executablePath,
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
    networkEnabled: false,
  });
  if (kind === 'chrome') {
    const browser = await puppeteer.launch({
      ...common,
      pipe: true,
      enableExtensions: true,
      args: chromeArgs({ headless: true, fakeMedia: true }),
    });
    return { name, browser, session: null, close: () => browser.close() };
  }
  const sound = await startSilentSound();
  const prefs = firefoxPrefs({ extensionId: 'none', fakeMedia: true, realMicrophone: false });
  const browser = await puppeteer.launch({
    ...common,
    browser: 'firefox',
    env: { ...process.env, ...sound?.env },
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: { ...prefs, ...PREFS, ...more },
  });
  const close = async () => {
    await browser.close();
    await sound?.stop();
  };
  return { name, browser, session: null, close };
}

/** @param {BrowserKind} kind @param {Record<string, unknown>} more @returns {Promise<Arm>} */
async function launchWatched(kind, more) {
  const prefs = { ...PREFS, ...more };
  const session = await launchWithExtension({ browser: kind, prefs, handleSignals: false });
  return { name: 'extension', browser: session.browser, session, close: session.close };
}

/**
 * Starts the arms, gives them to `work`, and closes them however it ends.
 * @template T
 * @param {BrowserKind} kind
 * @param {ArmName[]} names
 * @param {(arms: Arm[]) => Promise<T>} work
 * @param {Record<string, unknown>} [prefs] more preferences for Firefox
 */
export async function withArms(kind, names, work, prefs = {}) {
  /** @type {Arm[]} */
  const arms = [];
  try {
    for (const name of names) {
      const watched = name === 'extension';
      arms.push(await (watched ? launchWatched(kind, prefs) : launchPlain(kind, name, prefs)));
    }
    return await work(arms);
  } finally {
    await Promise.all(arms.map((arm) => arm.close()));
  }
}

/**
 * A tab on the bench's own page.
 * @param {Arm} arm
 * @param {string} url
 */
export async function openTab({ browser }, url) {
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'load' });
  return page;
}
