import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchWithExtension, type Session } from '../../src/cli/launch.mjs';
import { type LabPage, PAGES } from '../lab/pages.mjs';
import { startLab } from '../lab/server.mjs';
import { speechWav } from '../lab/speech.mjs';
import { BROWSERS } from './support';

/*
 * Every page of the lab: a fault is found by its name and nothing else is, its healthy twin stays
 * without findings for as long as it takes to show what it does. Each page has a lab, and so an
 * origin, of its own; a few run at a time.
 */
const TOGETHER = 4;
/** After a page has shown its fault: the longest definition (growth over 8 s) and a busy machine. */
const PATIENCE_S = 30;

/** Firefox runs the faults and the twins that differ by engine; `npm run accuracy` runs them all. */
const inFirefox = (page: LabPage): boolean =>
  page.onlyIn !== 'chrome' &&
  (page.fault !== null ||
    /requests|restart|backoff|five|strict|sound-effects|reply|worker|iframes/.test(page.path));
/** The voice page plays only in a tab that is in front: `voice.test.ts` has it there. */
const needsFront = (page: LabPage): boolean => page.path.includes('fault=backlog');

interface Outcome {
  found: Set<string>;
  summaries: string[];
}

/**
 * Pages are opened one after another: each is in front while its first scripts run, because a browser lets a
 * tab that is hidden before it has played anything play nothing.
 */
const createFront = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(open: () => Promise<T>): Promise<T> => {
    const opened = last.then(open);
    last = opened.catch(() => {});
    return opened;
  };
};
const inFront = createFront();

const watch = async (session: Session, lab: LabPage): Promise<Outcome> => {
  const server = await startLab();
  const outcome: Outcome = { found: new Set(), summaries: [] };
  const tab: { page?: Page } = {};
  try {
    const page = await inFront(async () => {
      const opened = await session.browser.newPage();
      tab.page = opened;
      await opened.bringToFront();
      await opened.goto(server.origin + lab.path, { waitUntil: 'domcontentloaded' });
      return opened;
    });
    const begun = Date.now();
    const enough = (): boolean =>
      lab.fault
        ? outcome.found.has(lab.fault) || Date.now() - begun > (lab.seconds + PATIENCE_S) * 1000
        : Date.now() - begun > lab.seconds * 1000;
    while (!enough()) {
      await sleep(500);
      for (const finding of (await session.reportFor(page)).findings) {
        outcome.found.add(finding.id);
        outcome.summaries.push(finding.summary);
      }
    }
  } finally {
    await tab.page?.close();
    await server.close();
  }
  return outcome;
};

describe.each(BROWSERS)('the lab in %s', (kind) => {
  const pages = PAGES.filter((page) => !needsFront(page) && (kind === 'chrome' || inFirefox(page)));
  /** Behind other tabs, Firefox's own delay before each try hides for most of a minute how the page waits. */
  const alone = (page: LabPage): boolean =>
    page.busy === true ||
    page.front === true ||
    (kind === 'firefox' && page.path.includes('storm-fixed-second'));
  const outcomes = new Map<string, Outcome>();
  let session: Session;

  beforeAll(async () => {
    session = await launchWithExtension({
      browser: kind,
      fakeAudioWav: await speechWav(),
      handleSignals: false,
    });
    const queue = pages.filter((page) => !alone(page));
    const work = async (): Promise<void> => {
      for (let page = queue.shift(); page; page = queue.shift())
        outcomes.set(page.path, await watch(session, page));
    };
    await Promise.all(Array.from({ length: TOGETHER }, work));
    for (const page of pages.filter(alone)) outcomes.set(page.path, await watch(session, page));
  }, 600_000);
  afterAll(() => session?.close());

  test.each(pages.map((page) => [page.path, page] as const))('%s', (path, page) => {
    const { found, summaries } = outcomes.get(path) as Outcome;
    const wanted = page.fault ? [page.fault] : [];
    const others = page.mayAlso ?? [];
    const told = [...found].filter((id) => !others.some((other) => other === id));
    expect(told, summaries.at(-1)).toEqual(wanted);
  });
});
