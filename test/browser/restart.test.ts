import { describe, expect, test } from 'vitest';
import { stopBackground, until, useBench } from './support';

/*
 * The background sleeps, and something happens meanwhile that it does not hear of. Where it is stopped in the
 * middle of its work is in `restarts.test.ts`.
 */
describe('the background of chrome is stopped', () => {
  const bench = useBench('chrome');
  const { open, report, reportWhen } = bench;

  test('an idle page is still counted by the next background, and a tab that was closed meanwhile is not', async () => {
    const stays = await open('/pages/five-sockets.html');
    const leaves = await open('/pages/chat.html');
    await reportWhen('five sockets', stays, (r) => r.resources.webSocket.live === 5);
    await reportWhen('one socket', leaves, (r) => r.resources.webSocket.live === 1);
    const tabId = await bench.session.tabIdOf(leaves);
    await stopBackground(bench.session);
    await leaves.close();
    expect((await report(stays)).resources.webSocket).toMatchObject({ created: 5, live: 5 });
    const closed = await until('the closed tab', async () =>
      (await bench.session.tabs()).find((tab) => tab.tabId === tabId && !tab.open),
    );
    expect(closed.live.webSocket).toBe(0);
    await stays.close();
  });

  test('a page left while the background slept holds nothing any more', async () => {
    const page = await open('/pages/five-sockets.html');
    await reportWhen('five sockets', page, (r) => r.resources.webSocket.live === 5);
    await stopBackground(bench.session);
    await page.goto(`${bench.lab.origin}/pages/plain.html`);
    const seen = await reportWhen('nothing lives', page, (r) => r.resources.webSocket.live === 0);
    expect(seen.resources.webSocket.created).toBe(5);
    await page.close();
  });

  test('a tab that was asked about and never observed is not remembered', async () => {
    const page = await bench.session.browser.newPage();
    await page.goto('chrome://version');
    const tabId = await bench.session.evaluateInExtension(async () => {
      const { tabs } = (
        globalThis as unknown as { browser: typeof import('webextension-polyfill') }
      ).browser;
      return (
        (await tabs.query({})).find(({ url }) => url?.startsWith('chrome://version'))?.id ?? -1
      );
    });
    expect((await bench.session.snapshot(tabId)).observation).toBe('forbidden');
    await stopBackground(bench.session);
    const known = await bench.session.tabs();
    expect(known.map((tab) => tab.tabId)).not.toContain(tabId);
    await page.close();
  });
});
