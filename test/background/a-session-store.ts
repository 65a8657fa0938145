import type { SessionStore } from '../../src/adapters/session-store';

/** A session store that keeps text, as the browser keeps a copy. */
export interface FakeStore extends SessionStore {
  kept: Record<string, string>;
  /** A background is stopped in the middle: its last writes have not come through. */
  lose(writes: number): void;
  /** What was written until now has come through. */
  settle(): void;
}

export const aSessionStore = (): FakeStore => {
  let before: Record<string, string>[] = [];
  const store: FakeStore = {
    kept: {},
    load: async () =>
      Object.fromEntries(Object.entries(store.kept).map(([key, text]) => [key, JSON.parse(text)])),
    save(key, value) {
      before.push(store.kept);
      store.kept = { ...store.kept, [key]: JSON.stringify(value()) };
      if (before.length > 8) before.shift();
    },
    remove(key) {
      const { [key]: _, ...rest } = store.kept;
      store.kept = rest;
    },
    async clear(keep) {
      store.kept = Object.fromEntries(
        Object.entries(store.kept).filter(([key]) => keep.includes(key)),
      );
    },
    whenFull() {},
    settle() {
      before = [];
    },
    lose(writes) {
      for (let i = 0; i < writes; i++) store.kept = before.pop() ?? store.kept;
    },
  };
  return store;
};
