import { setTimeout as sleep } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import { findBrowser } from '../../src/cli/find-browser.mjs';
import { launchWithExtension } from '../../src/cli/launch.mjs';
import { chromeArgs, firefoxPrefs } from '../../src/cli/launch-options.mjs';
import { startSilentSound } from '../../src/cli/sound.mjs';
import { listenToConsole } from './console.mjs';
import { startProbeServer } from './probe-server.mjs';

/**
 * @typedef {import('../../src/cli/find-browser.mjs').BrowserKind} BrowserKind
 * @typedef {Record<string, string>} Facts
 * @typedef {object} Pair Two browsers of one kind, alike but for the extension, and one server.
 * @property {string} origin
 * @property {import('puppeteer-core').Browser} plain
 * @property {import('../../src/cli/launch.mjs').Session} session
 * @property {(path: string) => Promise<[plain: Facts, watched: Facts]>} describe
 * @property {() => Promise<void>} close
 */

/** `gc()` for the probes of collection; it is there in both browsers of a pair. */
const CHROME_ARGS = ['--js-flags=--expose-gc'];
const FIREFOX_PREFS = {
  'dom.testing.testutils.enabled': true,
  // The sockets that one probe has refused would hold up those of the next.
  'network.websocket.delay-failed-reconnects': false,
};

/**
 * The browser as everybody has it, but for what lets a test drive it.
 * @param {BrowserKind} kind
 */
async function launchPlain(kind) {
  const sound = kind === 'firefox' ? await startSilentSound() : undefined;
  const common = {
    executablePath: /** @type {string} */ (findBrowser(kind)),
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
    networkEnabled: false,
    env: { ...process.env, ...sound?.env },
  };
  const media = { fakeMedia: true, realMicrophone: false, extensionId: 'none' };
  const browser = await puppeteer.launch(
    kind === 'chrome'
      ? { ...common, pipe: true, args: chromeArgs({ headless: true, ...media, args: CHROME_ARGS }) }
      : {
          ...common,
          browser: kind,
          args: ['--remote-allow-system-access'],
          extraPrefsFirefox: { ...firefoxPrefs(media), ...FIREFOX_PREFS },
        },
  );
  const close = async () => {
    await browser.close();
    await sound?.stop();
  };
  return { browser, close };
}

/** Longer than any probe takes on a busy machine: a page that hangs shall fail its own test alone. */
const PATIENCE_MS = 60_000;

/**
 * Opens the page, waits for what its probe found out, and adds what its console said.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} url
 * @returns {Promise<Facts>}
 */
export async function describeIn(browser, url) {
  const page = await browser.newPage();
  const describe = async () => {
    const said = await listenToConsole(page);
    await page.goto(url);
    // Awaited in the page: a library may have put a promise of its own there.
    const told = await page.evaluate('(async () => await window.probed)()');
    const facts = JSON.parse(/** @type {string} */ (told));
    return { ...facts, ...(await said()) };
  };
  const patience = new AbortController();
  const hangs = sleep(PATIENCE_MS, null, { signal: patience.signal }).then(() => {
    throw new Error(`${url} does not answer`);
  });
  try {
    return await Promise.race([describe(), hangs]);
  } finally {
    patience.abort();
    hangs.catch(() => {});
    // One that hangs may not close either; its browser will.
    await Promise.race([page.close(), sleep(2000)]);
  }
}

/**
 * @param {BrowserKind} kind
 * @param {{ libs?: string, dir?: string }} [options] `dir`: another build of the extension
 * @returns {Promise<Pair>}
 */
export async function startPair(kind, { libs, dir } = {}) {
  const server = await startProbeServer(libs);
  const [{ browser: plain, close: closePlain }, session] = await Promise.all([
    launchPlain(kind),
    launchWithExtension({
      browser: kind,
      args: kind === 'chrome' ? CHROME_ARGS : [],
      prefs: FIREFOX_PREFS,
      handleSignals: false,
      ...(dir === undefined ? {} : { dir }),
    }),
  ]);
  return {
    origin: server.origin,
    plain,
    session,
    describe: async (path) => {
      const url = server.origin + path;
      return Promise.all([describeIn(plain, url), describeIn(session.browser, url)]);
    },
    close: async () => {
      await session.close();
      await closePlain();
      await server.close();
    },
  };
}
