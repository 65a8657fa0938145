import { NoRoom, type Obstacle, Unavailable } from '../../core/history/store';

/** Why nothing is being stored: what stands in the way, or that no room is left for even the newest. */
export type Trouble = Obstacle | 'full';

/** How the history is, for the person to read; what is in memory is right whatever stands here. */
export const createHealth = () => {
  let trouble: Trouble | null = null;
  let isTrimmed = false;
  let isTold = false;
  return {
    worked(): void {
      trouble = null;
    },
    failed(error: unknown): void {
      trouble =
        error instanceof Unavailable
          ? error.obstacle
          : error instanceof NoRoom
            ? 'full'
            : 'unreadable';
    },
    /** The oldest had to go, before its time. */
    trimmed(): void {
      isTrimmed = true;
    },
    /** The person has been told so: once is enough until the browser is started again. */
    told(): null {
      isTold = true;
      return null;
    },
    now: () => ({ trouble, trimmed: isTrimmed && !isTold }),
  };
};
export type Health = ReturnType<typeof createHealth>;
