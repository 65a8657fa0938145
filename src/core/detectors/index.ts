import { audioContextLeak } from './audio-context-leak';
import { audioContextSuspended } from './audio-context-suspended';
import { audioQueueBacklog } from './audio-queue-backlog';
import { audioUnderrun } from './audio-underrun';
import type { Detector } from './detector';
import { mediaPlayerLeak } from './media-player-leak';
import { microphoneLeak } from './microphone-leak';
import { reconnectStorm } from './reconnect-storm';
import { tabAccumulation } from './tab-accumulation';
import { vadLeak } from './vad-leak';

/** In the order of what explains most: of two findings of one severity, the earlier is the likelier cause. */
export const DETECTORS: readonly Detector[] = [
  reconnectStorm,
  tabAccumulation,
  // A detector brings a context and a track of its own.
  vadLeak,
  microphoneLeak,
  audioContextLeak,
  audioContextSuspended,
  mediaPlayerLeak,
  audioQueueBacklog,
  audioUnderrun,
];
