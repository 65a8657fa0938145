import { reader } from './natives';

const memoryOf = reader<object>(Performance.prototype, 'memory');

/** Chromium alone tells; the reader of `usedJSHeapSize` is found on the object that it gives. */
export const usedBytes = (): number | null => {
  const memory = memoryOf(performance);
  const used = memory && (memory as { usedJSHeapSize?: unknown }).usedJSHeapSize;
  return typeof used === 'number' ? used : null;
};
