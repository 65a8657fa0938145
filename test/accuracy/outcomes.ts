import type { Case } from './case.mjs';
import type { Outcome } from './results.mjs';

/** A case's outcome, for tests of what is made of it. */
export const outcomeOf = (one: Partial<Case>, rest: Partial<Outcome> = {}): Outcome => ({
  one: {
    name: 'a-page',
    library: 'reconnecting-websocket',
    fault: null,
    twin: 'its-twin',
    page: 'a-page',
    seconds: 20,
    mayAlso: {},
    ...one,
  },
  browser: 'chrome',
  found: {},
  latencyMs: null,
  counts: [],
  trouble: null,
  heldUp: false,
  ...rest,
});
