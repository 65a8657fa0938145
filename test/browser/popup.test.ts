import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../src/cli/setup.mjs';
import type { Report } from '../../src/core/report';
import { activeIn, BROWSERS, shows, textOf, until, useBench } from './support';

/** `WHYLAG_SCREENSHOTS=1` renews the pictures of the documentation; otherwise they are thrown away. */
const SHOTS = process.env.WHYLAG_SCREENSHOTS
  ? join(ROOT, 'docs', 'screenshots')
  : join(ROOT, 'node_modules', '.cache', 'whylag-shots');

describe.each(BROWSERS)('the popup in %s', (kind) => {
  const bench = useBench(kind);

  const openPopup = async (tabId: number): Promise<Page> => {
    const popup = await bench.session.openExtensionPage(
      `${bench.session.popupPath}?tabId=${tabId}`,
    );
    await popup.setViewport({ width: 460, height: 900 });
    return popup;
  };
  const popupOf = async (page: Page): Promise<Page> => openPopup(await bench.session.tabIdOf(page));
  const shoot = async (popup: Page, name: string): Promise<void> => {
    if (kind !== 'chrome') return;
    mkdirSync(SHOTS, { recursive: true });
    for (const theme of ['light', 'dark']) {
      await popup.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
      await popup.screenshot({
        path: join(SHOTS, `popup-${name}-${theme}.png`) as `${string}.png`,
      });
    }
  };

  test('a storm: the verdict first, then cause, evidence and repair, renewed while it is open', async () => {
    const page = await bench.open('/pages/storm-zero.html');
    await bench.reportWhen('the storm', page, (r) => activeIn(r).includes('reconnect-storm'));
    const popup = await popupOf(page);
    const text = await shows(popup, /This page (reconnects|tries again)/);
    expect(text.search(/This page (reconnects|tries again)/)).toBeLessThan(
      text.indexOf('What to do'),
    );
    const attempts = async () =>
      Number(/Tries in all\s+([\d,]+)/.exec(await textOf(popup))?.[1]?.replace(',', ''));
    const first = await attempts();
    await until('the popup counts on', async () => (await attempts()) > first);
    await shoot(popup, 'storm');
    await popup.close();
    await page.close();
  });

  test('a healthy page and one that uses nothing: nothing wrong, and nothing seen yet', async () => {
    const page = await bench.open('/pages/five-sockets.html');
    const popup = await popupOf(page);
    await shows(popup, /Nothing wrong found: 5 connections/);
    await shoot(popup, 'healthy');
    await page.goto(`${bench.lab.origin}/pages/plain.html`);
    await page.bringToFront();
    await popup.bringToFront();
    await shows(popup, /Nothing to observe yet/);
    await shoot(popup, 'quiet');
    await popup.close();
    await page.close();
  });

  test('three tabs of one site: listed with what each holds, closed after a second click', async () => {
    const pages = [
      await bench.open('/voice.html'),
      await bench.open('/voice.html'),
      await bench.open('/voice.html'),
    ];
    const [first] = pages as [Page, Page, Page];
    await bench.reportWhen(
      'three voices',
      first,
      (r) => r.findings[0]?.evidence.tabsWithVoice === 3,
      60_000,
    );
    const popup = await popupOf(first);
    await shows(popup, /3 open tabs/);
    await shoot(popup, 'accumulation');
    const click = (name: string) =>
      popup.evaluate((wanted) => {
        const buttons = [...document.querySelectorAll('button')];
        buttons.find((b) => b.textContent.trim() === wanted)?.click();
      }, name);
    for (let left = 1; left >= 0; left--) {
      await click('Close…');
      await until('the question', async () => (await textOf(popup)).includes('Close this tab?'));
      await click('Close it');
      await until('the tab is gone', async () => {
        const tabs = await bench.session.tabs();
        return tabs.filter((t) => t.open && t.url.endsWith('/voice.html')).length === left + 1;
      });
      // The row that was asked about goes with the next answer of the background.
      await until('the list is shorter', async () => {
        const text = await textOf(popup);
        return !text.includes('Close this tab?') && text.split('Close…').length - 1 === left;
      });
    }
    await shows(popup, /Nothing is wrong at this moment, but 1 earlier finding is over/);
    await popup.close();
    await first.close();
  });

  test('a page that no extension may observe says so', async () => {
    const page = await bench.session.browser.newPage();
    if (kind === 'chrome') await page.goto('chrome://version');
    const tabId = await bench.session.evaluateInExtension(async () => {
      const tabs = await (
        globalThis as unknown as { browser: typeof import('webextension-polyfill') }
      ).browser.tabs.query({});
      return tabs.findLast((tab) => /^(chrome|about):/.test(tab.url ?? ''))?.id ?? -1;
    });
    const popup = await openPopup(tabId);
    await shows(popup, /lets no extension observe this page/);
    await shoot(popup, 'forbidden');
    await popup.close();
    await page.close();
  });

  test('a tab that is not there is an error that names it', async () => {
    const popup = await openPopup(7654321);
    await shows(popup, /no tab with the id 7654321/);
    await popup.close();
  });

  test.runIf(kind === 'chrome')('the exported files are the report', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'whylag-export-'));
    const client = await bench.session.browser.target().createCDPSession();
    await client.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    const page = await bench.open('/pages/storm-flap.html?secret=planted');
    await bench.reportWhen('the storm', page, (r) => activeIn(r).length === 1);
    const popup = await popupOf(page);
    await shows(popup, /This page (reconnects|tries again)/);
    for (const name of ['Export JSON', 'Export Markdown']) {
      await popup.evaluate((wanted) => {
        [...document.querySelectorAll('button')]
          .find((b) => b.textContent.trim() === wanted)
          ?.click();
      }, name);
    }
    const files = await until('two files', async () => {
      const names = readdirSync(folder).filter((name) => /\.(json|md)$/.test(name));
      return names.length === 2 && names.sort();
    });
    const [json, markdown] = files.map((name) => readFileSync(join(folder, name), 'utf8')) as [
      string,
      string,
    ];
    const report = JSON.parse(json) as Report;
    expect(report.schemaVersion).toBe(1);
    expect(report.findings[0]?.id).toBe('reconnect-storm');
    expect(markdown).toContain('reconnect-storm');
    expect(json + markdown).not.toContain('planted');
    rmSync(folder, { recursive: true });
    await popup.close();
    await page.close();
  });

  test('the badge counts the findings of its tab', async () => {
    const page = await bench.open('/pages/storm-flap.html');
    await bench.reportWhen('the storm', page, (r) => activeIn(r).length === 1);
    const tabId = await bench.session.tabIdOf(page);
    const badge = () =>
      bench.session.evaluateInExtension(async (id) => {
        const { action } = (
          globalThis as unknown as { browser: typeof import('webextension-polyfill') }
        ).browser;
        return action.getBadgeText({ tabId: id });
      }, tabId);
    expect(await until('the badge', badge)).toBe('1');
    await page.goto(`${bench.lab.origin}/pages/plain.html`);
    await until('no badge', async () => (await badge()) === '');
    await page.close();
  });
});
