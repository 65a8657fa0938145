import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll } from 'vitest';
import type { BrowserKind } from '../../src/cli/find-browser.mjs';
import { launchWithExtension, type Session } from '../../src/cli/launch.mjs';
import type { Report } from '../../src/core/report';
import { type Lab, startLab } from '../lab/server.mjs';
import { speechWav } from '../lab/speech.mjs';
import { backgroundStopper } from '../restarts/drive/background.mjs';

/** Both browsers, or the ones named in `WHYLAG_BROWSERS` (for work on one of them). */
export const BROWSERS = (process.env.WHYLAG_BROWSERS ?? 'chrome,firefox').split(
  ',',
) as BrowserKind[];

/**
 * Asks until the answer is there: a condition, never a fixed time. A failure tells the last answer.
 *
 * @param ask gives the answer, or a falsy value (or throws) as long as it is not there
 */
export const until = async <T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  ms = 30_000,
): Promise<T> => {
  const deadline = Date.now() + ms;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await sleep(100);
  }
  throw new Error(`${what}: not within ${ms} ms (${last})`);
};

export interface Bench {
  session: Session;
  lab: Lab;
  /** Opens an address of the lab (a path) or any other in a tab of its own. */
  open(address: string): Promise<Page>;
  report(page: Page): Promise<Report>;
  /** The tab's report as soon as `fits` holds for it. */
  reportWhen(
    what: string,
    page: Page,
    fits: (report: Report) => boolean,
    ms?: number,
  ): Promise<Report>;
}

/** A browser with the extension and a lab, for all tests of the suite that calls it. */
export const useBench = (kind: BrowserKind): Bench => {
  const bench = {} as Bench;
  beforeAll(async () => {
    bench.lab = await startLab();
    bench.session = await launchWithExtension({
      browser: kind,
      fakeAudioWav: await speechWav(),
      handleSignals: false,
    });
  });
  afterAll(async () => {
    await bench.session?.close();
    await bench.lab?.close();
  });
  bench.open = async (address) => {
    const page = await bench.session.browser.newPage();
    const url = address.startsWith('/') ? bench.lab.origin + address : address;
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    return page;
  };
  bench.report = (page) => bench.session.reportFor(page);
  bench.reportWhen = (what, page, fits, ms) =>
    until(
      what,
      async () => {
        const report = await bench.report(page);
        return fits(report) && report;
      },
      ms,
    );
  return bench;
};

/** Stops the background, as the browser does after a while of silence: what it listens to may start it again at once. */
export const stopBackground = async (session: Session): Promise<void> => {
  await until('the background is stopped', await backgroundStopper(session));
};

/** The ids of what is wrong now. */
export const activeIn = (report: Report): string[] =>
  report.findings.filter((finding) => finding.until === null).map((finding) => finding.id);

/** What a page shows as text. */
export const textOf = (page: Page): Promise<string> =>
  page.evaluate('document.body.innerText') as Promise<string>;

/** Waits until the page shows `text`; a failure tells what it shows instead. */
export const shows = async (page: Page, text: RegExp): Promise<string> => {
  let seen = '';
  const asked = until(`the page shows ${text}`, async () => {
    seen = await textOf(page);
    return text.test(seen) && seen;
  });
  return asked.catch((error) => {
    throw new Error(`${error.message}; it shows: ${seen.slice(0, 500)}`);
  });
};
