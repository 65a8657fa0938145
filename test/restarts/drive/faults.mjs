import { LOST } from './lost.mjs';
import { MOVED } from './moved.mjs';
import { RELOADED } from './reloaded.mjs';
import { STORED } from './stored.mjs';

/** @type {readonly import('./claims.mjs').Fault[]} */
export const FAULTS = [...MOVED, ...STORED, ...LOST, ...RELOADED];
