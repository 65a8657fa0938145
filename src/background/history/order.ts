/** Runs jobs one after the other, whatever came of the one before. */
export const createOrder = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(job: () => Promise<T>): Promise<T> => {
    const done = last.then(job);
    last = done.catch(() => {});
    return done;
  };
};
export type Order = ReturnType<typeof createOrder>;
