import { audioQueueBacklog } from './audio-queue-backlog';
import type { Detector } from './detector';
import { mainThreadStall } from './main-thread-stall';
import { memoryGrowth } from './memory-growth';
import { reconnectStorm } from './reconnect-storm';
import { slowTurns } from './slow-turns';
import { tabAccumulation } from './tab-accumulation';
import { turnStalled } from './turn-stalled';

/** In the order of what explains most: of two findings of one severity, the earlier is the likelier cause. */
export const DETECTORS: readonly Detector[] = [
  reconnectStorm,
  tabAccumulation,
  audioQueueBacklog,
  memoryGrowth,
  slowTurns,
  turnStalled,
  mainThreadStall,
];
