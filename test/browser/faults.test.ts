import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BrowserKind } from '../../src/cli/find-browser.mjs';
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
  /** Of the fault that the page must show. */
  sites: string[];
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
const watch = async (
  session: Session,
  lab: LabPage,
  inFront: ReturnType<typeof createFront>,
): Promise<Outcome> => {
  const server = await startLab();
  const outcome: Outcome = { found: new Set(), summaries: [], sites: [] };
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
        if (finding.id === lab.fault) outcome.sites = finding.sites.map(({ stack }) => stack);
      }
    }
  } finally {
    await tab.page?.close();
    await server.close();
  }
  return outcome;
};

const pagesFor = (kind: BrowserKind): LabPage[] =>
  PAGES.filter((page) => !needsFront(page) && (kind === 'chrome' || inFirefox(page)));

/** Watches all pages of the lab in one browser. */
const watchAll = async (kind: BrowserKind): Promise<Map<string, Outcome>> => {
  /** Behind other tabs, Firefox's own delay before each try hides for most of a minute how the page waits. */
  const alone = (page: LabPage): boolean =>
    page.busy === true ||
    page.front === true ||
    (kind === 'firefox' && page.path.includes('storm-fixed-second'));
  const pages = pagesFor(kind);
  const outcomes = new Map<string, Outcome>();
  const session = await launchWithExtension({
    browser: kind,
    fakeAudioWav: await speechWav(),
    handleSignals: false,
  });
  const inFront = createFront();
  try {
    // The long ones first: nobody waits for one of them at the end.
    const queue = pages.filter((page) => !alone(page)).sort((a, b) => b.seconds - a.seconds);
    const work = async (): Promise<void> => {
      for (let page = queue.shift(); page; page = queue.shift())
        outcomes.set(page.path, await watch(session, page, inFront));
    };
    await Promise.all(Array.from({ length: TOGETHER }, work));
    for (const page of pages.filter(alone))
      outcomes.set(page.path, await watch(session, page, inFront));
  } finally {
    await session.close();
  }
  return outcomes;
};

/** Most of it is waiting: both browsers do it at the same time. */
const watched = new Map<BrowserKind, Promise<Map<string, Outcome>>>();
beforeAll(async () => {
  for (const kind of BROWSERS) watched.set(kind, watchAll(kind));
  // Each block of tests reads its own; one that fails must not be unheard until then.
  await Promise.allSettled(watched.values());
}, 600_000);

describe.each(BROWSERS)('the lab in %s', (kind) => {
  test.each(pagesFor(kind).map((page) => [page.path, page] as const))('%s', async (path, page) => {
    const outcomes = (await watched.get(kind)) ?? new Map<string, Outcome>();
    const { found, summaries, sites } = outcomes.get(path) as Outcome;
    const wanted = page.fault ? [page.fault] : [];
    const others = page.mayAlso ?? [];
    const told = [...found].filter((id) => !others.some((other) => other === id));
    expect(told, summaries.at(-1)).toEqual(wanted);
    if (page.site) expect(sites[0]?.split('\n')[0]).toContain(page.site);
  });
});
