const BEAT_MS = 1000;
/** After the last word of any page: long enough for every finding to see its own end. */
const QUIET_MS = 15_000;

interface Body {
  /** One look at every tab. */
  look(): void;
  /** Brings what is known of the tabs up to date. */
  settle(): Promise<void>;
  /** Some page has a line to us. */
  isBusy(): boolean;
  /** What the browser says of tabs; see `createTabEvents`. */
  tabEvents: { listen(): void; rest(): void };
}

/** Looks once a second, and listens to the browser's word on tabs, from each `wake` on until all is quiet. */
export const createPulse = ({ look, settle, isBusy, tabEvents }: Body) => {
  let timer: ReturnType<typeof setInterval> | undefined;
  let lastWake = 0;
  let settled = Promise.resolve();

  const beat = (): void => {
    look();
    if (isBusy() || performance.now() - lastWake < QUIET_MS) return;
    clearInterval(timer);
    timer = undefined;
    tabEvents.rest();
  };

  return {
    /** Done when the tabs are known as they are now. */
    wake(): Promise<void> {
      lastWake = performance.now();
      if (timer !== undefined) return settled;
      timer = setInterval(beat, BEAT_MS);
      tabEvents.listen();
      settled = settle().catch(() => {
        // The browser is closing; what is known stays.
      });
      return settled;
    },
  };
};
