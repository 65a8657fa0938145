/** Runs what was heard before the state of the last run was back: all of it, in order. */
export interface Start {
  /** Runs a job now, or as soon as the state is back. */
  whenReady(job: () => void): void;
  /** The pages are still being asked who is there. */
  isCatchingUp(): boolean;
  /** `load` reads the state back, `catchUp` asks the pages; then all is known, and `after` is called. */
  begin(load: () => Promise<unknown>, catchUp: () => Promise<unknown>, after: () => void): void;
}

/**
 * The browser starts a stopped background for a word that it has to hear, and that comes before the state
 * of the last run. It waits, and nothing that goes wrong with one word, or with the state, costs another.
 */
export const createStart = (): Start => {
  let early: (() => void)[] | null = [];
  let catchingUp = true;

  const runEarly = (): void => {
    const jobs = early ?? [];
    early = null;
    for (const job of jobs) {
      try {
        job();
      } catch {
        // Nothing that a page can say does that; the next word is another one.
      }
    }
  };

  return {
    whenReady(job) {
      if (early) early.push(job);
      else job();
    },
    isCatchingUp: () => catchingUp,
    begin(load, catchUp, after) {
      load()
        // State that cannot be read is none: the pages say everything again.
        .catch(() => {})
        .then(runEarly)
        .then(catchUp)
        // A tab that was closed while it was asked; the next look sees it.
        .catch(() => {})
        .finally(() => {
          catchingUp = false;
          after();
        });
    },
  };
};
