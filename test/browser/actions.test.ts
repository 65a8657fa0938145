import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Request } from '../../src/protocol/messages';
import { type Lab, startLab } from '../lab/server.mjs';
import { activeIn, BROWSERS, shows, stopBackground, textOf, until, useBench } from './support';

type Api = { browser: typeof import('webextension-polyfill') };

/** What a person can do from the popup: each is asked for, or can be taken back, and touches its own site alone. */
describe.each(BROWSERS)('actions in %s', (kind) => {
  const bench = useBench(kind);
  const { open, reportWhen } = bench;
  /** Another port is another site. */
  let elsewhere: Lab;
  beforeAll(async () => {
    elsewhere = await startLab();
  });
  afterAll(() => elsewhere?.close());

  const popupOf = async (page: Page): Promise<Page> => {
    const tabId = await bench.session.tabIdOf(page);
    const popup = await bench.session.openExtensionPage(
      `${bench.session.popupPath}?tabId=${tabId}`,
    );
    await popup.setViewport({ width: 460, height: 900 });
    return popup;
  };
  const click = (popup: Page, name: string): Promise<string> =>
    until(`a button "${name}"`, async () =>
      popup.evaluate((wanted) => {
        const all = [...document.querySelectorAll('button')];
        const button = all.find((b) => b.checkVisibility() && b.textContent.trim() === wanted);
        button?.click();
        return button?.textContent;
      }, name),
    );
  const unfold = (popup: Page): Promise<void> =>
    popup.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
  /** What the background answers, or the error that it rejects with. */
  const ask = (request: Request): Promise<string> =>
    bench.session.evaluateInExtension(async (message) => {
      const { runtime } = (globalThis as unknown as Api).browser;
      try {
        return JSON.stringify(await runtime.sendMessage(message));
      } catch (error) {
        return `rejected: ${(error as Error).message}`;
      }
    }, request);
  const kept = (area: 'local' | 'session'): Promise<string> =>
    bench.session.evaluateInExtension(async (name) => {
      const { storage } = (globalThis as unknown as Api).browser;
      return JSON.stringify(await storage[name].get(null));
    }, area);
  const badgeOf = (tabId: number): Promise<string> =>
    bench.session.evaluateInExtension(
      (id) => (globalThis as unknown as Api).browser.action.getBadgeText({ tabId: id }),
      tabId,
    );
  const isStopped = (tabId: number): Promise<boolean> =>
    bench.session.evaluateInExtension(async (id) => {
      const { tabs } = (globalThis as unknown as Api).browser;
      const who = await tabs.sendMessage(id, { type: 'who', seq: null }, { frameId: 0 });
      return (who as { late: boolean }).late;
    }, tabId);
  const originsKnown = async (): Promise<string[]> =>
    (await bench.session.tabs()).map(({ origin }) => origin);
  const closeAll = async (...pages: Page[]): Promise<void> => {
    for (const page of pages) await page.close();
  };

  test('a site is paused after a second click: forgotten at once, silent over reloads, and back when resumed', async () => {
    const { origin } = bench.lab;
    const page = await open('/pages/five-sockets.html');
    const storm = await open('/pages/storm-flap.html');
    const other = await open(`${elsewhere.origin}/pages/five-sockets.html`);
    await reportWhen('a storm', storm, (r) => activeIn(r).length > 0);
    const tabId = await bench.session.tabIdOf(page);
    const stormId = await bench.session.tabIdOf(storm);
    await until('a badge', () => badgeOf(stormId));
    const popup = await popupOf(page);

    await click(popup, 'Pause on this site…');
    await shows(popup, /Pause Whylag on 127\.0\.0\.1:\d+\?/);
    await click(popup, 'Cancel');
    await shows(popup, /Pause on this site…/);
    expect((await bench.report(page)).resources.webSocket.live).toBe(5);
    expect(await kept('local')).not.toContain(origin);

    await click(popup, 'Pause on this site…');
    await click(popup, 'Pause and forget');
    const text = await shows(popup, /Paused on this site: nothing of its pages is counted/);
    expect(text).not.toMatch(/Live\s|Sockets|Export|Reload tab/);
    expect(JSON.parse(await kept('local'))).toEqual({ paused: [origin] });
    expect(await originsKnown()).not.toContain(origin);
    expect(await originsKnown()).toContain(elsewhere.origin);
    await until('no badge', async () => (await badgeOf(stormId)) === '');
    for (const type of ['report', 'markdown', 'sources'] as const)
      expect(await ask({ type, tabId })).toMatch(/^rejected: .*paused on http:\/\/127\.0\.0\.1:/);

    // Its pages talk on, load anew and fail on: none of it is heard.
    await page.reload({ waitUntil: 'domcontentloaded' });
    const before = bench.lab.counts('/flap-ws').handshakes;
    await until('the storm goes on', async () => bench.lab.counts('/flap-ws').handshakes > before);
    await until('the page is back', async () => (await textOf(page)).includes('answers'));
    await shows(popup, /Paused on this site/);
    // One that is resumed before its page has said a word is seen from the beginning, and needs no reload.
    await until('the page was told to stop', () => isStopped(tabId));
    expect(await originsKnown()).not.toContain(origin);
    const session = (await kept('session')).replaceAll(JSON.stringify([origin]), '');
    expect(session).not.toContain(origin);
    expect(session).toContain(elsewhere.origin);
    expect(await badgeOf(stormId)).toBe('');
    expect((await bench.report(other)).resources.webSocket.live).toBe(5);

    await click(popup, 'Resume on this site');
    await shows(popup, /while it was paused\. Reload it/);
    expect(JSON.parse(await kept('local'))).toEqual({ paused: [] });
    await click(popup, 'Reload this tab');
    await shows(popup, /Nothing wrong found: 5 connections/);
    await storm.reload({ waitUntil: 'domcontentloaded' });
    await reportWhen('the storm again', storm, (r) => activeIn(r).length > 0);
    await closeAll(popup, page, storm, other);
  });

  test('a paused site is silent in frames of others, and others are in its own; both are said', async () => {
    const frame = (page: Page, address: string) =>
      page.evaluate(
        (src) =>
          new Promise((resolve) => {
            const element = document.createElement('iframe');
            element.src = src;
            element.onload = resolve;
            document.body.append(element);
          }),
        address,
      );
    const host = await open(`${elsewhere.origin}/pages/chat.html`);
    await frame(host, `${bench.lab.origin}/pages/five-sockets.html`);
    await reportWhen('both', host, (r) => r.resources.webSocket.live === 6);
    const page = await open('/pages/chat.html');
    const popup = await popupOf(page);
    await click(popup, 'Pause on this site…');
    await click(popup, 'Pause and forget');
    await shows(popup, /Paused on this site/);

    const first = await reportWhen(
      'the frame is forgotten',
      host,
      (r) => r.resources.webSocket.live === 1,
    );
    expect(JSON.stringify(first)).not.toContain(bench.lab.origin);
    expect(first.limits.join('\n')).toMatch(/frame of this page is of a site on which/);
    await host.reload({ waitUntil: 'domcontentloaded' });
    await frame(host, `${bench.lab.origin}/pages/five-sockets.html`);
    await reportWhen(
      'a new one is not counted',
      host,
      (r) =>
        r.resources.webSocket.live === 1 &&
        r.limits.join('\n').includes('frame of this page is of a site'),
    );

    // The other way round: what stands in a paused site's tab is part of it.
    await frame(page, `${elsewhere.origin}/pages/storm-flap.html`);
    const before = elsewhere.counts('/flap-ws').handshakes;
    await until(
      'its frame works',
      async () => elsewhere.counts('/flap-ws').handshakes > before + 5,
    );
    const tabId = await bench.session.tabIdOf(page);
    expect(await badgeOf(tabId)).toBe('');
    expect((await bench.session.tabs()).map((tab) => tab.tabId)).not.toContain(tabId);
    expect(Object.keys(JSON.parse(await kept('session')))).not.toContain(`tab:${tabId}`);

    // A tab that goes on to a paused site keeps what is known of the sites before, and nothing of this one.
    const hostId = await bench.session.tabIdOf(host);
    await host.goto(`${bench.lab.origin}/pages/chat.html`);
    await until('it is in no list', async () =>
      (await bench.session.tabs()).every((tab) => tab.tabId !== hostId),
    );
    expect(await ask({ type: 'report', tabId: hostId })).toMatch(/^rejected: .*is paused on/);
    await until('its address is not kept', async () => {
      const state = JSON.stringify(JSON.parse(await kept('session'))[`tab:${hostId}`]);
      return state.includes(elsewhere.origin) && !state.includes(bench.lab.origin);
    });
    await host.goto(`${elsewhere.origin}/pages/chat.html`);
    await reportWhen('its history', host, (r) => r.resources.webSocket.created === 3);

    await click(popup, 'Resume on this site');
    await shows(popup, /Reload it|Nothing to observe yet/);
    await closeAll(popup, page, host);
  });

  test.runIf(kind === 'chrome')('a pause outlives the background', async () => {
    const page = await open('/pages/five-sockets.html');
    const tabId = await bench.session.tabIdOf(page);
    await until('it is known', async () => (await originsKnown()).includes(bench.lab.origin));
    expect(await ask({ type: 'pause', tabId, paused: true })).toBe(`"${bench.lab.origin}"`);
    await stopBackground(bench.session);
    await page.reload({ waitUntil: 'domcontentloaded' });
    await until('the page was told to stop', () => isStopped(tabId));
    expect(await originsKnown()).not.toContain(bench.lab.origin);
    await stopBackground(bench.session);
    expect(await ask({ type: 'report', tabId })).toMatch(/^rejected: .*is paused on/);
    await ask({ type: 'pause', tabId, paused: false });
    await page.reload({ waitUntil: 'domcontentloaded' });
    await reportWhen('it is seen again', page, (r) => r.resources.webSocket.live === 5);
    await page.close();
  });

  test('service workers of the site are unregistered after a second click, and none of another', async () => {
    const page = await open('/pages/chat.html');
    const other = await open(`${elsewhere.origin}/pages/chat.html`);
    const registered = (where: Page) =>
      where.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
    for (const one of [page, other])
      await one.evaluate(async () => {
        for (const scope of ['./', './rooms/'])
          await navigator.serviceWorker.register('./idle-worker.js', { scope });
      });
    expect([await registered(page), await registered(other)]).toEqual([2, 2]);
    const { serviceWorkers } = await reportWhen('both', page, (r) => r.serviceWorkers.length === 2);
    expect(serviceWorkers.map(({ scope }) => scope).sort()).toEqual([
      `${bench.lab.origin}/pages/`,
      `${bench.lab.origin}/pages/rooms/`,
    ]);
    const popup = await popupOf(page);
    await until('the fold', async () => {
      await unfold(popup);
      return (await textOf(popup)).includes('Unregister…');
    });
    await click(popup, 'Unregister…');
    await shows(popup, /Unregister 2 service workers of this site\?/);
    await click(popup, 'Keep');
    await shows(popup, /Unregister…/);
    expect(await registered(page)).toBe(2);
    await click(popup, 'Unregister…');
    await click(popup, 'Unregister');
    await shows(popup, /2 service workers unregistered\. They go when their last tab/);
    expect([await registered(page), await registered(other)]).toEqual([0, 2]);
    await until('the list is gone', async () => !(await textOf(popup)).includes('Unregister…'));
    const tabId = await bench.session.tabIdOf(page);
    await page.close();
    await until('it is closed', async () =>
      (await bench.session.tabs()).some((tab) => tab.tabId === tabId && !tab.open),
    );
    await closeAll(popup, other);
  });

  test('all other tabs are closed after a second click, but for a pinned one and those of another site', async () => {
    const pages = [
      await open('/pages/chat.html'),
      await open('/pages/chat.html'),
      await open('/pages/five-sockets.html'),
      await open('/pages/rooms.html'),
    ] as [Page, Page, Page, Page];
    const [first, , pinned] = pages;
    const other = await open(`${elsewhere.origin}/pages/chat.html`);
    await reportWhen('the other', other, (r) => r.resources.webSocket.live > 0);
    const pinnedId = await bench.session.tabIdOf(pinned);
    await bench.session.evaluateInExtension(
      (id) => (globalThis as unknown as Api).browser.tabs.update(id, { pinned: true }),
      pinnedId,
    );
    const popup = await popupOf(first);
    const there = async (): Promise<string[]> =>
      (await bench.session.tabs())
        .filter((tab) => tab.open)
        .map(({ url }) => new URL(url).port + new URL(url).pathname)
        .sort();
    const here = (path: string) => `${bench.lab.port}/pages/${path}.html`;
    const all = [
      here('chat'),
      here('chat'),
      here('five-sockets'),
      here('rooms'),
      `${elsewhere.port}/pages/chat.html`,
    ].sort();
    await until('all are known', async () => JSON.stringify(await there()) === JSON.stringify(all));
    await click(popup, 'Close all 2…');
    await shows(popup, /Close 2 other tabs of this site\?[\s\S]*1 pinned tab stays open\./);
    await click(popup, 'Keep');
    await shows(popup, /Close all 2…/);
    expect(await there()).toEqual(all);
    await click(popup, 'Close all 2…');
    await click(popup, 'Close 2 tabs');
    await shows(popup, /Closed 2 tabs\./);
    expect(await there()).toEqual(
      [here('chat'), here('five-sockets'), `${elsewhere.port}/pages/chat.html`].sort(),
    );
    await closeAll(popup, first, pinned, other);
  });

  test('a reload is asked for where something lives', async () => {
    const page = await open('/pages/five-sockets.html');
    const popup = await popupOf(page);
    await shows(popup, /Nothing wrong found: 5 connections/);
    const before = bench.lab.counts('/feed').handshakes;
    await click(popup, 'Reload tab…');
    await shows(popup, /Reload this tab\?\s+The page holds 5 connections, which a reload ends\./);
    await click(popup, 'Cancel');
    await shows(popup, /Reload tab…/);
    expect(bench.lab.counts('/feed').handshakes).toBe(before);
    await click(popup, 'Reload tab…');
    await click(popup, 'Reload it');
    await until('it is loaded anew', async () => bench.lab.counts('/feed').handshakes > before);
    await closeAll(popup, page);
  });

  test('a tab that is not there, or shows no site, is an error that says so', async () => {
    const tabId = 7654321;
    const requests: Request[] = [
      { type: 'pause', tabId, paused: true },
      { type: 'unregister-workers', tabId },
      { type: 'close-others', tabId, tabIds: [1] },
    ];
    for (const request of requests)
      expect(await ask(request), request.type).toBe(
        'rejected: Whylag knows no tab with the id 7654321.',
      );
    const own = await bench.session.evaluateInExtension(async () => {
      const { tabs } = (globalThis as unknown as Api).browser;
      return (await tabs.getCurrent())?.id ?? -1;
    });
    expect(await ask({ type: 'pause', tabId: own, paused: true })).toBe(
      'rejected: This tab shows no site that could be paused.',
    );
    expect(await ask({ type: 'unregister-workers', tabId: own })).toMatch(/^rejected: /);
    expect(JSON.parse(await kept('local')).paused ?? []).toEqual([]);
  });
});
