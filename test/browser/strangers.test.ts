import type { CDPSession, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goToExtensionPage } from '../../src/cli/extension-page.mjs';
import { launchWithExtension, type Session } from '../../src/cli/launch.mjs';
import { FIREFOX_UUID } from '../../src/cli/launch-options.mjs';
import { type Lab, startLab } from '../lab/server.mjs';
import { makeStranger, STRANGER_ID, STRANGER_UUID } from './stranger-extension.mjs';
import { BROWSERS, until } from './support';

/*
 * Nobody but the extension's own pages is answered: no other extension, no page, no script in the world of
 * our content scripts. And the extension asks the network for nothing until a person clicks.
 */

type Api = { browser: typeof import('webextension-polyfill') };
const UUIDS = JSON.stringify({
  'whylag@whylag.dev': FIREFOX_UUID,
  [STRANGER_ID]: STRANGER_UUID,
});

/** Runs in a page that is not ours: what it gets for each thing that it tries. */
const tryToTalk = async (id: string): Promise<Record<string, string>> => {
  type Runtime = Api['browser']['runtime'];
  const scope = globalThis as { browser?: { runtime?: Runtime }; chrome?: { runtime?: Runtime } };
  const runtime = scope.browser?.runtime ?? scope.chrome?.runtime;
  const said: Record<string, string> = {};
  for (const message of [
    { type: 'tabs' },
    { type: 'report', tabId: 1 },
    { type: 'pause', tabId: 1, paused: true },
    { type: 'gone', load: 'abc-1' },
  ]) {
    try {
      if (!runtime?.sendMessage) throw new Error('nothing to send with');
      const answer = await runtime.sendMessage(id, message);
      said[message.type] = `answer ${JSON.stringify(answer)}`;
    } catch (error) {
      said[message.type] = `error ${(error as Error).message}`;
    }
  }
  said.port = await new Promise<string>((done) => {
    try {
      if (!runtime?.connect) throw new Error('nothing to connect with');
      const port = runtime.connect(id, { name: 'page' });
      port.onMessage.addListener((word) => done(`heard ${JSON.stringify(word)}`));
      port.onDisconnect.addListener(() => {
        void (runtime as { lastError?: unknown }).lastError;
        done('cut');
      });
      port.postMessage({ type: 'idle', load: 'abc-1' });
    } catch (error) {
      done(`error ${(error as Error).message}`);
    }
  });
  said.file = await fetch(`${location.protocol}//${id}/manifest.json`).then(
    () => 'read',
    () => 'not read',
  );
  return said;
};

describe.each(BROWSERS)('strangers in %s', (kind) => {
  let lab: Lab;
  let session: Session;
  let stranger: ReturnType<typeof makeStranger>;
  /** What other extensions call ours, and where its files are. */
  let id = '';
  let base = '';
  let page: Page;

  beforeAll(async () => {
    lab = await startLab();
    stranger = makeStranger(kind);
    session = await launchWithExtension({
      browser: kind,
      handleSignals: false,
      prefs: { 'extensions.webextensions.uuids': UUIDS },
    });
    base = session.extensionUrl('');
    id = kind === 'chrome' ? new URL(base).host : 'whylag@whylag.dev';
    page = await session.browser.newPage();
    await page.goto(`${lab.origin}/pages/five-sockets.html`);
    await until('five sockets', async () => {
      const { resources } = await session.reportFor(page);
      return resources.webSocket.live === 5;
    });
  });
  afterAll(async () => {
    await session?.close();
    await lab?.close();
    stranger?.remove();
  });

  const stored = (): Promise<string> =>
    session.evaluateInExtension(async () =>
      JSON.stringify(await (globalThis as unknown as Api).browser.storage.local.get(null)),
    );
  const isUnharmed = async (): Promise<void> => {
    expect((await session.reportFor(page)).resources.webSocket).toMatchObject({ live: 5 });
    expect(await stored()).toBe('{}');
  };

  test('another extension is not answered, and reads no file of ours', async () => {
    const strangerId = await session.browser.installExtension(stranger.dir);
    const origin =
      kind === 'chrome' ? `chrome-extension://${strangerId}` : `moz-extension://${STRANGER_UUID}`;
    const own = await session.browser.newPage();
    await goToExtensionPage(own, `${origin}/page.html`);
    const { file, ...said } = await own.evaluate(tryToTalk, id);
    for (const answer of Object.values(said))
      expect(answer).toMatch(/^error (Could not establish connection|.*Receiving end)|^cut$/);
    expect(file).toBe('not read');
    // The tries were real: its own page answers to itself.
    expect(await own.evaluate(() => (globalThis as unknown as Api).browser.runtime.id)).toBe(
      kind === 'chrome' ? strangerId : STRANGER_ID,
    );
    await own.close();
    await isUnharmed();
  });

  test('a page that knows the id has nothing to send with, loads no file and frames no page of ours', async () => {
    const { file: _, ...said } = await page.evaluate(tryToTalk, id);
    for (const answer of Object.values(said)) expect(answer).toMatch(/^error nothing to/);
    const seen = await page.evaluate(async (origin) => {
      const loads = (element: HTMLElement & { src?: string }) =>
        new Promise<boolean>((done) => {
          element.onload = () => done(true);
          element.onerror = () => done(false);
          document.body.append(element);
        });
      return {
        fetched: await fetch(`${origin}manifest.json`).then(
          () => true,
          () => false,
        ),
        image: await loads(Object.assign(new Image(), { src: `${origin}icons/icon-16.png` })),
        script: await loads(
          Object.assign(document.createElement('script'), {
            src: `${origin}src/page/page.iife.js`,
          }),
        ),
      };
    }, base);
    expect(seen).toEqual({ fetched: false, image: false, script: false });
    await isUnharmed();
  });

  /** Runs in the isolated world of our content script, as a page would that has taken its process over. */
  const inBridge = async (cdp: CDPSession, contextId: number, code: string): Promise<unknown> => {
    const { result } = await cdp.send('Runtime.evaluate', {
      expression: code,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value;
  };
  test.runIf(kind === 'chrome')(
    'a script in the world of our content scripts is refused what our pages may ask',
    async () => {
      const cdp = await page.createCDPSession();
      const found = new Promise<number>((done) =>
        cdp.on('Runtime.executionContextCreated', ({ context }) => {
          if (context.origin === base.slice(0, -1)) done(context.id);
        }),
      );
      await cdp.send('Runtime.enable');
      const contextId = await found;
      const tabId = await session.tabIdOf(page);
      for (const message of [
        { type: 'tabs' },
        { type: 'report', tabId },
        { type: 'popup', tabId },
        { type: 'pause', tabId, paused: true },
        { type: 'observe-only', tabId, only: true },
        { type: 'close-others', tabId, tabIds: [] },
        { type: 'unregister-workers', tabId },
      ]) {
        const code = `chrome.runtime.sendMessage(${JSON.stringify(message)}).then((a) => 'answer ' + JSON.stringify(a), (e) => 'error')`;
        expect(await inBridge(cdp, contextId, code)).toMatch(/^(answer (undefined|null)|error)$/);
      }
      // Another line of its own, on which it says what no bridge says: cut after some words of it.
      const cut = `new Promise((done) => {
        const port = chrome.runtime.connect({ name: 'page' });
        const heard = [];
        port.onMessage.addListener((word) => heard.push(word));
        port.onDisconnect.addListener(() => done(heard));
        for (let i = 0; i < 40; i++) port.postMessage({ type: 'tabs', i });
      })`;
      expect(await inBridge(cdp, contextId, cut)).toEqual(['stop']);
      await cdp.detach();
      await isUnharmed();
    },
  );

  test('the extension asks the network for nothing until a person clicks', async () => {
    const listening = await session.extensionPage();
    await listening.evaluate(() => {
      const { webRequest } = (globalThis as unknown as Api).browser;
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      webRequest.onBeforeRequest.addListener(
        (details) => {
          const { initiator, originUrl, documentUrl, url } = details as typeof details & {
            initiator?: string;
          };
          const by = initiator ?? originUrl ?? documentUrl ?? '';
          if (/^(chrome|moz)-extension:/.test(by) && /^https?:|^wss?:/.test(url)) seen.push(url);
          return undefined;
        },
        { urls: ['<all_urls>'] },
      );
    });
    const seen = () => listening.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    const tabId = await session.tabIdOf(page);
    const popup = await session.openExtensionPage(`${session.popupPath}?tabId=${tabId}`);
    await page.reload();
    await until('the popup shows the page', async () =>
      /5 connections/.test((await popup.evaluate('document.body.innerText')) as string),
    );
    await session.report(tabId);
    await session.markdown(tabId);
    expect(await seen()).toEqual([]);
    await session.evaluateInExtension(
      (message) => (globalThis as unknown as Api).browser.runtime.sendMessage(message),
      { type: 'sources', tabId },
    );
    // The listener does see what the extension asks for.
    await until('the page’s own scripts are asked for', async () => (await seen()).length > 0);
    for (const url of await seen()) expect(url.startsWith(`${lab.origin}/`)).toBe(true);
    await popup.close();
  });
});
