import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createLeftBehind } from '../../src/background/left-behind';
import { endpointsOf } from '../../src/core/endpoints';
import { foldClosed } from '../../src/core/fold';
import { foldInventory, originStateOf, workersOf } from '../../src/core/origins';
import { createTab, createWorld, type TabState, type World } from '../../src/core/state';
import { T0 } from '../core/facts';

type Details = Record<string, unknown>;
type Listener = (details: Details) => void;
const fake = vi.hoisted(() => ({
  listeners: new Map<string, Listener>(),
  open: [] as { id: number; url: string; incognito?: boolean; cookieStoreId?: string }[],
  /** The origins of the frames of each tab; `null`: it does not answer. */
  frames: {} as Record<number, string[] | null>,
  asked: 0,
}));
vi.mock('../../src/adapters/browser', () => {
  const event = (name: string) => ({
    addListener: (listener: Listener) => fake.listeners.set(name, listener),
    removeListener: () => fake.listeners.delete(name),
  });
  return {
    browser: {
      webRequest: {
        onBeforeRequest: event('begin'),
        onCompleted: event('end'),
        onErrorOccurred: event('error'),
      },
      tabs: {
        query: async () => {
          fake.asked++;
          return fake.open;
        },
      },
      scripting: {
        executeScript: ({ target: { tabId } }: { target: { tabId: number } }) => {
          const origins = fake.frames[tabId];
          return origins === null
            ? new Promise(() => {})
            : Promise.resolve((origins ?? []).map((result) => ({ result })));
        },
      },
    },
  };
});

const SITE = 'https://chat.example';
const SCRIPT = `${SITE}/sw.js`;

const setUp = (engine: World['engine'] = 'chromium') => {
  const world = createWorld(engine);
  const log = { touched: [] as number[], changed: 0, looked: [] as number[] };
  const leftBehind = createLeftBehind({
    world,
    gate: { handshake: (_by, job) => job() },
    identify: (tab, live) => {
      tab.origin = new URL(live.url ?? '').origin;
      return tab;
    },
    touched: (tab) => log.touched.push(tab.tabId),
    changed: () => {
      log.changed++;
    },
    look: (tab) => log.looked.push(tab.tabId),
  });
  const add = (tabId: number, origin = SITE, over: Partial<TabState> = {}): TabState => {
    const tab = { ...createTab(tabId), url: `${origin}/`, origin, ...over };
    world.tabs[tabId] = tab;
    if (tab.open) fake.open.push({ id: tabId, url: tab.url });
    return tab;
  };
  const register = (origin = SITE, store = ''): void => {
    const worker = { scope: `${origin}/`, scriptUrl: `${origin}/sw.js`, state: 'activated' };
    foldInventory(world, { store, origin }, [worker], T0);
  };
  const close = (tab: TabState): void => {
    foldClosed(tab, T0);
    fake.open = fake.open.filter(({ id }) => id !== tab.tabId);
  };
  const beat = (now = T0): Promise<void> => leftBehind.beat(now);
  const state = (origin = SITE, store = '') => originStateOf(world, { origin, store });
  return { world, log, leftBehind, add, register, close, beat, state };
};
/** A site whose only tab has been closed at `T0`. */
const left = async (engine: World['engine'] = 'chromium') => {
  const all = setUp(engine);
  all.register();
  const tab = all.add(1);
  await all.beat();
  all.close(tab);
  await all.beat();
  return { ...all, tab };
};

let requests = 0;
const ask = (at: number, more: Details = {}): void => {
  const details = {
    requestId: `r${++requests}`,
    tabId: -1,
    frameId: -1,
    initiator: SITE,
    url: `${SITE}/poll?n=${requests}`,
    timeStamp: T0 + at,
    ...more,
  };
  fake.listeners.get('begin')?.(details);
  fake.listeners.get('end')?.({ ...details, timeStamp: T0 + at + 40 });
};
const askAgain = (count: number, more: Details = {}): void => {
  for (let i = 0; i < count; i++) ask(4000 + 2000 * i, more);
};
const FIREFOX = { initiator: undefined, frameId: 0, originUrl: SCRIPT };

beforeEach(() => {
  fake.listeners.clear();
  Object.assign(fake, { open: [], frames: {}, asked: 0 });
});

describe('whether an origin has a tab', () => {
  test('it is alone from its last tab on, and no more when one is opened', async () => {
    const { add, register, close, beat, state } = setUp();
    register();
    const [one, other] = [add(1), add(2)];
    close(one);
    await beat(T0 + 1000);
    expect(state()?.aloneSince).toBeNull();
    close(other);
    await beat(T0 + 2000);
    await beat(T0 + 3000);
    expect(state()?.aloneSince).toBe(T0 + 2000);
    add(3);
    await beat(T0 + 4000);
    expect(state()?.aloneSince).toBeNull();
  });

  test('a tab that nothing is known of is a tab', async () => {
    const { add, register, close, beat, state } = setUp();
    register();
    const tab = add(1);
    fake.open.push({ id: 9, url: `${SITE}/settings` });
    close(tab);
    await beat();
    expect(state()?.aloneSince).toBeNull();
    fake.open = [];
    await beat(T0 + 1000);
    fake.open = [{ id: 9, url: `${SITE}/settings` }];
    await beat(T0 + 2000);
    expect(state()?.aloneSince).toBeNull();
  });

  test('silent: the tabs are not asked for while every site has one, or long after', async () => {
    const { add, register, close, beat, log } = setUp();
    register();
    const tab = add(1);
    await beat();
    expect(fake.asked).toBe(0);
    close(tab);
    await beat();
    const { changed } = log;
    await beat(T0 + 600_000);
    const { asked } = fake;
    await beat(T0 + 601_000);
    expect([fake.asked, log.changed]).toEqual([asked, changed]);
  });

  test('what a private window’s site had registered is forgotten with its last tab', async () => {
    const { add, register, close, beat, state } = setUp();
    register(SITE, 'private');
    const tab = add(1, SITE, { store: 'private' });
    await beat();
    expect(state(SITE, 'private')).toBeDefined();
    close(tab);
    await beat();
    expect(state(SITE, 'private')).toBeUndefined();
  });
});

describe('what its workers ask for', () => {
  test('is listened to from the last tab on, and no longer than it goes on', async () => {
    const { add, register, close, beat, leftBehind } = setUp();
    register();
    const tab = add(1);
    await beat();
    expect(fake.listeners.size).toBe(0);
    close(tab);
    await beat();
    expect([fake.listeners.size, leftBehind.isBusy(T0 + 1000)]).toEqual([3, true]);
    askAgain(60);
    await beat(T0 + 120_000);
    expect([fake.listeners.size, leftBehind.isBusy(T0 + 120_000)]).toEqual([3, true]);
    await beat(T0 + 180_000);
    expect([fake.listeners.size, leftBehind.isBusy(T0 + 180_000)]).toEqual([0, false]);
  });

  test('what an earlier background of Chromium’s listened to is taken away, in Firefox nothing is added', async () => {
    const { beat } = setUp('chromium');
    expect(fake.listeners.size).toBe(3);
    await beat();
    expect(fake.listeners.size).toBe(0);
    setUp('firefox');
    expect(fake.listeners.size).toBe(0);
  });

  test('silent: nothing is listened to where no closed tab is kept to tell of it', async () => {
    const { world, add, register, close, beat, leftBehind } = setUp();
    register();
    close(add(1));
    delete world.tabs[1];
    await beat();
    expect([fake.listeners.size, leftBehind.isBusy(T0)]).toEqual([0, false]);
  });

  test('its closed tabs are looked at once it is a loop, and no frame of it stands elsewhere', async () => {
    const { log, beat, state } = await left();
    askAgain(5);
    await beat(T0 + 12_500);
    expect(log.looked).toEqual([]);
    ask(14_000);
    await beat(T0 + 14_500);
    expect(log.looked).toEqual([1]);
    expect(state()?.framed?.found).toBe(false);
  });

  test.each<[string, string[] | null, boolean | null]>([
    ['a frame of it in another tab', ['https://other.example', SITE], true],
    ['frames of others', ['https://other.example'], false],
    ['a tab that does not answer', null, null],
  ])('frames are looked for: %s', async (_name, frames, found) => {
    vi.useFakeTimers();
    const { leftBehind, add, state } = await left();
    add(2, 'https://other.example');
    fake.frames = { 2: frames };
    askAgain(6);
    const beaten = leftBehind.beat(T0 + 14_500);
    await vi.advanceTimersByTimeAsync(3000);
    await beaten;
    vi.useRealTimers();
    expect(state()?.framed?.found).toBe(found);
  });

  test('frames are looked for again a minute later, and sooner where that was not clear', async () => {
    const { beat, state } = await left();
    askAgain(60);
    await beat(T0 + 20_000);
    await beat(T0 + 79_000);
    expect(state()?.framed?.at).toBe(T0 + 20_000);
    await beat(T0 + 80_000);
    expect(state()?.framed?.at).toBe(T0 + 80_000);
    Object.assign(state() ?? {}, { framed: { at: T0 + 80_000, found: null } });
    await beat(T0 + 90_000);
    expect(state()?.framed).toEqual({ at: T0 + 90_000, found: false });
  });

  test('silent: requests of tabs, of other origins and of documents in no tab', async () => {
    const { state } = await left();
    askAgain(6, { tabId: 5 });
    askAgain(6, { initiator: 'https://other.example' });
    askAgain(6, { initiator: undefined });
    expect(state()?.acts).toEqual({});
    ask(1000, { frameId: 0 });
    expect(state()?.framed).toBeNull();
    ask(5000, { frameId: 0 });
    expect([state()?.acts, state()?.framed?.found]).toEqual([{}, true]);
  });

  test('silent: in Firefox, other scripts than its service workers’, and documents in no tab', async () => {
    const { state } = await left('firefox');
    askAgain(6, { ...FIREFOX, originUrl: `${SITE}/shared.js` });
    expect([state()?.acts, state()?.framed]).toEqual([{}, null]);
    ask(5000, { ...FIREFOX, originUrl: `${SITE}/`, documentId: 'd' });
    expect([state()?.acts, state()?.framed?.found]).toEqual([{}, true]);
    askAgain(6, FIREFOX);
    expect(state()?.acts[`${SITE}/poll`]).toMatchObject({ count: 6, script: SCRIPT });
  });

  test('silent: a container’s worker is not the ordinary one', async () => {
    const { state } = await left('firefox');
    askAgain(6, { ...FIREFOX, cookieStoreId: 'firefox-container-1' });
    askAgain(6, { ...FIREFOX, incognito: true, cookieStoreId: 'firefox-private' });
    expect(state()?.acts).toEqual({});
    askAgain(1, { ...FIREFOX, cookieStoreId: 'firefox-default' });
    expect(Object.keys(state()?.acts ?? {})).toEqual([`${SITE}/poll`]);
  });
});

describe('handshakes of workers without a tab', () => {
  const URL = 'wss://chat.example/ws?token=s3cret';
  const shake = (
    { leftBehind }: Pick<ReturnType<typeof setUp>, 'leftBehind'>,
    over: Partial<{ origin: string; script: string | null; store: string; at: number }> = {},
  ) =>
    leftBehind.handshake({
      id: `s${++requests}`,
      origin: SITE,
      store: '',
      script: SCRIPT,
      url: URL,
      at: T0 + 5000,
      ...over,
    });
  const counts = (world: World): (number | null | undefined)[] =>
    Object.values(world.tabs).map((tab) => endpointsOf(tab, T0 + 60_000)[0]?.unattributed);

  test('stand in the reports of all open tabs of the origin, and in no other', async () => {
    const all = setUp('firefox');
    all.register();
    all.close(all.add(1));
    all.add(2);
    all.add(3);
    all.add(4, 'https://other.example');
    all.add(5, SITE, { store: 'firefox-container-1' });
    await shake(all);
    await shake(all);
    expect(counts(all.world)).toEqual([undefined, 2, 2, undefined, undefined]);
    expect(all.log.touched).toEqual([2, 3, 2, 3]);
    expect(JSON.stringify(all.world)).not.toContain('s3cret');
    const tab = all.world.tabs[2] as TabState;
    expect(workersOf(all.world, tab)).toMatchObject([{ scriptUrl: SCRIPT, handshakes: 2 }]);
  });

  test('make a tab known that has said nothing', async () => {
    const all = setUp('firefox');
    fake.open = [
      { id: 7, url: `${SITE}/` },
      { id: 8, url: `${SITE}/`, incognito: true },
      { id: 9, url: 'https://other.example/' },
    ];
    await shake(all);
    expect(Object.keys(all.world.tabs)).toEqual(['7']);
    expect(counts(all.world)).toEqual([1]);
  });

  test('go to the closed tabs when none is open, and are what a worker does without one', async () => {
    const all = await left('firefox');
    for (const at of [5000, 8000, 11_000]) await shake(all, { at: T0 + at });
    expect(counts(all.world)).toEqual([3]);
    expect(Object.values(all.state()?.acts ?? {})).toMatchObject([{ socket: true, count: 3 }]);
    await all.beat(T0 + 12_000);
    expect(all.log.looked).toEqual([1]);
    await shake(all, { script: `${SITE}/shared.js` });
    expect(Object.values(all.state()?.acts ?? {})).toMatchObject([{ count: 3 }]);
  });

  test('silent: an origin that no tab is known of', async () => {
    const all = setUp('firefox');
    await shake(all);
    expect([all.world.tabs, all.world.origins]).toEqual([{}, {}]);
  });
});
