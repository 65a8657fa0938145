import type { KeptValue } from '../adapters/kept-value';
import type { SiteChoice } from '../protocol/messages';
import type { Paused } from './paused';

/** More sites than anybody chooses by hand. */
const MOST = 1000;

/** Which sites are observed: all but the paused ones, or the chosen ones alone. Sites are origins. */
export interface Choice {
  load(): Promise<void>;
  /** A site whose pages are not observed, nor any frame in their tabs. */
  has(origin: string): boolean;
  /** A site of which not even a frame in a tab of another is observed. */
  hasFrame(origin: string): boolean;
  /** Whether there is any site that is not observed. */
  any(): boolean;
  /** Only chosen sites are observed. */
  isOnly(): boolean;
  /** `inPrivate`: not to be found on disk. Rejects with a sentence where it could not be kept. */
  set(origin: string, paused: boolean, inPrivate: boolean): Promise<void>;
  /** Observes `first` alone from now on, and what is chosen later; all sites again with `null`. */
  setOnly(first: string | null, inPrivate: boolean): Promise<void>;
  /** What a person may see of it: what was chosen in a private window is seen there alone. */
  told(inPrivate: boolean): SiteChoice;
}

const originsIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((one): one is string => typeof one === 'string').slice(0, MOST)
    : [];

/**
 * Adds to the paused sites the other way round: a list of those that are observed. It is there, on disk, as
 * long as only those are; what is chosen in a private window stands `inMemory`.
 */
export const createChoice = (paused: Paused, onDisk: KeptValue, inMemory: KeptValue): Choice => {
  let only = false;
  const lists = { disk: new Set<string>(), memory: new Set<string>() };
  const isChosen = (origin: string): boolean => lists.disk.has(origin) || lists.memory.has(origin);

  const keep = async (where: 'disk' | 'memory', next: ReadonlySet<string>): Promise<void> => {
    await (where === 'disk' ? onDisk : inMemory).save([...next]);
    lists[where] = new Set(next);
  };

  const choose = async (origin: string, inPrivate: boolean): Promise<void> => {
    await paused.set(origin, false, inPrivate);
    if (isChosen(origin)) return;
    const where = inPrivate ? 'memory' : 'disk';
    if (lists[where].size >= MOST) throw new Error(`${MOST} sites are chosen already.`);
    await keep(where, new Set(lists[where]).add(origin));
  };

  const unchoose = async (origin: string): Promise<void> => {
    for (const where of ['disk', 'memory'] as const)
      if (lists[where].has(origin))
        await keep(where, new Set([...lists[where]].filter((one) => one !== origin)));
  };

  return {
    async load() {
      await paused.load();
      const value = await onDisk.load();
      only = Array.isArray(value);
      lists.disk = new Set(originsIn(value));
      lists.memory = new Set(only ? originsIn(await inMemory.load()) : []);
    },
    has: (origin) => paused.has(origin) || (only && !isChosen(origin)),
    hasFrame: paused.has,
    any: () => only || paused.any(),
    isOnly: () => only,
    set(origin, off, inPrivate) {
      if (!only) return paused.set(origin, off, inPrivate);
      return off ? unchoose(origin) : choose(origin, inPrivate);
    },
    async setOnly(first, inPrivate) {
      if (first === null) {
        await onDisk.save(null);
        await inMemory.save([]);
        only = false;
        lists.disk = new Set();
        lists.memory = new Set();
        return;
      }
      await onDisk.save([]);
      only = true;
      await choose(first, inPrivate);
    },
    told: (inPrivate) => ({
      only,
      chosen: [...lists.disk, ...(inPrivate ? lists.memory : [])].sort(),
      paused: paused.list(inPrivate).sort(),
    }),
  };
};
