import type { EndpointFact } from '../protocol/facts';

const COUNTERS = [
  'attempts',
  'opened',
  'failed',
  'messagesIn',
  'messagesOut',
  'bytesIn',
  'bytesOut',
] as const;
type Counters = Record<(typeof COUNTERS)[number], number> & { closeCodes: Record<string, number> };

/** Adds what `from` has counted to `to`; what lives in it is not a counter and stays out. */
export const addCounters = (to: Counters, from: EndpointFact): void => {
  for (const name of COUNTERS) to[name] += from[name];
  for (const [code, count] of Object.entries(from.closeCodes))
    to.closeCodes[code] = (to.closeCodes[code] ?? 0) + count;
};
