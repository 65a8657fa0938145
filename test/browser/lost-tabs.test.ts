import { describe, expect, test } from 'vitest';
import { BROWSERS, until, useBench } from './support';

interface WithTabs {
  browser: typeof import('webextension-polyfill');
}

/** Tabs that lose their page without being closed. */
describe.each(BROWSERS)('a tab of %s without its page', (kind) => {
  const bench = useBench(kind);
  const { open, reportWhen } = bench;
  const path = '/pages/five-sockets.html';
  const mine = async () =>
    (await bench.session.tabs()).filter((tab) => tab.url === bench.lab.origin + path);

  test('unloaded by the browser: one tab, with its history, whatever its id', async () => {
    const page = await open(path);
    await reportWhen('five sockets', page, (r) => r.resources.webSocket.live === 5);
    const before = await bench.session.tabIdOf(page);
    // A tab that is in front is not unloaded.
    await bench.session.browser.newPage();
    await bench.session.evaluateInExtension(
      (id) => (globalThis as unknown as WithTabs).browser.tabs.discard(id),
      before,
    );
    if (kind === 'firefox') {
      const snapshot = await until('nothing lives', async () => {
        const seen = await bench.session.snapshot(before);
        return seen.observation === 'discarded' && seen;
      });
      expect(snapshot.verdict.text).toMatch(/unloaded this tab/);
      expect(snapshot.report.resources.webSocket).toMatchObject({ created: 5, live: 0 });
      expect(await mine()).toHaveLength(1);
      return;
    }
    // Chromium gives it another id, and loads it again at once because a debugger looks at it.
    const [tab] = await until('the tab has another id', async () => {
      const tabs = await mine();
      return tabs.some(({ tabId }) => tabId !== before) && tabs;
    });
    await until('it is loaded again, and its history is there', async () => {
      const { resources } = await bench.session.report(tab?.tabId ?? -1);
      return resources.webSocket.created === 10 && resources.webSocket.live === 5;
    });
    expect(await mine()).toMatchObject([{ open: true, live: { webSocket: 5 } }]);
    await expect(bench.session.report(before)).rejects.toThrow(/knows no tab/);
  });

  test.runIf(kind === 'chrome')('crashed: said, with what is known of it', async () => {
    const page = await open('/pages/chat.html');
    await reportWhen('its socket', page, (r) => r.resources.webSocket.live === 1);
    const tabId = await bench.session.tabIdOf(page);
    page.goto('chrome://crash').catch(() => {});
    const snapshot = await until('the crash is known', async () => {
      const seen = await bench.session.snapshot(tabId);
      return seen.observation === 'crashed' && seen;
    });
    expect(snapshot.verdict).toMatchObject({ tone: 'critical' });
    expect(snapshot.verdict.text).toMatch(/crashed/);
    expect(snapshot.report.resources.webSocket).toMatchObject({ created: 1, live: 0 });
  });
});
