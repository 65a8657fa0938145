import { deleteDB, openDB } from 'idb';
import { NoRoom, type Obstacle, Unavailable } from '../core/history/store';
import {
  HISTORY_DB,
  type HistoryDb,
  type HistorySchema,
  MIGRATIONS,
  migrate,
} from './history-schema';

/** One that waits for an older version to let go: its pages may never. */
const OPEN_MS = 5000;
/** After a failure to open: whoever holds it may have gone, and asking costs. */
const AGAIN_MS = 30_000;

const nameOf = (error: unknown): string => (error as { name?: string } | null)?.name ?? '';

const obstacleOf = (error: unknown): Obstacle =>
  nameOf(error) === 'VersionError' ? 'newer' : 'unreadable';

interface Options {
  name?: string;
  migrations?: typeof MIGRATIONS;
  now?: () => number;
  openMs?: number;
}

/**
 * The one connection to the database: opened by the first use and again after the browser has ended it. It lets
 * go at once where a newer version of Whylag or the person's browser wants to change or delete it.
 */
export const createHistoryDb = (options: Options = {}) => {
  const { name = HISTORY_DB, migrations = MIGRATIONS, now = Date.now, openMs = OPEN_MS } = options;
  let connection: Promise<HistoryDb> | null = null;
  let refused: { error: Unavailable; at: number } | null = null;
  let opened = 0;

  const letGo = (): void => {
    connection = null;
  };

  /** What `asked` gives, unless somebody holds it up: a page of an older version may do so for good. */
  const unlessHeld = async <T>(asked: Promise<T>): Promise<T> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Unavailable('blocked')), openMs);
    });
    try {
      return await Promise.race([asked, late]);
    } finally {
      clearTimeout(timer);
    }
  };

  const connect = async (): Promise<HistoryDb> => {
    const opening = openDB<HistorySchema>(name, migrations.length, {
      upgrade: (db, from, _to, upgrade) => {
        // A failed step ends the upgrade, and the database stays as it was.
        migrate(db, from, upgrade, migrations).catch(() => upgrade.abort());
      },
      blocking: (_from, _to, event) => {
        (event.target as IDBDatabase).close();
        letGo();
      },
      terminated: letGo,
    });
    try {
      const db = await unlessHeld(opening);
      opened++;
      return db;
    } catch (error) {
      // One that comes after all has to be closed, or it would hold up whoever comes next.
      opening.then((db) => db.close()).catch(() => {});
      throw error instanceof Unavailable ? error : new Unavailable(obstacleOf(error));
    }
  };

  const open = (): Promise<HistoryDb> => {
    if (refused && Math.abs(now() - refused.at) < AGAIN_MS) return Promise.reject(refused.error);
    connection ??= connect().catch((error: Unavailable) => {
      refused = { error, at: now() };
      letGo();
      throw error;
    });
    return connection;
  };

  return {
    /** Runs `job` on the database; a connection that turns out to be dead is opened once more. */
    async use<T>(job: (db: HistoryDb) => Promise<T>): Promise<T> {
      for (let isFirst = true; ; isFirst = false) {
        const db = await open();
        try {
          return await job(db);
        } catch (error) {
          if (nameOf(error) === 'QuotaExceededError') throw new NoRoom();
          if (nameOf(error) !== 'InvalidStateError' || !isFirst) throw error;
          letGo();
        }
      }
    },
    /** How often it was opened: what was known of its rows before may be wrong since. */
    generation: () => opened,
    /** Removes the whole database, whatever version it has and whoever wrote it. */
    async destroy(): Promise<void> {
      (await connection?.catch(() => null))?.close();
      letGo();
      refused = null;
      await unlessHeld(deleteDB(name));
    },
  };
};
