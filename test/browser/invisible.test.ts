import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { BrowserKind } from '../../src/cli/find-browser.mjs';
import { findBrowser } from '../../src/cli/find-browser.mjs';
import { launchWithExtension, type Session } from '../../src/cli/launch.mjs';
import { chromeArgs, firefoxPrefs } from '../../src/cli/launch-options.mjs';
import { BROWSERS } from './support';

/*
 * The same probes in a browser without and with the extension: what a page can see of the natives,
 * and what happens to a page that watches them, has to be equal to the letter.
 */

const probe = (file: string): string =>
  readFileSync(new URL(`probes/${file}.js`, import.meta.url), 'utf8');

const launchPlain = (kind: BrowserKind): Promise<Browser> =>
  puppeteer.launch({
    browser: kind,
    executablePath: findBrowser(kind) as string,
    headless: true,
    ...(kind === 'chrome'
      ? { pipe: true, networkEnabled: false, args: chromeArgs({ headless: true, fakeMedia: true }) }
      : {
          args: ['--remote-allow-system-access'],
          extraPrefsFirefox: firefoxPrefs({
            extensionId: 'none',
            fakeMedia: true,
            realMicrophone: false,
          }),
        }),
  });

const describeIn = async (browser: Browser, url: string, file: string, fn: string) => {
  const page = await browser.newPage();
  await page.goto(url);
  const description = (await page.evaluate(`${probe(file)};${fn}()`)) as Record<string, string>;
  await page.close();
  return description;
};

describe.each(BROWSERS)('a page in %s cannot tell that it is observed', (kind) => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><title>Probe</title><body></body>');
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) =>
    socket.on('message', (data, binary) => socket.send(data as Buffer, { binary })),
  );
  let url = '';
  let plain: Browser;
  let session: Session;

  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    plain = await launchPlain(kind);
    session = await launchWithExtension({ browser: kind, handleSignals: false });
  });
  afterAll(async () => {
    await plain?.close();
    await session?.close();
    sockets.close();
    server.close();
  });

  test.each([
    ['the shape of the natives', 'shape', 'describeNatives', 4000],
    ['what happens around them', 'behaviour', 'describeBehaviour', 30],
  ])('%s is the same', async (_name, file, fn, least) => {
    const native = await describeIn(plain, url, file, fn);
    const watched = await describeIn(session.browser, url, file, fn);
    // A probe that sees nothing would be equal as well.
    expect(Object.keys(native).length).toBeGreaterThan(least);
    expect(watched).toEqual(native);
  });

  test('the probed page was observed', async () => {
    const { lab, open } = { lab: url, open: session.browser.newPage() };
    const page = await open;
    await page.goto(lab);
    await page.evaluate(() => {
      (globalThis as { kept?: unknown }).kept = new WebSocket(location.href.replace('http', 'ws'));
    });
    const report = await session.reportFor(page);
    expect(report.resources.webSocket.created).toBe(1);
  });
});
