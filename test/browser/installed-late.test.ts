import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { expect, test } from 'vitest';
import { goToExtensionPage } from '../../src/cli/extension-page.mjs';
import { findBrowser } from '../../src/cli/find-browser.mjs';
import { chromeArgs, FIREFOX_UUID, firefoxPrefs } from '../../src/cli/launch-options.mjs';
import { ROOT } from '../../src/cli/setup.mjs';
import type { TabSummary } from '../../src/core/report';
import { startLab } from '../lab/server.mjs';
import { BROWSERS, shows, until } from './support';

/** A tab that was open before the extension came has no hooks: that is said, and a reload is offered. */
test.each(BROWSERS)('a tab that is older than the extension, in %s', async (kind) => {
  const lab = await startLab();
  const extensionId = kind === 'firefox' ? 'whylag@whylag.dev' : '';
  const browser = await puppeteer.launch({
    browser: kind,
    executablePath: findBrowser(kind) as string,
    headless: true,
    ...(kind === 'chrome'
      ? {
          pipe: true,
          networkEnabled: false,
          enableExtensions: true,
          args: chromeArgs({ headless: true, fakeMedia: true }),
        }
      : {
          args: ['--remote-allow-system-access'],
          extraPrefsFirefox: firefoxPrefs({ extensionId, fakeMedia: true, realMicrophone: false }),
        }),
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${lab.origin}/pages/five-sockets.html`);
    const id = await browser.installExtension(join(ROOT, 'dist', kind));
    const base = kind === 'chrome' ? `chrome-extension://${id}` : `moz-extension://${FIREFOX_UUID}`;
    const popup = await browser.newPage();
    await goToExtensionPage(popup, `${base}/src/views/popup/popup.html`);
    const ask = (message: object): Promise<string> =>
      popup.evaluate(async (sent) => {
        const { browser: api } = globalThis as unknown as {
          browser: { runtime: { sendMessage(message: object): Promise<unknown> } };
        };
        return JSON.stringify(await api.runtime.sendMessage(sent));
      }, message);
    const tab = await until('the tab', async () => {
      const tabs = JSON.parse(await ask({ type: 'tabs' })) as TabSummary[];
      return tabs.find((one) => one.url.endsWith('/five-sockets.html'));
    });
    await popup.close();
    const view = await browser.newPage();
    await goToExtensionPage(view, `${base}/src/views/popup/popup.html?tabId=${tab.tabId}`);
    await shows(view, /open before Whylag was installed/);
    await view.evaluate(() => {
      [...document.querySelectorAll('button')].find((b) => /Reload/.test(b.textContent))?.click();
    });
    await shows(view, /Nothing wrong found: 5 connections/);
    expect(lab.counts().open).toBeGreaterThanOrEqual(5);
  } finally {
    await browser.close();
    await lab.close();
  }
});
