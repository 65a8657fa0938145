import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BrowserKind } from '../../src/cli/find-browser.mjs';
import { launchWithExtension, type Session } from '../../src/cli/launch.mjs';
import type { Report } from '../../src/core/report';
import { KEPT } from '../../src/core/state';
import { startFloodServer } from './floods/server.mjs';
import { BROWSERS, textOf, until } from './support';

/*
 * A page that floods costs bounded memory, is said to be truncated, and harms no other tab. `npm run floods`
 * does a hundred times as much.
 */

type Api = { browser: typeof import('webextension-polyfill') };

const LONG = process.env.WHYLAG_FLOODS === 'long';
const SIZES = LONG
  ? {
      sockets: 100_000,
      endpoints: 20_000,
      longUrls: 200,
      places: 100_000,
      frames: 10_000,
      messages: 200_000,
    }
  : { sockets: 1000, endpoints: 400, longUrls: 3, places: 300, frames: 140, messages: 3000 };
/** A browser makes sockets and frames one by one: ten thousand frames take minutes. */
const PATIENCE_MS = LONG ? 1_500_000 : 60_000;

/** What the session store may hold of both tabs, in characters of JSON: a flooded one has some hundred thousand. */
const STORED = 2_500_000;

const server = startFloodServer();
const sessions = new Map<BrowserKind, Session>();
beforeAll(async () => {
  await Promise.all(
    BROWSERS.map(async (browser) => {
      sessions.set(browser, await launchWithExtension({ browser, handleSignals: false }));
    }),
  );
});
afterAll(async () => {
  await Promise.all([...sessions.values()].map((session) => session.close()));
  (await server).close();
});

const storedBy = (session: Session): Promise<string> =>
  session.evaluateInExtension(async () => {
    const { storage } = (globalThis as unknown as Api).browser;
    return JSON.stringify([await storage.session.get(null), await storage.local.get(null)]);
  });

/** The heap of Chromium's background after a collection, in bytes. */
const heapOf = async ({ browser }: Session): Promise<number> => {
  const target = browser.targets().find((one) => one.type() === 'service_worker');
  const cdp = await target?.createCDPSession();
  await cdp?.send('HeapProfiler.collectGarbage');
  const usage = await cdp?.send('Runtime.getHeapUsage');
  return usage?.usedSize ?? 0;
};

const created = ({ resources }: Report) => ({
  sockets: resources.webSocket.created,
  urls: resources.objectUrl.created,
});

const flood = async (kind: BrowserKind): Promise<void> => {
  const session = sessions.get(kind) as Session;
  const { host } = await server;
  const neighbour = await session.browser.newPage();
  await neighbour.goto(`http://${host}/neighbour`);
  const page = await session.browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`http://${host}/`);
  await until('the neighbour', async () => {
    const { resources } = await session.reportFor(neighbour);
    return resources.webSocket.byState.open === 7;
  });
  const { sockets, endpoints, longUrls, places, frames, messages } = SIZES;
  const run = (code: string) => page.evaluate(`flood.${code}`);
  await run(`messages(${messages}, 'ws://${host}/talk')`);
  await run(`places(${places})`);
  // Of those that a browser has under way at once there is a limit: nobody listens here.
  await run(`sockets(${sockets}, 'ws://127.0.0.1:1/flood')`);
  await run(`endpoints(${endpoints}, 'ws://127.0.0.1:1/many')`);
  await run(`longUrls(${longUrls}, 'ws://127.0.0.1:1/long')`);
  await run(`frames(${frames})`);

  const whole = { sockets: 1 + sockets + endpoints + longUrls, urls: places + KEPT.liveLoads - 1 };
  const over = frames - (KEPT.liveLoads - 1);
  const report = await until(
    'every socket and frame is counted',
    async () => {
      const told = await session.reportFor(page);
      const isWhole = created(told).sockets >= whole.sockets && told.truncated.frames >= over;
      return isWhole && told;
    },
    PATIENCE_MS,
  );
  // Counts are exact where anything is counted; frames over the limit are not, and are said.
  expect(created(report)).toEqual(whole);
  expect(report.truncated.frames).toBe(over);
  expect(report.truncated.dropped).toBeGreaterThan(0);
  const talk = report.endpoints.find(({ url }) => url.endsWith('/talk'));
  expect(talk).toMatchObject({ messagesIn: messages, messagesOut: messages });
  expect(report.endpoints.length).toBeLessThanOrEqual(256);
  expect(report.endpoints.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(whole.sockets);

  await isBounded(session, page, report);
  await isUnharmed(session, neighbour);
  await page.close();
  await neighbour.close();
};

const isBounded = async (session: Session, page: Page, report: Report): Promise<void> => {
  const stored = await storedBy(session);
  expect(stored.length).toBeLessThan(STORED);
  expect(stored).not.toContain('planted-secret');
  expect(stored).not.toContain('made-up-1"');
  expect(JSON.stringify(report)).not.toContain('planted-secret');
  expect(JSON.stringify(report).length).toBeLessThan(STORED);
  const markdown = await session.markdown(report.tab.tabId);
  expect(markdown.length).toBeLessThan(60_000);
  expect(markdown).toMatch(/^- Truncated: /m);
  const popup = await session.openExtensionPage(`${session.popupPath}?tabId=${report.tab.tabId}`);
  await until('the popup says so', async () => /^Truncated: /m.test(await textOf(popup)));
  await popup.close();
  await page.bringToFront();
  if (session.kind === 'chrome') expect(await heapOf(session)).toBeLessThan(60_000_000);
};

/** What the other tab has sent meanwhile is counted to the last message. */
const isUnharmed = async (session: Session, neighbour: Page): Promise<void> => {
  await until('the neighbour’s counts are exact', async () => {
    const before = Number(await neighbour.evaluate('sent()'));
    const { endpoints, resources, truncated } = await session.reportFor(neighbour);
    const after = Number(await neighbour.evaluate('sent()'));
    const out = endpoints.reduce((sum, { messagesOut }) => sum + messagesOut, 0);
    expect(resources.webSocket).toMatchObject({ created: 7, live: 7 });
    expect(truncated).toEqual({ dropped: 0, frames: 0 });
    return before === after && out === after;
  });
};

test('a page that floods is bounded, said to be truncated, and harms no other tab', {
  timeout: 4 * PATIENCE_MS,
}, async () => {
  await Promise.all(BROWSERS.map(flood));
});
