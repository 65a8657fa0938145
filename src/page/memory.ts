import { getPrototypeOf, performanceHere, reader } from './natives';

const memoryOf = reader<object>(Performance.prototype, 'memory');
const first = memoryOf(performanceHere);
const usedOf = reader<number>(first && (getPrototypeOf(first) as object), 'usedJSHeapSize');

/** The page's JavaScript heap in bytes; `null` where the browser does not say (Firefox). */
export const usedBytes = (): number | null => usedOf(memoryOf(performanceHere)) ?? null;
