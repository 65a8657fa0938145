import { browser } from './browser';

/** What survives the background being stopped, and not the browser: in memory, never on disk. */
export interface SessionStore {
  /** Everything that was stored, by key. */
  load(): Promise<Record<string, unknown>>;
  /** Stores `value()` under `key` soon; several calls in a row make one write of the newest value. */
  save(key: string, value: () => unknown): void;
  remove(key: string): void;
  /** Removes everything but these keys; what was saved before and is not written yet, too. */
  clear(keep: readonly string[]): Promise<void>;
}

/**
 * `storage.session` with one write under way at a time: what changes meanwhile goes into the next
 * one. A write that fails (quota) is tried again with the next change; memory stays right.
 */
export const createSessionStore = (): SessionStore => {
  const changed = new Map<string, () => unknown>();
  const removed = new Set<string>();
  let writing: Promise<void> | null = null;

  const writeAll = async (): Promise<void> => {
    try {
      while (changed.size || removed.size) {
        const values = Object.fromEntries([...changed].map(([key, value]) => [key, value()]));
        const gone = [...removed];
        changed.clear();
        removed.clear();
        await browser.storage.session.set(values);
        if (gone.length) await browser.storage.session.remove(gone);
      }
    } catch {
      // Over quota or shutting down: the state in memory is still right.
    } finally {
      writing = null;
    }
  };
  const write = (): void => {
    writing ??= writeAll();
  };

  return {
    load: () => browser.storage.session.get(null),
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
      const keys = Object.keys(await browser.storage.session.get(null));
      await browser.storage.session.remove(keys.filter((key) => !keep.includes(key)));
    },
  };
};
