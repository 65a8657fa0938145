import { LOST } from './lost.mjs';
import { MOVED } from './moved.mjs';
import { RELOADED } from './reloaded.mjs';

/** @type {readonly import('./claims.mjs').Fault[]} */
export const FAULTS = [...MOVED, ...LOST, ...RELOADED];
