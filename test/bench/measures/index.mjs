import { calls } from './calls.mjs';
import { heap } from './heap.mjs';
import { history } from './history.mjs';
import { idle } from './idle.mjs';
import { added, receive } from './receive.mjs';
import { reconnects } from './reconnects.mjs';
import { scale } from './scale.mjs';
import { sizes } from './sizes.mjs';

/** In the order of the document. */
/** @type {import('./measure.mjs').Measure[]} */
export const MEASURES = [receive, added, calls, sizes, idle, heap, reconnects, scale, history];
