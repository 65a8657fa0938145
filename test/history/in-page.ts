/*
 * What runs in a page of a real browser: the store on the real IndexedDB. Each scenario has a database of its own and
 * gives plain values; `test/browser/history-store.test.ts` says what they should be.
 */
import { deleteDB, openDB } from 'idb';
import { createHistoryDb } from '../../src/adapters/history-db';
import { type HistorySchema, MIGRATIONS, migrate } from '../../src/adapters/history-schema';
import { createHistoryStore } from '../../src/adapters/history-store';
import { createHistory } from '../../src/background/history/history';
import { HISTORY } from '../../src/core/history/shape';
import type { HistoryStore } from '../../src/core/history/store';
import { createTab, createWorld } from '../../src/core/state';
import { useStore } from './script';

type Options = NonNullable<Parameters<typeof createHistoryDb>[0]>;
const storeOf = (name: string, options: Options = {}): HistoryStore =>
  createHistoryStore(createHistoryDb({ name, ...options }));

/** What a call says: its value, or the words of its failure. */
const told = (asked: Promise<unknown>): Promise<unknown> =>
  asked.catch((error: Error & { obstacle?: string }) => error.obstacle ?? error.name);

const ROW = {
  run: 'one',
  tabId: 1,
  url: 'https://a.example/',
  origin: 'https://a.example',
  title: 'A',
  origins: ['https://a.example'],
  frames: [],
  firstAt: 1,
  lastAt: 2,
  open: 0 as const,
  findings: [],
  bytes: 10,
};
const addRow = (store: HistoryStore, over: Partial<typeof ROW> = {}) =>
  store.write([
    {
      n: null,
      record: { ...ROW, ...over },
      state: { at: 2, bytes: 0, text: '{}', samples: '' },
      chunks: [],
      findings: [],
      turns: [],
    },
  ]);
const countOf = async (store: HistoryStore): Promise<number> => (await store.all()).length;

/** A version that is still to come. */
const NEXT: typeof MIGRATIONS = [
  ...MIGRATIONS,
  async (_db, upgrade) => {
    const records = upgrade.objectStore('records');
    for (const row of await records.getAll())
      await records.put({ ...row, title: `${row.title}, moved` });
  },
];
const BROKEN: typeof MIGRATIONS = [
  ...MIGRATIONS,
  async (_db, upgrade) => {
    await upgrade.objectStore('records').clear();
    throw new Error('a mistake of ours');
  },
];

/** Text that no store can make smaller. */
const noise = (): string => {
  const bytes = new Uint8Array(200_000);
  for (let i = 0; i < bytes.length; i += 50_000)
    crypto.getRandomValues(bytes.subarray(i, i + 50_000));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
};

const scenarios = {
  script: () => useStore(storeOf('script')),

  async fresh() {
    const store = storeOf('fresh');
    await addRow(store);
    const db = await openDB('fresh');
    const seen = {
      version: db.version,
      stores: [...db.objectStoreNames],
      rows: await countOf(store),
    };
    db.close();
    return seen;
  },

  /** From each version that there was, with a row in it. */
  async fromEarlier() {
    const seen = [];
    for (let from = 1; from <= MIGRATIONS.length; from++) {
      const name = `from-${from}`;
      const old = await openDB<HistorySchema>(name, from, {
        upgrade: (db, before, _to, tx) => void migrate(db, before, tx, MIGRATIONS.slice(0, from)),
      });
      await old.add('records', { ...ROW } as never);
      old.close();
      seen.push((await storeOf(name).all()).map(({ title }) => title));
    }
    return seen;
  },

  async toTheNext() {
    await addRow(storeOf('next'));
    return (await storeOf('next', { migrations: NEXT }).all()).map(({ title }) => title);
  },

  async migrationFails() {
    await addRow(storeOf('broken'));
    const failed = await told(storeOf('broken', { migrations: BROKEN }).all());
    return { failed, rows: await countOf(storeOf('broken')) };
  },

  async newer() {
    const newer = await openDB('newer', 99, {
      upgrade: (db) => void db.createObjectStore('theirs'),
    });
    await newer.put('theirs', 'kept', 1);
    newer.close();
    const store = storeOf('newer');
    const failed = [await told(store.all()), await told(addRow(store))];
    const again = await openDB('newer');
    const kept = [again.version, await again.get('theirs', 1)];
    again.close();
    await store.clear();
    await addRow(store);
    return { failed, kept, afterClear: await countOf(store) };
  },

  async blocked() {
    await addRow(storeOf('blocked'));
    const holder = await openDB('blocked');
    let now = 0;
    const store = storeOf('blocked', { migrations: NEXT, openMs: 300, now: () => now });
    const failed = await told(store.all());
    const soon = await told(store.all());
    holder.close();
    now += 31_000;
    return { failed, soon, later: await told(countOf(store)) };
  },

  /** A newer version does not have to wait for us, nor does a person who deletes. */
  async letsGo() {
    const store = storeOf('lets-go');
    await addRow(store);
    await deleteDB('lets-go');
    const after = await told(countOf(store));
    const newer = await openDB('lets-go', 2);
    newer.close();
    return { after, newer: await told(countOf(store)), generation: store.generation() };
  },

  async unopenable() {
    const { open } = IDBFactory.prototype;
    let asked = 0;
    let now = 0;
    IDBFactory.prototype.open = function (...args) {
      asked++;
      const request = open.apply(this, ['unopenable-at-all', ...args.slice(1)] as Parameters<
        typeof open
      >);
      // As a browser does whose files are damaged.
      Object.defineProperty(request, 'error', { get: () => new DOMException('x', 'UnknownError') });
      request.addEventListener('success', (event) => {
        event.stopImmediatePropagation();
        request.result.close();
        request.dispatchEvent(new Event('error'));
      });
      return request;
    };
    try {
      const store = storeOf('unopenable', { now: () => now });
      const failed = [await told(store.all()), await told(store.all())];
      const before = asked;
      now += 31_000;
      await told(store.all());
      return { failed, before, after: asked };
    } finally {
      IDBFactory.prototype.open = open;
    }
  },

  async ownLimits() {
    const store = storeOf('limits');
    const [{ n } = { n: 0 }] = await addRow(store);
    const many = (count: number, text: string) =>
      Array.from({ length: count }, (_, i) => ({ startedAt: i, conversation: 1, text }));
    const write = (over: object) =>
      store.write([
        {
          n,
          record: null,
          state: { at: 2, bytes: 0, text: '{}', samples: '' },
          chunks: [],
          findings: [],
          turns: [],
          ...over,
        },
      ]);
    const turns = await write({ turns: many(HISTORY.turns + 3, '1234') });
    const findings = await write({
      findings: Array.from({ length: HISTORY.findings + 2 }, (_, i) => ({
        id: 'vad-leak',
        since: i,
        until: i,
        severity: 'info',
        origin: '',
        text: '12345',
      })),
    });
    const all = await store.read(n ?? 0, 0, 1);
    return {
      freed: [turns, findings].map(([one]) => one?.freed),
      left: [all?.turns.length, all?.findings.length],
      oldest: [all?.turns[0]?.startedAt, all?.findings[0]?.since],
    };
  },

  /** A write of which one part fails leaves nothing of the others. */
  async allOrNothing() {
    const store = storeOf('whole');
    await addRow(store);
    const bad = { ...ROW, lastAt: 3, origins: [() => {}] };
    const good = { n: null, record: ROW, state: { at: 2, bytes: 0, text: '{}', samples: '' } };
    const rest = { chunks: [], findings: [], turns: [] };
    const failed = await told(
      store.write([
        { ...good, ...rest },
        { ...good, ...rest, record: bad as never },
      ]),
    );
    return { failed, rows: await countOf(store) };
  },

  /** Fills the origin's room with closed tabs, then has an open one. */
  async quota() {
    const store = storeOf('quota');
    const text = noise();
    let full = 'there was room for all';
    for (let i = 1; i <= 400 && full !== 'NoRoom'; i++) {
      const record = { ...ROW, tabId: i, lastAt: i, bytes: text.length };
      const state = { at: i, bytes: 0, text: noise(), samples: '' };
      const write = { n: null, record, state, chunks: [], findings: [], turns: [] };
      full = String(await told(store.write([write]).then(() => full)));
    }
    const before = await store.all();
    const world = createWorld('chromium');
    const tab = { ...createTab(9), url: 'https://new.example/', isPrivate: false, title: text };
    world.tabs[9] = tab;
    const history = createHistory({ store, world, now: () => 1000, keepNotice: () => {} });
    history.start('two');
    const isStored = async () => (await store.all()).some(({ url }) => url === tab.url);
    // The browser may give free later what was deleted, and then more goes.
    for (let i = 0; i < 60 && !(await isStored()); i++) {
      history.beat();
      await history.settled();
      await new Promise((done) => setTimeout(done, 300));
    }
    const rows = await store.all();
    const oldest = before
      .filter(({ n }) => !rows.some((row) => row.n === n))
      .map(({ tabId }) => tabId);
    await deleteDB('quota');
    return {
      full,
      before: before.length > 2,
      oldest,
      newest: rows.some(({ url }) => url === 'https://new.example/'),
      health: history.health.now(),
    };
  },
};

Object.assign(globalThis, { scenarios });
export type Scenarios = typeof scenarios;
