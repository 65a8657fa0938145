import { browser } from './browser';

/** What survives the background being stopped, and not the browser: in memory, never on disk. */
export interface SessionStore {
  /** Everything that was stored, by key. */
  load(): Promise<Record<string, unknown>>;
  /** Stores `value()` under `key` soon; several calls in a row make one write of the newest value. */
  save(key: string, value: () => unknown): void;
  remove(key: string): void;
  /** Who is asked to make room where a value could not be stored. */
  whenFull(makeRoom: () => void): void;
  /** Removes everything but these keys; what was saved before and is not written yet, too. */
  clear(keep: readonly string[]): Promise<void>;
}

type Text = readonly [key: string, text: string];

/** What others keep in the same area is no text of ours. */
const fromText = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

/**
 * A write of so many values that takes longer is followed by a rest of so many times as long, and no longer than a
 * second: hundreds of busy tabs would keep it writing all the time. What fewer say is written at once.
 */
const MANY = 40;
const QUICK_MS = 10;
const REST = { times: 4, mostMs: 1000 };

/**
 * `storage.session`, which takes text far faster than the many parts of a tab's state, with one write under way
 * at a time: what changes meanwhile goes into the next one. What cannot be stored (quota) keeps nothing else from it, and is tried again when room was made, and
 * then with the next change; memory stays right.
 */
export const createSessionStore = (area = browser.storage.session): SessionStore => {
  const changed = new Map<string, () => unknown>();
  const removed = new Set<string>();
  let writing: Promise<void> | null = null;
  let makeRoom = (): void => {};

  /** Gives back what could not be stored. */
  const put = async (values: readonly Text[]): Promise<readonly Text[]> => {
    try {
      if (values.length) await area.set(Object.fromEntries(values));
      return [];
    } catch {
      if (values.length < 2) return values;
      // Each for itself, the smallest first: a tab that floods must not keep the others from being stored.
      const bySize = [...values].sort(([, a], [, b]) => a.length - b.length);
      const left: Text[] = [];
      for (const one of bySize) left.push(...(await put([one])));
      return left;
    }
  };

  const writeAll = async (): Promise<void> => {
    let asked = false;
    while (changed.size || removed.size) {
      const [values, gone] = [new Map(changed), [...removed]];
      changed.clear();
      removed.clear();
      // What goes makes room for what comes. It fails only where the browser is closing.
      if (gone.length) await area.remove(gone).catch(() => {});
      const began = performance.now();
      const left = await put([...values].map(([key, value]) => [key, JSON.stringify(value())]));
      for (const [key] of left)
        if (!changed.has(key) && !removed.has(key))
          changed.set(key, values.get(key) as () => unknown);
      const took = performance.now() - began;
      if (values.size >= MANY && took > QUICK_MS)
        await new Promise((rested) => setTimeout(rested, Math.min(REST.mostMs, took * REST.times)));
      if (left.length === 0) continue;
      if (asked) break;
      asked = true;
      makeRoom();
    }
    writing = null;
  };
  const write = (): void => {
    writing ??= writeAll();
  };

  return {
    load: async () =>
      Object.fromEntries(
        Object.entries(await area.get(null)).map(([key, value]) => [key, fromText(value)]),
      ),
    save(key, value) {
      removed.delete(key);
      changed.set(key, value);
      write();
    },
    remove(key) {
      changed.delete(key);
      removed.add(key);
      write();
    },
    async clear(keep) {
      changed.clear();
      removed.clear();
      await writing;
      const keys = Object.keys(await area.get(null));
      await area.remove(keys.filter((key) => !keep.includes(key)));
    },
    whenFull(ask) {
      makeRoom = ask;
    },
  };
};
