import { describe, expect, test } from 'vitest';
import { activeIn, stopBackground, until, useBench } from './support';

/*
 * The background is stopped in the middle of everything. Chromium alone: Firefox gives a test no way
 * to stop one event page. Whatever was going on, counts stay those of the server and no finding is
 * lost, doubled or begun anew.
 */
describe('the background of chrome is stopped', () => {
  const bench = useBench('chrome');
  const { open, report, reportWhen } = bench;

  test('counts stay exact and the finding keeps its beginning', async () => {
    const page = await open('/pages/storm-flap.html');
    const first = await reportWhen('the storm', page, (r) =>
      activeIn(r).includes('reconnect-storm'),
    );
    const since = first.findings[0]?.since;
    for (let round = 0; round < 5; round++) {
      const before = (await report(page)).endpoints[0]?.attempts ?? 0;
      await stopBackground(bench.session);
      const seen = await reportWhen(
        'it counts on',
        page,
        (r) => (r.endpoints[0]?.attempts ?? 0) > before,
      );
      expect(seen.findings.map((f) => f.id)).toEqual(['reconnect-storm']);
      expect(seen.findings[0]?.since).toBe(since);
    }
    await page.evaluate('window.stop()');
    const [row, truth] = await until('page and server agree', async () => {
      const counts = bench.lab.counts('/flap-ws');
      const { endpoints, resources } = await report(page);
      const again = bench.lab.counts('/flap-ws');
      const [endpoint] = endpoints;
      return (
        counts.handshakes === again.handshakes &&
        endpoint?.opened === again.opened &&
        ([{ ...endpoint, created: resources.webSocket.created }, again] as const)
      );
    });
    expect(row.opened).toBe(truth.opened);
    expect(row.created).toBe(row.attempts);
    expect(row.unattributed).toBe(0);
    await page.close();
  });

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
