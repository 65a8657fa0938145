import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchWithExtension, type Session } from '../../src/cli/launch.mjs';
import { buildMapped } from '../lab/mapped.mjs';
import { BROWSERS, shows, until } from './support';

/*
 * Source positions of a real bundle, looked for in the real popup. Each page is a folder of one server that
 * writes down what it is asked; the page's own service worker and resource timing write down what they see.
 */
const WORKER = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', ({ request }) => self.clients.matchAll().then((all) => {
  for (const one of all) one.postMessage(request.url);
}));`;
const HTML = `<!doctype html><meta charset="utf-8"><title>Mapped</title><script>
document.cookie = 'secret=planted';
globalThis.seen = [];
navigator.serviceWorker.onmessage = ({ data }) => seen.push(data);
globalThis.controlled = navigator.serviceWorker.register('worker.js').then(() => navigator.serviceWorker.ready);
</script><script src="app.js"></script>`;

const EVIL = 'javascript:globalThis.hacked=1//<img src=x onerror=globalThis.hacked=1>\u202e';

describe.each(BROWSERS)('source positions in %s', (kind) => {
  const asked: IncomingMessage[] = [];
  let session: Session;
  let origin = '';
  let script = '';
  let map = '';

  const maps = (): Record<string, string> => ({
    mapped: map,
    header: map,
    broken: '{ "version": 3',
    // Its places are right, its names are not.
    evil: JSON.stringify({
      ...JSON.parse(map),
      sources: [EVIL, EVIL],
      names: Array(20).fill(EVIL),
    }),
    far: JSON.stringify({
      version: 3,
      sections: [{ offset: { line: 2_000_000_000, column: 0 }, map: JSON.parse(map) }],
    }),
    huge: `${map.slice(0, -1)},"x":"${'y'.repeat(21_000_000)}"}`,
  });

  const server = createServer((request, response) => {
    asked.push(request);
    const [, folder = '', file = ''] = (request.url ?? '').split('/');
    const send = (type: string, body: string, headers = {}) =>
      response.writeHead(200, { 'content-type': type, ...headers }).end(body);
    if (file === '') send('text/html', HTML);
    else if (file === 'worker.js') send('text/javascript', WORKER);
    else if (file === 'app.js') {
      const comment =
        folder === 'none' || folder === 'header' ? '' : '\n//# sourceMappingURL=app.js.map';
      const headers = folder === 'header' ? { SourceMap: 'app.js.map' } : {};
      send('text/javascript', script + comment, headers);
    } else if (file === 'app.js.map' && folder === 'moved')
      response.writeHead(302, { location: '/mapped/app.js.map' }).end();
    else if (file === 'app.js.map') send('application/json', maps()[folder] ?? '');
    else response.writeHead(404).end();
  });

  // Its handshakes are refused: they are no part of what is asked for.
  server.on('upgrade', (_request, socket) => socket.destroy());

  beforeAll(async () => {
    ({ script, map } = await buildMapped());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    session = await launchWithExtension({ browser: kind, handleSignals: false });
  });
  afterAll(async () => {
    await session?.close();
    server.closeAllConnections();
    server.close();
  });

  const open = async (folder: string): Promise<{ page: Page; popup: Page; tabId: number }> => {
    const page = await session.browser.newPage();
    await page.goto(`${origin}/${folder}/`);
    await page.evaluate('controlled.then(() => 0)');
    const tabId = await session.tabIdOf(page);
    await until('its socket is known', async () => {
      const { creationSites } = await session.report(tabId);
      return creationSites.some((site) => site.kind === 'webSocket');
    });
    const popup = await session.openExtensionPage(`${session.popupPath}?tabId=${tabId}`);
    await shows(popup, /Where things were created/);
    return { page, popup, tabId };
  };
  /** Unfolds the places and asks for their positions, as a person does. */
  const look = async (popup: Page): Promise<void> => {
    await popup.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      const buttons = [...document.querySelectorAll('button')];
      buttons.find((one) => one.textContent === 'Show source positions')?.click();
    });
  };
  const requestsTo = (path: string) => asked.filter(({ url }) => url === path);

  test('file, line and function; the page’s server alone sees it, and not who asks', async () => {
    const { page, popup, tabId } = await open('mapped');
    const raw = (await session.report(tabId)).creationSites.map(({ stack }) => stack);
    expect(requestsTo('/mapped/app.js')).toHaveLength(1);
    expect(requestsTo('/mapped/app.js.map')).toEqual([]);
    const timings = () => page.evaluate('performance.getEntriesByType("resource").length');
    const before = [await timings(), await page.evaluate('seen.length')];
    const all = asked.length;
    await look(popup);
    await shows(
      popup,
      /openConnection \(connection\.js:\d+:\d+\)\s+keepConnected \(connection\.js:/,
    );
    await shows(popup, /Every place was found|places were found/);
    expect(asked.slice(all).map(({ url }) => url)).toEqual([
      '/mapped/app.js',
      '/mapped/app.js.map',
    ]);
    for (const { method, headers } of asked.slice(all)) {
      expect(method).toBe('GET');
      expect(headers.cookie).toBeUndefined();
      expect(headers.referer).toBeUndefined();
      expect(JSON.stringify(headers)).not.toMatch(/-extension:/);
    }
    expect([await timings(), await page.evaluate('seen.length')]).toEqual(before);
    const report = await session.report(tabId);
    // The page goes on, and creates from further places.
    expect(report.creationSites.map(({ stack }) => stack)).toEqual(expect.arrayContaining(raw));
    expect(report.creationSites.map(({ resolved = '' }) => resolved).join('\n')).toMatch(
      /keepConnected \(connection\.js:\d+:\d+\)/,
    );
    expect(await session.markdown(tabId)).toMatch(/keepConnected \(connection\.js:\d+:\d+\)/);
    await popup.close();
    await page.close();
  });

  test.each([
    ['header', /keepConnected \(connection\.js:\d+:\d+\)/],
    ['none', /app\.js names no source map/],
    ['broken', /app\.js has a source map that cannot be read/],
    ['far', /app\.js has a source map that cannot be read/],
    ['moved', /app\.js has a source map that cannot be fetched/],
    ['huge', /app\.js has a source map that is larger than 20 MB/],
    ['evil', /javascript:globalThis\.hacked=1\/\/<img src=x onerror=globalThis/],
  ])('%s', async (folder, text) => {
    const { page, popup } = await open(folder);
    await look(popup);
    const shown = await shows(popup, text);
    expect(shown).not.toMatch(/\u202e/);
    expect(await popup.evaluate('globalThis.hacked')).toBeUndefined();
    expect(await popup.$$('main img, main a, main script')).toHaveLength(0);
    await popup.close();
    await page.close();
  });
});
