import { NoRoom, type Obstacle, Unavailable } from '../../core/history/store';

/** Why nothing is being stored: what stands in the way, or that no room is left for even the newest. */
export type Trouble = Obstacle | 'full';
/** The oldest had to go, before its time; the person has read so. */
export type Notice = 'trimmed' | 'told';

const troubleOf = (error: unknown): Trouble => {
  if (error instanceof Unavailable) return error.obstacle;
  return error instanceof NoRoom ? 'full' : 'unreadable';
};

/** How the history is, for the person to read; what is in memory is right whatever stands here. */
export const createHealth = (keepNotice: (notice: Notice) => void) => {
  let trouble: Trouble | null = null;
  let notice: Notice | null = null;
  const note = (next: Notice): void => {
    notice = next;
    keepNotice(next);
  };
  return {
    /** What an earlier background had to say. */
    start(before: unknown): void {
      if (before === 'trimmed' || before === 'told') notice ??= before;
    },
    worked(): void {
      trouble = null;
    },
    failed(error: unknown): void {
      trouble = troubleOf(error);
    },
    /** Said once: who has read it knows. */
    trimmed(): void {
      if (notice === null) note('trimmed');
    },
    told(): null {
      note('told');
      return null;
    },
    now: () => ({ trouble, trimmed: notice === 'trimmed' }),
  };
};
export type Health = ReturnType<typeof createHealth>;
