import { calls } from './calls.mjs';
import { added, receive } from './receive.mjs';

/** In the order of the document. */
/** @type {import('./measure.mjs').Measure[]} */
export const MEASURES = [receive, added, calls];
