import { oldestOf } from '../../core/history/retain';
import { type Freed, type HistoryStore, NoRoom, type TabWrite } from '../../core/history/store';
import { signatureOf, takeNew } from '../../core/history/take';
import { createTrack, movedTrack, resumeTrack, type Track } from '../../core/history/track';
import type { TabState, World } from '../../core/state';
import type { Health } from './health';

/** Room is made for more than is to be written, and a part of the whole at a time, so that it is not made again at once. */
const PART = 0.1;
const TIMES = 3;
/**
 * In writes, one a second. A browser gives the room of what was deleted free when it comes to it, and a full disk may
 * be somebody else's work: deleting more at once could lose all of the history for nothing.
 */
const REST = { first: 5, most: 600 };
/** With more tabs that talk than these, only every second beat writes. */
const MANY = 50;

interface Parts {
  store: HistoryStore;
  world: World;
  health: Health;
  run(): string;
  now(): number;
}

/** A tab of which nothing is to be left behind, or might be, is not written. */
const mayKeep = (tab: TabState): boolean => tab.isPrivate === false && tab.url !== '';

/** Writes what is new of the tabs. Calls must not overlap (`order.ts`). */
export const createWriter = ({ store, world, health, run, now }: Parts) => {
  const tracks = new Map<number, Track>();
  let generation = store.generation();
  let skip = false;
  let rest = 0;
  let lastRest = 0;
  /** Size of what was last to be written. */
  let wanted = 0;

  /** What is known of a tab's record: from memory, from before the background was stopped, or nothing yet. */
  const trackOf = async (tabId: number): Promise<Track> => {
    const known = tracks.get(tabId);
    if (known) return known;
    const row = await store.find(run(), tabId);
    const resumed = row && (await store.resume(row.n));
    const tab = world.tabs[tabId];
    const track = resumed ? resumeTrack(resumed) : createTrack();
    // One that is closed has nothing more to say.
    if (row?.open === 0 && tab?.open === false) track.signature = signatureOf(tab);
    tracks.set(tabId, track);
    return track;
  };

  /** Removes the oldest; `false` where there is nothing left to remove. */
  const makeRoom = async (): Promise<boolean> => {
    const rows = await store.all();
    const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
    const { records, halved } = oldestOf(rows, Math.max(bytes * PART, wanted * TIMES));
    if (records.length + halved.length === 0) return false;
    if (records.length > 0) await store.remove(records);
    for (const n of halved) noteFreed([await store.halve(n)]);
    health.trimmed();
    return true;
  };

  const noteFreed = (freed: readonly Freed[]): void => {
    for (const { n, bytes } of freed)
      for (const track of tracks.values()) if (track.n === n) track.bytes -= bytes;
  };

  const writeOnce = async (): Promise<void> => {
    const taken: { tabId: number; write: TabWrite; next: Track }[] = [];
    for (const tab of Object.values(world.tabs).filter(mayKeep)) {
      const fresh = takeNew(tab, await trackOf(tab.tabId), now(), run());
      if (fresh) taken.push({ tabId: tab.tabId, ...fresh });
    }
    if (taken.length === 0) return;
    wanted = taken.reduce((sum, { write }) => sum + write.state.text.length, 0);
    const written = await store.write(taken.map(({ write }) => write));
    for (const [i, { tabId, next }] of taken.entries()) {
      const { n = null, freed = 0 } = written[i] ?? {};
      if (n !== null) tracks.set(tabId, { ...next, n, bytes: next.bytes - freed });
      // Its record was removed: an open tab begins another one, of a closed one nothing is left to say.
      else if (world.tabs[tabId]?.open) tracks.set(tabId, createTrack());
      else tracks.set(tabId, next);
    }
    skip = taken.length > MANY;
  };

  return {
    /** Stores what is new; what cannot be stored now is new the next time. */
    async write(): Promise<void> {
      if (skip) {
        skip = false;
        return;
      }
      if (rest > 0) rest--;
      try {
        try {
          await writeOnce();
        } catch (error) {
          if (!(error instanceof NoRoom) || rest > 0 || !(await makeRoom())) throw error;
          lastRest = Math.min(REST.most, Math.max(REST.first, lastRest * 2));
          rest = lastRest;
          await writeOnce();
        }
        rest = lastRest = 0;
        health.worked();
      } catch (error) {
        health.failed(error);
      }
      // A store that was opened anew may be another one: nothing that is known of its rows holds.
      if (store.generation() !== generation) {
        if (generation > 0) tracks.clear();
        generation = store.generation();
      }
      for (const tabId of tracks.keys()) if (!world.tabs[tabId]) tracks.delete(tabId);
    },
    noteFreed,
    /** The browser has given a tab another number. */
    async moved(before: number, after: number): Promise<void> {
      const track = await trackOf(before).catch(() => null);
      tracks.delete(before);
      if (track?.n) tracks.set(after, track);
    },
    /** All that is known of the tabs was brought to another clock. */
    jumped(by: number): void {
      for (const [tabId, track] of tracks) tracks.set(tabId, movedTrack(track, by));
    },
    /** Nothing is known of any record any more. */
    forget(): void {
      tracks.clear();
    },
  };
};
