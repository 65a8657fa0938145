import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BrowserKind } from '../../src/cli/find-browser.mjs';
import { launchWithExtension, type Session } from '../../src/cli/launch.mjs';
import { type Lab, startLab } from '../lab/server.mjs';
import { storesOf } from './stores';
import { activeIn, BROWSERS, stopBackground, until } from './support';

/*
 * What is left of tabs: on disk after the browser was killed, of secrets, of private windows, after "delete
 * everything". Both browsers at once, each in one profile that lives through all of it.
 */

const SECRET = 'Geheimnis';
const secret = (where: string): string => `${SECRET}-${where}`;

/** Uses what is watched with a secret wherever a page can put one; in a title stands what the page shows. */
const SECRETIVE = (wsOrigin: string): string => `
  document.title = 'Shown to everybody';
  const ws = ${JSON.stringify(wsOrigin)}.replace('//', '//user:${secret('password')}@');
  const make = (0, eval)(\`(ws) => new WebSocket(ws + '/echo?token=${secret('query')}', ['a', '${secret('subprotocol')}'])
//# sourceURL=https://cdn.example/app.js?key=${secret('stack')}#${secret('stack-fragment')}\`);
  const plain = new WebSocket(${JSON.stringify(wsOrigin)} + '/chat-ws?token=${secret('query')}#${secret('fragment')}'.split('#')[0]);
  plain.onopen = () => plain.send(JSON.stringify({ type: 'text-input', text: '${secret('message')}' }));
  try { make(ws); } catch (error) { document.title += ' ' + error.name; }
  try { make(${JSON.stringify(wsOrigin)}); } catch (error) { document.title += ' ' + error.name; }
  new EventSource('/sse?key=${secret('event-source')}');
  new Audio('data:audio/wav;base64,${secret('audio')}').play().catch(() => {});
  console.log('${secret('console')}');
  history.replaceState(null, '', '?session=${secret('address')}#${secret('hash')}');
  document.body.append(Object.assign(document.createElement('iframe'), { src: '/pages/chat.html?frame=${secret('frame')}' }));
`;

interface Scene {
  kind: BrowserKind;
  session: Session;
  lab: Lab;
  start(): Promise<Session>;
}

const open = async ({ session, lab }: Scene, path: string) => {
  const page = await session.browser.newPage();
  await page.goto(lab.origin + path, { waitUntil: 'domcontentloaded' });
  return page;
};
const closedTab = (session: Session, url: string) =>
  until('the closed tab', async () =>
    (await session.tabs()).find((tab) => tab.url === url && !tab.open),
  );

const STEPS: Record<string, (scene: Scene) => Promise<void>> = {
  async 'secrets of a page are in none of its stores'(scene) {
    const { session, lab } = scene;
    const page = await open(scene, `/pages/plain.html?first=${secret('first')}`);
    await page.evaluate(SECRETIVE(lab.wsOrigin));
    await until('its connections', async () => {
      const { endpoints } = await session.reportFor(page);
      return ['/chat-ws', '/echo', '/sse'].every((path) =>
        endpoints.some(({ url, attempts }) => url.endsWith(path) && attempts > 0),
      );
    });
    await page.close();
    const url = `${lab.origin}/pages/plain.html`;
    await closedTab(session, url);
    const stores = await until('it is stored', async () => {
      const all = await storesOf(session);
      return all.history.includes('/chat-ws') && all.history.includes('"open":0') && all;
    });
    // What is looked for would be found: addresses, stacks and titles are there.
    expect(stores.history).toContain('Shown to everybody');
    expect(stores.history).toContain('https://cdn.example/app.js');
    expect(stores.session).toContain('/chat-ws');
    expect(
      Object.values(stores)
        .join('\n')
        .match(new RegExp(`.{60}${SECRET}-[a-z-]+`, 'g')),
    ).toBe(null);
  },

  async 'a private window leaves nothing'(scene) {
    const { kind, session, lab } = scene;
    const url = `${lab.origin}/pages/five-sockets.html`;
    const known = async () => (await session.tabs()).filter((tab) => tab.url === url);
    // Opened first: Firefox would put a new tab into the window that is in front.
    const page = await open(scene, '/pages/chat.html?beside');
    const windowId = await session.evaluateInExtension(async (address) => {
      const { windows } = (globalThis as unknown as WithBrowser).browser;
      return (await windows.create({ incognito: true, url: address })).id ?? -1;
    }, url);
    try {
      await until('it is observed', async () => (await known())[0]?.live.webSocket === 5);
      // What a tab that is not private says later is stored: the history had its time.
      await page.evaluate(
        "document.title = 'Beside it'; new WebSocket('ws://' + location.host + '/ws/beside')",
      );
      await until('another one is stored', async () =>
        (await storesOf(session)).history.includes('/ws/beside'),
      );
      expect((await storesOf(session)).history).not.toContain('five-sockets');
      // Asleep, it is woken by the end of a private tab: nobody else would make it forget.
      if (kind === 'chrome') await stopBackground(session);
    } finally {
      await session.evaluateInExtension(async (id) => {
        const { windows } = (globalThis as unknown as WithBrowser).browser;
        await windows.remove(id);
      }, windowId);
    }
    // Nobody asks the background, which would wake it.
    await until('nothing of it is stored', async () => {
      const stores = await storesOf(session);
      return !Object.values(stores).join().includes('five-sockets');
    });
    expect(await known()).toEqual([]);
    await page.close();
  },

  async 'deleting everything leaves nothing but what a person has set'(scene) {
    const { session } = scene;
    const stays = await open(scene, '/pages/five-sockets.html');
    await until('it is stored', async () =>
      (await storesOf(session)).history.includes('five-sockets'),
    );
    const before = await session.tabs();
    expect(before.filter((tab) => !tab.open).length).toBeGreaterThan(0);
    await session.evaluateInExtension(async () => {
      const { storage } = (globalThis as unknown as WithBrowser).browser;
      await storage.local.set({ paused: ['https://paused.example'], left: 'x' });
    });
    const reply = await session.evaluateInExtension(async () => {
      const { runtime } = (globalThis as unknown as WithBrowser).browser;
      return runtime.sendMessage({ type: 'delete-everything' });
    });
    expect((reply as { records: number }).records).toBeGreaterThan(1);
    const after = await session.tabs();
    expect(after.filter((tab) => !tab.open)).toEqual([]);
    const stores = await storesOf(session);
    expect(JSON.parse(stores.local)).toEqual({ paused: ['https://paused.example'] });
    expect(stores.history).not.toContain('chat.html');
    expect(stores.session).not.toContain('chat.html');
    // The page itself knows what it holds, and says so again.
    await until('it is counted anew', async () => {
      const { resources } = await session.reportFor(stays);
      return resources.webSocket.live === 5;
    });
    await stays.close();
  },

  async 'killed during a storm, it loses at most two seconds'(scene) {
    const { session, lab, start } = scene;
    const page = await open(scene, '/pages/storm-flap.html');
    const url = `${lab.origin}/pages/storm-flap.html`;
    await until('the storm', async () =>
      activeIn(await session.reportFor(page)).includes('reconnect-storm'),
    );
    const seen: { at: number; opened: number }[] = [];
    const end = Date.now() + 4000;
    await until('some seconds of it', async () => {
      seen.push({ at: Date.now(), opened: lab.counts('/flap-ws').opened });
      return Date.now() > end;
    });
    const program = session.browser.process();
    process.kill(-(program?.pid as number), 'SIGKILL');
    const killedAt = Date.now();
    await session.close();

    scene.session = await start();
    const tab = await closedTab(scene.session, url);
    expect(tab.tabId).toBeLessThan(-1);
    const report = await scene.session.report(tab.tabId);
    const [endpoint] = report.endpoints;
    const before = seen.findLast(({ at }) => at <= killedAt - 2000)?.opened ?? Number.NaN;
    expect(endpoint?.attempts).toBeGreaterThanOrEqual(before);
    expect(endpoint).toMatchObject({ live: 0, unattributed: 0 });
    expect(report.findings.map(({ id }) => id)).toEqual(['reconnect-storm']);
    const [storm] = report.findings;
    expect(storm?.until).toBeGreaterThan(killedAt - 2000);
    expect(storm?.until).toBeLessThanOrEqual(killedAt);
    expect(report.timeline.at(-1)?.at).toBeGreaterThan(killedAt - 2000);
    // The store opened clean, and is written on.
    const again = await open(scene, '/pages/chat.html');
    await until('it is written', async () =>
      (await storesOf(scene.session)).history.includes('chat.html'),
    );
    expect(
      (await scene.session.snapshot(await scene.session.tabIdOf(again))).history,
    ).toMatchObject({
      trouble: null,
      trimmed: false,
    });
  },
};

interface WithBrowser {
  browser: typeof import('webextension-polyfill');
}

type Outcome = { done: true } | { error: unknown };

const runAll = async (kind: BrowserKind): Promise<Map<string, Outcome>> => {
  const userDataDir = mkdtempSync(join(tmpdir(), 'whylag-history-'));
  const start = () =>
    launchWithExtension({ browser: kind, userDataDir, inPrivate: true, handleSignals: false });
  const lab = await startLab();
  const outcomes = new Map<string, Outcome>();
  const scene: Scene = { kind, lab, start, session: await start() };
  try {
    for (const [name, step] of Object.entries(STEPS)) {
      outcomes.set(
        name,
        await step(scene).then(
          () => ({ done: true as const }),
          (error) => ({ error }),
        ),
      );
    }
  } finally {
    await scene.session.close();
    await lab.close();
    rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  }
  return outcomes;
};

const running = new Map<BrowserKind, Promise<Map<string, Outcome>>>();
beforeAll(async () => {
  for (const kind of BROWSERS) running.set(kind, runAll(kind));
  await Promise.allSettled(running.values());
}, 240_000);

describe.each(BROWSERS)('in %s', (kind) => {
  test.each(Object.keys(STEPS))('%s', async (name) => {
    const outcome = (await running.get(kind))?.get(name);
    if (outcome && 'error' in outcome) throw outcome.error;
    expect(outcome).toEqual({ done: true });
  });
});
