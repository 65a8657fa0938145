import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import type { Page } from 'puppeteer-core';
import { describe, expect, test } from 'vitest';
import { lastSnapshot, observe, openPage } from '../../src/cli/observe.mjs';
import { BROWSERS, shows, until, useBench } from './support';

/*
 * A page whose main thread is blocked answers nobody. Whoever asks about it gets what is known, and
 * that it is blocked; no other tab waits for it.
 */
const BLOCKED_MS = 20_000;

const block = (page: Page): Promise<unknown> =>
  page.evaluate(`setTimeout(() => {
    const end = Date.now() + ${BLOCKED_MS};
    while (Date.now() < end);
  }, 0)`);

describe.each(BROWSERS)('a page in %s that is blocked', (kind) => {
  const bench = useBench(kind);
  const { open, report, reportWhen } = bench;

  /** The answer tells the silence only while it goes on: it has not waited for the end of the block. */
  const blockedSnapshot = (tabId: number) =>
    until('its silence is told', async () => {
      const snapshot = await bench.session.snapshot(tabId);
      return snapshot.silentForMs !== null && snapshot;
    });

  test('popup, report and Markdown tell what is known; after it, all is as before', async () => {
    const page = await open('/pages/five-sockets.html');
    await reportWhen('five sockets', page, (r) => r.resources.webSocket.live === 5);
    const tabId = await bench.session.tabIdOf(page);
    // Opened before: Firefox's driver opens no page while another one is blocked.
    const popup = await bench.session.openExtensionPage(
      `${bench.session.popupPath}?tabId=${tabId}`,
    );
    await shows(popup, /Nothing wrong found: 5 connections/);
    await block(page);
    const snapshot = await blockedSnapshot(tabId);
    expect(snapshot.observation).toBe('observed');
    expect(snapshot.verdict.text).toMatch(/has not answered for .*blocked/);
    expect(snapshot.verdict.tone).not.toBe('ok');
    expect(snapshot.report.resources.webSocket.live).toBe(5);
    expect(await bench.session.markdown(tabId)).toMatch(/had not answered for/);
    await shows(popup, /has not answered for/);
    expect((await blockedSnapshot(tabId)).silentForMs).toBeGreaterThan(0);
    await shows(popup, /Nothing wrong found: 5 connections/);
    expect((await report(page)).limits.join()).not.toMatch(/not answered/);
    await popup.close();
    await page.close();
  });

  test.runIf(kind === 'chrome')('a new background does not wait for it', async () => {
    const blocked = await open('/pages/chat.html');
    const other = await open('/pages/five-sockets.html');
    await reportWhen('one socket', blocked, (r) => r.resources.webSocket.live === 1);
    await reportWhen('five sockets', other, (r) => r.resources.webSocket.live === 5);
    const [blockedId, otherId] = [
      await bench.session.tabIdOf(blocked),
      await bench.session.tabIdOf(other),
    ];
    await block(blocked);
    await blockedSnapshot(blockedId);
    const target = bench.session.browser.targets().find((t) => t.type() === 'service_worker');
    await (await target?.worker())?.close();
    await until('it has caught up', async () => {
      const { catchingUp } = await bench.session.snapshot(otherId);
      return !catchingUp;
    });
    const still = await blockedSnapshot(blockedId);
    // No answer yet is no sign that the page is gone.
    expect(still.report.resources.webSocket.live).toBe(1);
    await blocked.close();
    await other.close();
  });

  test('the command that observes it comes to its end', async () => {
    const page = await bench.session.browser.newPage();
    const tabId = await openPage(
      bench.session,
      page,
      `${bench.lab.origin}/pages/five-sockets.html`,
    );
    await reportWhen('five sockets', page, (r) => r.resources.webSocket.live === 5);
    await block(page);
    const out = new PassThrough();
    let told = '';
    out.on('data', (text) => {
      told += text;
    });
    await observe(bench.session, tabId, 3, out as unknown as NodeJS.WriteStream);
    expect(told).toMatch(/Observing 3\/3 s: 5 sockets made, 5 live/);
    const snapshot = await lastSnapshot(bench.session, tabId);
    expect(snapshot.verdict.text).toMatch(/has not answered for/);
    await page.close();
  });

  test('one that is blocked from its first script on is found to be so', async () => {
    // Nothing but `openPage` may show a web page.
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      const script = `const end = Date.now() + ${BLOCKED_MS}; while (Date.now() < end);`;
      response.end(`<!doctype html><title>Blocked</title><script>${script}</script>`);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    try {
      const page = await bench.session.browser.newPage();
      const tabId = await openPage(bench.session, page, `http://127.0.0.1:${port}/`);
      const { verdict } = await lastSnapshot(bench.session, tabId);
      expect(verdict.text).toMatch(/has not answered for/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
