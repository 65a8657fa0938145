import { beforeAll, describe, expect, test } from 'vitest';
import type { BrowserKind } from '../../src/cli/find-browser.mjs';
import { launchWithExtension, type Session } from '../../src/cli/launch.mjs';
import type { Finding, Report } from '../../src/core/report';
import { startLab } from '../lab/server.mjs';
import { BROWSERS, stopBackground, until } from './support';

/*
 * Service workers outlive their tabs. Each page has an origin of its own; both browsers are watched at once,
 * because most of it is waiting.
 */

interface Outcome {
  /** While its page was open, and from when it was closed on. */
  open: Report;
  closed: Report[];
}

const isActive = ({ id, until: end }: Finding): boolean =>
  id === 'orphan-service-worker' && end === null;
const goesOn = (report: Report): boolean => report.findings.some(isActive);

/** Opens a page, closes it when its service worker is known, and reads its report until `enough`. */
const visit = async (
  session: Session,
  path: string,
  enough: (reports: Report[], seconds: number) => boolean,
  meanwhile: (session: Session) => Promise<void> = async () => {},
): Promise<Outcome> => {
  const lab = await startLab();
  try {
    const page = await session.browser.newPage();
    await page.goto(lab.origin + path, { waitUntil: 'domcontentloaded' });
    await page.waitForFunction(() => document.querySelector('output')?.textContent);
    const tabId = await session.tabIdOf(page);
    const open = await until('its worker is known', async () => {
      const report = await session.report(tabId);
      const isSeen = path.includes('sockets') && session.kind === 'firefox';
      const sockets = report.endpoints.some(
        ({ url, unattributed }) => url.endsWith('/service-worker-ws') && unattributed,
      );
      return report.serviceWorkers[0]?.state === 'activated' && (sockets || !isSeen) && report;
    });
    await page.close();
    await until('it is closed', async () =>
      (await session.tabs()).some((tab) => tab.tabId === tabId && !tab.open),
    );
    await meanwhile(session);
    const begun = Date.now();
    const closed: Report[] = [];
    await until(
      'enough is seen',
      async () => {
        closed.push(await session.report(tabId));
        return enough(closed, (Date.now() - begun) / 1000);
      },
      60_000,
    );
    return { open, closed };
  } finally {
    await lab.close();
  }
};

const SILENT_S = 20;
const found = (reports: Report[]): boolean => reports.some(goesOn);
const waited = (_reports: Report[], seconds: number): boolean => seconds > SILENT_S;

const watchAll = async (kind: BrowserKind) => {
  const session = await launchWithExtension({ browser: kind, handleSignals: false });
  try {
    const stop = async (): Promise<void> => {
      if (kind === 'chrome') await stopBackground(session);
    };
    const [requests, sockets, caching] = await Promise.all([
      visit(session, '/pages/going-on.html', found, stop),
      visit(session, '/pages/going-on.html?by=sockets', kind === 'firefox' ? found : waited),
      visit(session, '/pages/caching.html', waited),
    ]);
    return { requests, sockets, caching };
  } finally {
    await session.close();
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
    const of = (report: Report | undefined) =>
      report?.endpoints.find(({ url }) => url.endsWith('/service-worker-ws'));
    const last = sockets.closed.at(-1);
    if (kind === 'chrome') {
      expect([of(sockets.open), of(last)]).toEqual([undefined, undefined]);
      expect(last?.serviceWorkers[0]?.handshakes).toBeNull();
      expect(last?.limits.join()).toMatch(/service workers are not observable in Chromium/);
      expect(found(sockets.closed)).toBe(false);
      return;
    }
    expect(of(sockets.open)).toMatchObject({ attempts: 0, live: 0 });
    expect(of(sockets.open)?.unattributed).toBeGreaterThan(0);
    expect(of(last)?.unattributed).toBeGreaterThan(of(sockets.open)?.unattributed ?? 0);
    expect(last?.serviceWorkers[0]?.handshakes).toBe(of(last)?.unattributed);
    expect(last?.findings.find(isActive)?.summary).toMatch(/opened \d+ connections to .*worker-ws/);
  });
});
