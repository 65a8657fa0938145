import { browser } from './browser';

/** What survives the background being stopped, and not the browser: in memory, never on disk. */
export interface SessionStore {
  /** Everything that was stored, by key. */
  load(): Promise<Record<string, unknown>>;
  /** Stores `value()` under `key` soon; several calls in a row make one write of the newest value. */
  save(key: string, value: () => unknown): void;
  remove(key: string): void;
}

/** A write that takes longer is followed by a rest of so many times as long. */
const QUICK_MS = 10;
const REST = 4;

/**
 * Writes all values, or where they are too much together each for itself, the smallest first: a tab that
 * floods must not keep the others from being stored.
 */
const writeAll = async (values: Record<string, string>): Promise<void> => {
  const { session } = browser.storage;
  try {
    await session.set(values);
  } catch {
    const bySize = Object.entries(values).sort(([, a], [, b]) => a.length - b.length);
    for (const [key, value] of bySize) await session.set({ [key]: value }).catch(() => {});
  }
};

/**
 * `storage.session`, which takes text far faster than the many parts of a tab's state, with one write under way at a time: what changes meanwhile goes into the next
 * one. A write that fails (quota) is tried again with the next change; memory stays right.
 */
export const createSessionStore = (): SessionStore => {
  const changed = new Map<string, () => unknown>();
  const removed = new Set<string>();
  let writing = false;

  const write = async (): Promise<void> => {
    if (writing) return;
    writing = true;
    try {
      while (changed.size || removed.size) {
        const values = Object.fromEntries(
          [...changed].map(([key, value]) => [key, JSON.stringify(value())]),
        );
        const gone = [...removed];
        changed.clear();
        removed.clear();
        const began = performance.now();
        await writeAll(values);
        if (gone.length) await browser.storage.session.remove(gone);
        // Hundreds of busy tabs would keep it writing all the time; what few tabs say is written at once.
        const took = performance.now() - began;
        if (took > QUICK_MS) await new Promise((rested) => setTimeout(rested, took * REST));
      }
    } catch {
      // Over quota or shutting down: the state in memory is still right.
    } finally {
      writing = false;
    }
  };

  return {
    load: async () =>
      Object.fromEntries(
        Object.entries(await browser.storage.session.get(null)).map(([key, value]) => [
          key,
          typeof value === 'string' ? JSON.parse(value) : value,
        ]),
      ),
    save(key, value) {
      removed.delete(key);
      changed.set(key, value);
      void write();
    },
    remove(key) {
      changed.delete(key);
      removed.add(key);
      void write();
    },
  };
};
