import { audioQueueBacklog } from './audio-queue-backlog';
import type { Detector } from './detector';
import { reconnectStorm } from './reconnect-storm';
import { tabAccumulation } from './tab-accumulation';

/** In the order of what explains most: of two findings of one severity, the earlier is the likelier cause. */
export const DETECTORS: readonly Detector[] = [reconnectStorm, tabAccumulation, audioQueueBacklog];
