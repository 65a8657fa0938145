/** How often the exact measurement, which may wait for a garbage collection, is asked for. */
const MEASURE_MS = 30_000;

interface Measuring {
  memory?: { usedJSHeapSize: number };
  measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }>;
}
const clock = performance as Performance & Measuring;

let measured: number | null = null;
let measuredAt = Number.NEGATIVE_INFINITY;

/**
 * What the page uses, in bytes: all of it where the page is cross-origin isolated (the last
 * `measureUserAgentSpecificMemory`), else its JavaScript heap; `null` where the browser does not say.
 */
export const usedBytes = (): number | null => {
  if (!clock.measureUserAgentSpecificMemory) return clock.memory?.usedJSHeapSize ?? null;
  if (performance.now() - measuredAt > MEASURE_MS) {
    measuredAt = performance.now();
    clock.measureUserAgentSpecificMemory().then(
      ({ bytes }) => {
        measured = bytes;
      },
      () => {},
    );
  }
  return measured;
};
