import type { Session } from '../../src/cli/launch.mjs';

/** All that the extension has stored, as text: each store whole. */
export interface Stores {
  history: string;
  session: string;
  local: string;
}

interface WithBrowser {
  browser: typeof import('webextension-polyfill');
}

/** Reads the stores from a page of the extension, whatever the extension itself says of them. */
export const storesOf = (session: Session): Promise<Stores> =>
  session.evaluateInExtension(async () => {
    const { storage } = (globalThis as unknown as WithBrowser).browser;
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const history: Record<string, unknown> = {};
    // Opening one that is not there would make it.
    const databases = await indexedDB.databases();
    for (const { name = '' } of databases) {
      const db = await done(indexedDB.open(name));
      for (const store of db.objectStoreNames)
        history[`${name} ${store}`] = await done(db.transaction(store).objectStore(store).getAll());
      db.close();
    }
    return {
      history: JSON.stringify(history),
      session: JSON.stringify(await storage.session.get(null)),
      local: JSON.stringify(await storage.local.get(null)),
    };
  });
