import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer from 'puppeteer-core';
import { goToExtensionPage, keptExtensionPage } from './extension-page.mjs';
import { Failure } from './failure.mjs';
import { installExtension } from './install.mjs';
import { chromeArgs, FIREFOX_UUID, firefoxPrefs, snapProfileRoot } from './launch-options.mjs';
import { endProcess, watchSignals } from './lifetime.mjs';
import { orFail } from './patience.mjs';
import { ensureBrowser, ROOT } from './setup.mjs';
import { hasSoundServer, startSilentSound } from './sound.mjs';
import { tabFinder } from './tab-of-page.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('../core/report').Report} Report
 * @typedef {import('../core/report').TabSummary} TabSummary
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} BrowserEnd
 */

/**
 * @typedef {object} LaunchSettings
 * @property {import('./find-browser.mjs').BrowserKind} browser
 * @property {boolean} [headless]
 * @property {string} [dir] The unpacked extension; `dist/<browser>` if not given.
 * @property {string[]} [args] More command line arguments for the browser.
 * @property {string} [fakeAudioWav] What the fake microphone hears (48 kHz mono), again and again.
 * @property {boolean} [fakeMedia] A fake microphone that needs no consent, and sound without a
 *   gesture. Off, a person's own devices and autoplay rules apply. On if not given.
 * @property {Record<string, unknown>} [prefs] More preferences for Firefox.
 * @property {boolean} [inPrivate] Whether the extension may run in private windows. Off if not given.
 * @property {string} [userDataDir] A profile that stays; a new one, removed at the end, if not given.
 * @property {import('puppeteer-core').CreatePageOptions} [extensionPage] How the page that questions
 *   to the extension are put from is opened; in the background if not given.
 * @property {boolean} [handleSignals] Whether SIGINT, SIGTERM and SIGHUP close the browser and end
 *   this process. Off for a caller that closes by itself. On if not given.
 */

/**
 * @typedef {object} Session
 * @property {import('./find-browser.mjs').BrowserKind} kind
 * @property {import('puppeteer-core').Browser} browser
 * @property {string} version
 * @property {Page | undefined} firstPage The tab that the browser started with.
 * @property {string} popupPath The popup's page inside the extension.
 * @property {(path: string) => string} extensionUrl
 * @property {(path: string, options?: import('puppeteer-core').CreatePageOptions) => Promise<Page>} openExtensionPage
 * @property {() => Promise<Page>} extensionPage The page that `evaluateInExtension` runs in.
 * @property {<A extends unknown[], R>(fn: (...args: A) => R, ...args: A) => Promise<Awaited<R>>} evaluateInExtension
 * @property {() => Promise<TabSummary[]>} tabs
 * @property {(tabId: number) => Promise<Report>} report
 * @property {(tabId: number) => Promise<string>} markdown
 * @property {(tabId: number) => Promise<import('../protocol/messages').PopupSnapshot>} snapshot
 * @property {(where: Page | string) => Promise<number>} tabIdOf
 * @property {(where: Page | string) => Promise<Report>} reportFor
 * @property {Promise<BrowserEnd>} exitedEarly Settles when the browser ends though nobody called `close`.
 * @property {() => Promise<void>} close
 */

/** The background itself gives a blocked page half a second; starting it anew takes a few. */
const ANSWER_MS = 30_000;

const NAMES = { chrome: 'Chromium', firefox: 'Firefox' };

/** @param {unknown} error @param {string} name */
function launchFailure(error, name) {
  const message = String(error instanceof Error ? error.message : error);
  const lines = message.split('\n').map((line) => line.trim());
  const telling = /sandbox|cannot (open|write)|shared librar|already running/i;
  let why = lines.find((line) => telling.test(line)) ?? lines.find((line) => line !== '');
  if (/X server|cannot open display/i.test(message)) {
    why = `the display ${process.env.DISPLAY} cannot be opened; --headless needs none.`;
  } else if (/Target closed/.test(message)) {
    why = 'it ended at once.';
  }
  return new Failure(`${name} did not start: ${why}`);
}

/**
 * @param {string} program
 * @param {string | undefined} given
 * @returns {{ userDataDir: string | undefined, removeProfile: () => void }}
 */
function profileFor(program, given) {
  const root = given === undefined ? snapProfileRoot(program, homedir()) : undefined;
  // Without a folder of ours puppeteer makes a temporary one and removes it at the end.
  if (!root) return { userDataDir: given, removeProfile: () => {} };
  mkdirSync(root, { recursive: true });
  const userDataDir = mkdtempSync(join(root, 'whylag-'));
  const removeProfile = () => rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeProfile);
  return { userDataDir, removeProfile };
}

/**
 * A browser with the extension in it, in a profile of its own.
 * @param {LaunchSettings} settings
 * @returns {Promise<Session>}
 */
export async function launchWithExtension(settings) {
  const { browser: kind, headless = true, fakeMedia = true, fakeAudioWav, args = [] } = settings;
  const dir = resolve(settings.dir ?? join(ROOT, 'dist', kind));
  const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
  const executablePath = await ensureBrowser(kind);
  const { userDataDir, removeProfile } = profileFor(executablePath, settings.userDataDir);
  const silent = kind === 'firefox' && (headless || !hasSoundServer());
  const sound = silent ? await startSilentSound(fakeMedia ? fakeAudioWav : undefined) : undefined;
  const cleanUp = async () => {
    await sound?.stop();
    removeProfile();
  };

  const common = {
    executablePath,
    headless,
    defaultViewport: headless ? { width: 1280, height: 800 } : null,
    // A flood of frames through the Network domain kills Chromium's pipe.
    networkEnabled: false,
    env: { ...process.env, ...sound?.env },
    ...(userDataDir === undefined ? {} : { userDataDir }),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  };
  const launching =
    kind === 'chrome'
      ? puppeteer.launch({
          ...common,
          pipe: true,
          enableExtensions: true,
          args: chromeArgs({ headless, fakeMedia, fakeAudioWav, args }),
        })
      : puppeteer.launch({
          ...common,
          browser: 'firefox',
          args: ['--remote-allow-system-access', ...args],
          extraPrefsFirefox: {
            ...firefoxPrefs({
              extensionId: manifest.browser_specific_settings.gecko.id,
              fakeMedia,
              realMicrophone: sound?.microphone === true,
            }),
            ...settings.prefs,
          },
        });
  const browser = await launching.catch(async (error) => {
    await cleanUp();
    throw launchFailure(error, NAMES[kind]);
  });

  const program = browser.process();
  let closing = false;
  /** @type {Promise<BrowserEnd>} */
  const exitedEarly = new Promise((settle) => {
    program?.once('exit', (code, signal) => {
      if (!closing) settle({ code, signal });
    });
  });
  const closeOnce = async () => {
    closing = true;
    stopWatching();
    await endProcess(program, () => browser.close());
    await cleanUp();
  };
  /** @type {Promise<void> | undefined} */
  let closed;
  const close = () => {
    closed ??= closeOnce();
    return closed;
  };
  const stopWatching = settings.handleSignals === false ? () => {} : watchSignals(close);

  try {
    const [firstPage] = await browser.pages();
    // Answers when the extension is in place, so the first page is observed from its first script.
    const id = await installExtension(browser, kind, dir, settings.inPrivate === true);
    const base = kind === 'chrome' ? `chrome-extension://${id}` : `moz-extension://${FIREFOX_UUID}`;
    const version = await browser.version();
    const session = sessionOf(kind, browser, base, manifest, settings.extensionPage);
    // The page's hooks are in place now; what watches the network may not be, until the background answers.
    await session.tabs();
    return { ...session, version, firstPage, exitedEarly, close };
  } catch (error) {
    await close();
    throw new Failure(
      `${NAMES[kind]} did not take the extension in ${dir}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/**
 * @param {import('./find-browser.mjs').BrowserKind} kind
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} base
 * @param {{ action: { default_popup: string } }} manifest
 * @param {import('puppeteer-core').CreatePageOptions} [pageOptions]
 * @returns {Omit<Session, 'version' | 'firstPage' | 'exitedEarly' | 'close'>}
 */
function sessionOf(kind, browser, base, manifest, pageOptions) {
  const popupPath = manifest.action.default_popup;
  /** @param {string} path */
  const extensionUrl = (path) => `${base}/${path.replace(/^\//, '')}`;
  const extensionPage = keptExtensionPage(browser, extensionUrl(popupPath), pageOptions);

  /** @type {Session['evaluateInExtension']} */
  const evaluateInExtension = async (fn, ...args) => {
    const page = await extensionPage();
    return /** @type {any} */ (await page.evaluate(/** @type {any} */ (fn), ...args));
  };
  /**
   * The answer travels as text: Firefox's protocol hands over an object that is in it twice as
   * `undefined` the second time.
   * @param {import('../protocol/messages').Request} request
   * @returns {Promise<any>}
   */
  const ask = async (request) => {
    const answer = evaluateInExtension(async (message) => {
      const { runtime } = /** @type {any} */ (globalThis).browser;
      return JSON.stringify(await runtime.sendMessage(message));
    }, request);
    return JSON.parse(await orFail(answer, ANSWER_MS, 'Whylag does not answer.'));
  };
  const tabIdOf = tabFinder(evaluateInExtension);
  return {
    kind,
    browser,
    popupPath,
    extensionUrl,
    extensionPage,
    evaluateInExtension,
    tabIdOf,
    async openExtensionPage(path, options) {
      const page = await browser.newPage(options);
      await goToExtensionPage(page, extensionUrl(path));
      return page;
    },
    tabs: () => ask({ type: 'tabs' }),
    report: (tabId) => ask({ type: 'report', tabId }),
    markdown: (tabId) => ask({ type: 'markdown', tabId }),
    snapshot: (tabId) => ask({ type: 'popup', tabId }),
    reportFor: async (where) => ask({ type: 'report', tabId: await tabIdOf(where) }),
  };
}
