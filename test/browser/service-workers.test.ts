import { beforeAll, describe, expect, test } from 'vitest';
import type { BrowserKind } from '../../src/cli/find-browser.mjs';
import { launchWithExtension, type Session } from '../../src/cli/launch.mjs';
import type { Finding, Report } from '../../src/core/report';
import type { LeftBehind, WorkersReply } from '../../src/protocol/messages';
import { type Lab, startLab } from '../lab/server.mjs';
import { BROWSERS, stopBackground, until } from './support';

/*
 * Service workers outlive their tabs. Each page has an origin of its own; both browsers are watched at once,
 * because most of it is waiting.
 */

type Api = { browser: typeof import('webextension-polyfill') };

interface Unregistered {
  told: LeftBehind[];
  reply: WorkersReply;
  left: Report;
}

interface Outcome {
  /** While its page was open, and from when it was closed on. */
  open: Report;
  closed: Report[];
  /** What came of a person's click in the closed tab's report, if there was one. */
  unregistered?: Unregistered;
}

/** Unregisters the workers of a closed tab's origin, as its popup does. */
const unregister = async (session: Session, tabId: number): Promise<Unregistered> => {
  const other = await session.evaluateInExtension(async () => {
    const [tab] = await (globalThis as unknown as Api).browser.tabs.query({});
    return tab?.id ?? -1;
  });
  const { leftBehind: told } = await session.snapshot(other);
  const reply = await session.evaluateInExtension(
    (id) =>
      (globalThis as unknown as Api).browser.runtime.sendMessage({
        type: 'unregister-workers',
        tabId: id,
      }) as Promise<WorkersReply>,
    tabId,
  );
  const left = await until('it is over', async () => {
    const report = await session.report(tabId);
    return !goesOn(report) && report;
  });
  return { told, reply, left };
};

const isActive = ({ id, until: end }: Finding): boolean =>
  id === 'orphan-service-worker' && end === null;
const socketOf = ({ endpoints }: Report) =>
  endpoints.find(({ url }) => url.endsWith('/service-worker-ws'));
const goesOn = (report: Report): boolean => report.findings.some(isActive);

interface Left {
  lab: Lab;
  tabId: number;
  open: Report;
}

/** Opens a page, and closes it when its service worker is known. */
const leave = async (session: Session, path: string): Promise<Left> => {
  const lab = await startLab();
  const page = await session.browser.newPage();
  await page.goto(lab.origin + path, { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(() => document.querySelector('output')?.textContent);
  const tabId = await session.tabIdOf(page);
  const isShown = path.includes('sockets') && session.kind === 'firefox';
  const open = await until('its worker is known', async () => {
    const report = await session.report(tabId);
    const [worker] = report.serviceWorkers;
    const isEnough = !isShown || (socketOf(report)?.unattributed ?? 0) > 0;
    return worker?.state === 'activated' && isEnough && report;
  });
  await page.close();
  await until('it is closed', async () =>
    (await session.tabs()).some((tab) => tab.tabId === tabId && !tab.open),
  );
  return { lab, tabId, open };
};

/** Reads the report of a tab that was left until `enough`. */
const watch = async (
  session: Session,
  { tabId, open }: Left,
  enough: (reports: Report[], seconds: number) => boolean,
): Promise<Outcome> => {
  const begun = Date.now();
  const closed: Report[] = [];
  await until(
    `enough of ${open.tab.url} is seen`,
    async () => {
      closed.push(await session.report(tabId));
      return enough(closed, (Date.now() - begun) / 1000);
    },
    60_000,
  );
  const isClicked = goesOn(closed.at(-1) as Report) && !socketOf(open);
  return { open, closed, ...(isClicked && { unregistered: await unregister(session, tabId) }) };
};

/** A loop is found after 14 s. */
const SILENT_S = 17;
const found = (reports: Report[]): boolean => reports.some(goesOn);
const waited = (_reports: Report[], seconds: number): boolean => seconds > SILENT_S;

const watchAll = async (kind: BrowserKind) => {
  const session = await launchWithExtension({ browser: kind, handleSignals: false });
  const labs: Lab[] = [];
  try {
    const pages = ['going-on.html', 'going-on.html?by=sockets', 'caching.html'];
    const left = await Promise.all(pages.map((page) => leave(session, `/pages/${page}`)));
    labs.push(...left.map(({ lab }) => lab));
    // What is known of them outlives the background.
    if (kind === 'chrome') await stopBackground(session);
    const [byRequests, bySockets, sleeping] = left as [Left, Left, Left];
    const [requests, sockets, caching] = await Promise.all([
      watch(session, byRequests, found),
      watch(session, bySockets, kind === 'firefox' ? found : waited),
      watch(session, sleeping, waited),
    ]);
    return { requests, sockets, caching };
  } finally {
    await session.close();
    for (const lab of labs) await lab.close();
  }
};

const watched = new Map<BrowserKind, ReturnType<typeof watchAll>>();
beforeAll(async () => {
  for (const kind of BROWSERS) watched.set(kind, watchAll(kind));
  await Promise.allSettled(watched.values());
}, 180_000);

describe.each(BROWSERS)('service workers in %s', (kind) => {
  const outcomes = () => watched.get(kind) as ReturnType<typeof watchAll>;

  test('one that goes on is found in the report of its closed tab, and in no other', async () => {
    const { requests } = await outcomes();
    const finding = requests.closed.at(-1)?.findings.find(isActive);
    expect(finding?.summary).toMatch(/its service worker has asked \d+ times for .*\/lab\/counts/);
    expect(finding?.evidence.scope).toMatch(/\/pages\/$/);
    expect(goesOn(requests.open)).toBe(false);
  });

  test('it is told of in any popup, and unregistered from a page that is opened for it', async () => {
    const { requests } = await outcomes();
    const { tab } = requests.open;
    const { told, reply, left } = requests.unregistered ?? {};
    expect(told).toContainEqual({ tabId: tab.tabId, origin: tab.origin });
    expect(reply).toEqual({ unregistered: 1, failed: 0 });
    expect(left?.serviceWorkers).toEqual([]);
    expect(left?.findings.map(({ id, until: end }) => [id, typeof end])).toEqual([
      ['orphan-service-worker', 'number'],
    ]);
  });

  test('silent: one that fills its cache and sleeps', async () => {
    const { caching } = await outcomes();
    expect(caching.closed.flatMap(({ findings }) => findings)).toEqual([]);
  });

  test('the list outlives the tab', async () => {
    for (const { open, closed } of Object.values(await outcomes())) {
      expect(open.serviceWorkers).toMatchObject([{ state: 'activated', openTabs: 1 }]);
      for (const { serviceWorkers } of closed)
        expect(serviceWorkers).toMatchObject([
          { scope: open.serviceWorkers[0]?.scope, openTabs: 0 },
        ]);
    }
  });

  test('its sockets are shown in Firefox, and said not to be observable in Chromium', async () => {
    const { sockets } = await outcomes();
    const last = sockets.closed.at(-1) as Report;
    const [before, after] = [socketOf(sockets.open), socketOf(last)];
    if (kind === 'chrome') {
      expect([before, after]).toEqual([undefined, undefined]);
      expect(last.serviceWorkers[0]?.handshakes).toBeNull();
      expect(last.limits.join()).toMatch(/service workers are not observable in Chromium/);
      expect(found(sockets.closed)).toBe(false);
      return;
    }
    expect(before).toMatchObject({ attempts: 0, live: 0 });
    expect(after?.unattributed).toBeGreaterThan(before?.unattributed ?? 0);
    // The row leaves out those of the last second.
    const handshakes = last.serviceWorkers[0]?.handshakes ?? 0;
    expect(handshakes).toBeGreaterThanOrEqual(after?.unattributed ?? 0);
    expect(last.findings.find(isActive)?.summary).toMatch(/opened \d+ connections to .*worker-ws/);
  });
});
