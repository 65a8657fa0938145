import type { KeptValue } from '../adapters/kept-value';

/** More sites than anybody pauses by hand. */
const MOST = 1000;

/** The sites, by origin, that a person does not want to be observed. */
export interface Paused {
  /** Reads back what was kept. */
  load(): Promise<void>;
  has(origin: string): boolean;
  /** Whether there is any. */
  any(): boolean;
  /** All of them, those of private windows where they may be seen. */
  list(inPrivate: boolean): string[];
  /** `inPrivate`: not to be found on disk. Rejects with a sentence where it could not be kept. */
  set(origin: string, paused: boolean, inPrivate: boolean): Promise<void>;
}

/** `onDisk` outlives the browser; what is paused in a private window goes to `inMemory` and is gone with it. */
export const createPaused = (onDisk: KeptValue, inMemory: KeptValue): Paused => {
  const lists = [
    { kept: onDisk, origins: new Set<string>() },
    { kept: inMemory, origins: new Set<string>() },
  ] as const;
  const write = async ({ kept, origins }: (typeof lists)[number], next: Set<string>) => {
    await kept.save([...next]);
    origins.clear();
    for (const origin of next) origins.add(origin);
  };
  return {
    async load() {
      for (const { kept, origins } of lists) {
        const value = await kept.load();
        if (!Array.isArray(value)) continue;
        for (const one of value.slice(0, MOST)) if (typeof one === 'string') origins.add(one);
      }
    },
    has: (origin) => lists.some(({ origins }) => origins.has(origin)),
    any: () => lists.some(({ origins }) => origins.size > 0),
    list: (inPrivate) => lists.slice(0, inPrivate ? 2 : 1).flatMap(({ origins }) => [...origins]),
    async set(origin, paused, inPrivate) {
      if (paused) {
        const list = lists[inPrivate ? 1 : 0];
        if (list.origins.size >= MOST)
          throw new Error(`Whylag is paused on ${MOST} sites already.`);
        await write(list, new Set(list.origins).add(origin));
        return;
      }
      for (const list of lists) {
        if (!list.origins.has(origin)) continue;
        const rest = new Set(list.origins);
        rest.delete(origin);
        await write(list, rest);
      }
    },
  };
};
