import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HELP, parseStartArguments } from './arguments.mjs';
import { ensureBuilt, fromRoot, loadingInstructions } from './build.mjs';
import { Failure, failureLine } from './failure.mjs';
import { onSignals } from './lifetime.mjs';
import { lastSnapshot, observe, openPage } from './observe.mjs';
import { shownUrl } from './plain-text.mjs';
import { writeReport } from './report-files.mjs';
import { stopChildren } from './run.mjs';
import { ensureBrowser, ensureDependencies, ensurePulse, ensureSpeech, ROOT } from './setup.mjs';
import { formatFindings, styleOf } from './terminal.mjs';
import {
  allWindowsClosed,
  hasDisplay,
  PAGE_WINDOW,
  showTabInView,
  VIEW_WINDOW,
} from './window.mjs';

// Nothing above needs node_modules: what does is imported once they are there.

/**
 * @typedef {import('./arguments.mjs').StartArguments} StartArguments
 * @typedef {import('./launch.mjs').Session} Session
 */

const NAMES = { chrome: 'Chromium', firefox: 'Firefox' };

/** What has to be closed at the end, the last opened first. @type {(() => Promise<void>)[]} */
const opened = [];

/** From when on Ctrl-C is a person's ordinary way to end. */
let isWithPerson = false;

class Interrupted extends Error {
  /** @param {number} exitCode */
  constructor(exitCode) {
    super('interrupted');
    this.exitCode = exitCode;
  }
}

/** @type {Promise<never>} */
const interruption = new Promise((_, reject) => {
  onSignals((exitCode) => reject(new Interrupted(exitCode)));
});
// Nobody may be listening yet when the signal comes.
interruption.catch(() => {});

/** The lab's page, with a voice for its microphone. */
async function openLab() {
  await ensureSpeech();
  const { startLab } = await import('../../test/lab/server.mjs');
  const { speechWav } = await import('../../test/lab/speech.mjs');
  const lab = await startLab();
  opened.push(() => lab.close());
  return { url: `${lab.origin}/voice.html?fault=storm`, fakeAudioWav: await speechWav() };
}

/**
 * Fails as soon as the browser or the page's process is gone.
 * @param {Session} session
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<never>}
 */
function crash({ exitedEarly, kind }, page) {
  return new Promise((_, reject) => {
    page.once('error', () => reject(new Failure('The page crashed.')));
    exitedEarly.then(({ code, signal }) =>
      reject(new Failure(`${NAMES[kind]} ended by itself (${signal ?? `exit code ${code}`}).`)),
    );
  });
}

/** @param {Session} session @param {number} tabId @param {number} seconds */
async function reportOn(session, tabId, seconds) {
  await observe(session, tabId, seconds);
  const snapshot = await lastSnapshot(session, tabId);
  const markdown = await session.markdown(tabId);
  console.log(formatFindings(snapshot, styleOf(process.stdout)));
  const files = writeReport(join(ROOT, 'reports'), snapshot.report, markdown);
  for (const file of files) console.log(`Wrote ${fromRoot(file)}`);
}

/** @param {StartArguments} options */
async function openBrowser(options) {
  const { launchWithExtension } = await import('./launch.mjs');
  const headless = options.headless || !hasDisplay();
  const { url, ...voice } = options.url ? { url: options.url } : await openLab();
  const session = await launchWithExtension({
    browser: options.browser,
    headless,
    // Where a person sits, their own page gets their own microphone and consent.
    fakeMedia: headless || !options.url,
    handleSignals: false,
    args: headless ? [] : PAGE_WINDOW[options.browser],
    ...(headless ? {} : { extensionPage: VIEW_WINDOW }),
    ...voice,
  });
  opened.push(session.close);
  const page = session.firstPage ?? (await session.browser.newPage());
  const gone = crash(session, page);

  const work = async () => {
    // A question that nobody can answer would hold the page for ever.
    if (headless) page.on('dialog', (dialog) => dialog.dismiss().catch(() => {}));
    const [, number = ''] = session.version.split('/');
    console.log(`Opening ${shownUrl(url)} in ${NAMES[session.kind]} ${number} ...`);
    const tabId = await openPage(session, page, url);
    if (headless) return reportOn(session, tabId, options.seconds);
    await showTabInView(session, tabId);
    isWithPerson = true;
    console.log('The page is open, Whylag beside it. Close the browser or press Ctrl-C to end.');
    const ended = session.exitedEarly.then(({ code }) => code === 0 || gone);
    // A crash takes the windows with it; the moment lets it be told from a person's closing them.
    await Promise.race([allWindowsClosed(session).then(() => sleep(1000)), ended]);
  };
  await firstOf(work(), gone, headless);
}

/**
 * A crash makes whatever is under way fail with an error of its own, often before the crash itself
 * is known: then the crash is what a person wants to read.
 * @param {Promise<void>} work
 * @param {Promise<never>} gone
 * @param {boolean} headless
 */
async function firstOf(work, gone, headless) {
  gone.catch(() => {});
  try {
    // With a window, its end is a person's decision.
    await Promise.race(headless ? [work, gone] : [work]);
  } catch (error) {
    await Promise.race([gone, sleep(1000)]);
    throw error;
  }
}

async function closeAll() {
  while (opened.length > 0)
    await opened
      .pop()?.()
      .catch(() => {});
  await stopChildren();
}

/** @param {string[]} argv */
async function main(argv) {
  let isBuilt = false;
  let exitCode = 0;
  try {
    const options = parseStartArguments(argv);
    if (options.help) {
      console.log(HELP);
      return 0;
    }
    const steps = async () => {
      await ensureDependencies();
      await ensureBrowser(options.browser);
      if (options.browser === 'firefox') await ensurePulse().catch(warn);
      await ensureBuilt();
      isBuilt = true;
      await openBrowser(options);
    };
    await Promise.race([steps(), interruption]);
  } catch (error) {
    if (error instanceof Interrupted) {
      exitCode = isWithPerson ? 0 : error.exitCode;
    } else {
      console.error(failureLine(error));
      exitCode = 1;
    }
  }
  await closeAll();
  if (isBuilt) console.log(`\n${loadingInstructions()}`);
  return exitCode;
}

/** Without the sound server all else can still be seen. @param {Error} error */
function warn(error) {
  console.log(`${failureLine(error)} Audio contexts will stay suspended without it.`);
}

process.exit(await main(process.argv.slice(2)));
