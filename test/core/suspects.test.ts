import { describe, expect, test } from 'vitest';
import { reconnectStorm } from '../../src/core/detectors/reconnect-storm';
import { foldBatch, foldGone } from '../../src/core/fold';
import { foldHandshake, foldHandshakeEnd } from '../../src/core/fold-handshake';
import { KEPT, type TabState } from '../../src/core/state';
import { suspectsOf } from '../../src/core/suspects';
import { aBatch, aKind, anEndpoint, aTab, aTry, T0 } from './facts';

const URL = 'ws://voice.example/worker-ws';

interface Told {
  url?: string;
  tries?: number;
  pause?: number;
  took?: number;
  frameId?: number | null;
  opened?: (n: number) => boolean;
}

/** A tab whose page has a worker, and handshakes that the network saw fail. */
const tabWith = (told: Told = {}, workers: Record<string, number> = { live: 1 }): TabState => {
  const { url = URL, tries = 40, pause = 100, took = 4, frameId = 0, opened = () => false } = told;
  const tab = aTab();
  foldBatch(tab, 0, 'load-1', '', aBatch({ kinds: [aKind('worker', workers)] }), T0);
  for (let n = 0; n < tries; n++) {
    const at = T0 + n * (pause + took) + 0.25;
    foldHandshake(tab, `${url}?secret=${n}`, at, { id: String(n), frameId });
    foldHandshakeEnd(tab, `${url}?secret=${n}`, at + took, { id: String(n), opened: opened(n) });
  }
  return tab;
};
const look = (tab: TabState, now = T0 + 5000) =>
  reconnectStorm.detect({ tab, sameOrigin: [tab], engine: 'chromium', now });

test('a worker that tries again and again is found, and told to be one', () => {
  const found = look(tabWith());
  expect(found?.summary).toMatch(/^A worker of this page reconnects 10 times a second to ws:/);
  expect(found?.evidence).toMatchObject({
    endpoint: URL,
    openedBy: 'a worker of this page',
    attempts: 40,
    medianPauseMs: 100,
  });
  expect(
    Object.values(found?.evidence ?? {}).filter((v) => typeof v === 'number' && v % 1),
  ).toEqual([9.6]);
  expect(found?.sites).toEqual([]);
  expect(
    Object.keys(found?.evidence ?? {}).filter((key) => /Handshakes|healthy/.test(key)),
  ).toEqual([]);
  expect(JSON.stringify(found)).not.toContain('secret');
});

test('it ends when it stops', () => {
  const tab = tabWith();
  expect(look(tab, T0 + 40 * 104 + 4000)).not.toBeNull();
  expect(look(tab, T0 + 40 * 104 + 6000)).toBeNull();
});

describe('silent, as nobody can tell whose it is', () => {
  const counts = (tab: TabState, url: string, frameId = 0): TabState => {
    const batch = aBatch({ seq: 2, endpoints: [anEndpoint({ url, attempts: 1 })] });
    foldBatch(tab, frameId, frameId ? 'load-2' : 'load-1', '', batch, T0);
    return tab;
  };

  test.each<[string, () => TabState]>([
    ['the page has no worker', () => tabWith({}, {})],
    ['its worker is gone', () => tabWith({}, { closed: 1 })],
    ['the page counts that URL', () => counts(tabWith(), URL)],
    ['another frame counts it', () => counts(tabWith(), URL, 7)],
    ['the page counts it under a pattern', () => counts(tabWith(), 'ws://voice.example/*')],
    [
      'an earlier page counted it',
      () => {
        const tab = tabWith();
        tab.past.endpoints.push(anEndpoint({ url: URL }));
        return tab;
      },
    ],
    ['the frame is none that is watched', () => tabWith({ frameId: 9 })],
    ['the browser says that it is a document’s', () => tabWith({ frameId: null })],
    [
      'the page is gone',
      () => {
        const tab = tabWith();
        foldGone(tab, 'load-1');
        return tab;
      },
    ],
    ['they overlap: the worker may have given them up', () => tabWith({ pause: -1, took: 105 })],
  ])('%s', (_name, tab) => {
    expect(look(tab())).toBeNull();
  });

  test('the newest second: a page’s own account of it may be on its way', () => {
    const [suspect] = suspectsOf(tabWith(), T0 + 2000);
    expect(suspect?.tries.every(({ at }) => at <= T0 + 1000)).toBe(true);
  });
});

test('one that came through ends the row: how long it lives nobody sees', () => {
  expect(look(tabWith({ opened: (n) => n % 5 === 4 }))).toBeNull();
  const [suspect] = suspectsOf(tabWith({ opened: (n) => n === 29 }), T0 + 9000);
  expect(suspect?.tries).toHaveLength(10);
});

test('waits that grow are backoff, a worker’s too', () => {
  const tab = tabWith({ tries: 1 });
  let at = T0 + 500;
  for (let n = 1; n < 12; n++) {
    foldHandshake(tab, URL, at, { id: String(n), frameId: 0 });
    foldHandshakeEnd(tab, URL, at + 4, { id: String(n), opened: false });
    at += 100 * 1.5 ** n;
  }
  expect(look(tab, at)).toBeNull();
});

test('what is kept of them is limited; how the row began stays', () => {
  const tab = tabWith({ tries: 500 });
  const tries = tab.network[URL]?.tries ?? [];
  expect(tries).toHaveLength(KEPT.networkTries.all);
  expect(tries[0]?.id).toBe('0');
  expect(tries.at(-1)?.id).toBe('499');
  expect(tries.filter(({ gap }) => gap)).toHaveLength(1);
  // Those of the newest second are not looked at yet.
  expect(look(tab, T0 + 500 * 104)?.evidence).toMatchObject({ attempts: 500, ofTriesKept: 55 });
  expect(look(tabWith({ tries: 64 }), T0 + 64 * 104)?.evidence).not.toHaveProperty('ofTriesKept');
});

test('of a URL that a page counts none is kept', () => {
  const tab = tabWith({ tries: 3 });
  const endpoints = [anEndpoint({ url: URL })];
  foldBatch(tab, 0, 'load-1', '', aBatch({ seq: 2, endpoints }), T0);
  foldHandshake(tab, URL, T0, { id: '4', frameId: 0 });
  expect(tab.network[URL]).toMatchObject({ started: 4, tries: [] });
});

test('an end without a beginning is nothing', () => {
  const tab = tabWith({ tries: 2 });
  foldHandshakeEnd(tab, URL, T0, { id: '99', opened: true });
  foldHandshakeEnd(tab, 'ws://voice.example/other', T0, { id: '1', opened: true });
  expect(tab.network[URL]?.tries).toHaveLength(2);
});

describe('a page that reloads itself', () => {
  /** So many loads of one page, each tries a few times and is gone. */
  const reloaded = (
    loads: number,
    tries: number,
    wait: (n: number) => number,
    url = 'https://voice.example/',
  ) => {
    const tab = aTab();
    let at = T0;
    for (let k = 0; k < loads; k++) {
      const row = Array.from({ length: tries }, (_, n) => {
        at += wait(n);
        return aTry({ n: n + 1, at, endedAt: at + 5, code: 1006 });
      });
      const endpoints = [anEndpoint({ attempts: tries, opened: 0, live: 0 })];
      const page = k === loads - 1 ? 'https://voice.example/' : url;
      foldBatch(tab, 0, `load-${k}`, page, aBatch({ at, endpoints, tries: row }), at);
      at += 600;
    }
    return look(tab, at);
  };

  test('goes on with its loop', () => {
    expect(reloaded(1, 7, () => 50)).toBeNull();
    expect(reloaded(4, 7, () => 50)?.evidence).toMatchObject({ attempts: 28, triesInARow: 28 });
  });

  test('also where Chromium then lets it make but one or two tries', () => {
    const tab = aTab();
    let at = T0;
    for (const [k, count] of [7, 2, 1, 1, 1].entries()) {
      const tries = Array.from({ length: count }, (_, n) => {
        at += 50;
        return aTry({ n: n + 1, at, endedAt: at + (k ? 1500 : 5), code: 1006 });
      });
      for (const { endedAt } of tries) at = Math.max(at, endedAt as number);
      const endpoints = [anEndpoint({ attempts: count, opened: 0, live: 0 })];
      foldBatch(
        tab,
        0,
        `load-${k}`,
        'https://voice.example/',
        aBatch({ at, endpoints, tries }),
        at,
      );
      at += 300;
    }
    expect(look(tab, at)?.evidence).toMatchObject({ attempts: 12, medianPauseMs: 45 });
  });

  test.each<[string, () => unknown]>([
    ['with too few tries each', () => reloaded(6, 4, () => 50)],
    ['where it backs off', () => reloaded(6, 6, (n) => 50 * 2 ** n)],
    ['another page before it', () => reloaded(2, 7, () => 50, 'https://voice.example/other')],
  ])('silent: %s', (_name, found) => {
    expect(found()).toBeNull();
  });
});

test('a page that gives up its tries after a second is told so', () => {
  const tab = aTab();
  const tries = Array.from({ length: 12 }, (_, n) =>
    aTry({ n: n + 1, at: T0 + n * 1002, endedAt: T0 + n * 1002 + 1004, own: true }),
  );
  const endpoints = [anEndpoint({ attempts: 12, opened: 0, live: 0 })];
  foldBatch(tab, 0, 'load-1', '', aBatch({ endpoints, tries }), T0);
  const found = look(tab, T0 + 12_100);
  expect(found?.summary).toContain(
    'each try is given up by the page itself before the server answers',
  );
  expect(found?.evidence).toMatchObject({ givenUp: 12, diedYoung: 0 });
  expect(found?.evidence).not.toHaveProperty('failed');
});
