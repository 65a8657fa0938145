import { browser } from './browser';

/** One value under a key of its own. */
export interface KeptValue {
  load(): Promise<unknown>;
  /** Rejects where the browser could not keep it. */
  save(value: unknown): Promise<void>;
}

/** A value that survives the browser (`local`, on disk), or the background alone (`session`, in memory). */
export const keptValue = (area: 'local' | 'session', key: string): KeptValue => ({
  load: async () => (await browser.storage[area].get(key))[key],
  save: (value) => browser.storage[area].set({ [key]: value }),
});
