import { audioContextLeak } from './audio-context-leak';
import { audioContextSuspended } from './audio-context-suspended';
import { audioQueueBacklog } from './audio-queue-backlog';
import { audioUnderrun } from './audio-underrun';
import { connectionPoolExhaustion } from './connection-pool-exhaustion';
import type { Detector } from './detector';
import { duplicateSockets } from './duplicate-sockets';
import { endpointUnreachable } from './endpoint-unreachable';
import { mainThreadStall } from './main-thread-stall';
import { mediaPlayerLeak } from './media-player-leak';
import { memoryGrowth } from './memory-growth';
import { microphoneLeak } from './microphone-leak';
import { orphanServiceWorker } from './orphan-service-worker';
import { reconnectStorm } from './reconnect-storm';
import { sendBacklog } from './send-backlog';
import { slowTurns } from './slow-turns';
import { socketLeak } from './socket-leak';
import { tabAccumulation } from './tab-accumulation';
import { turnStalled } from './turn-stalled';
import { vadLeak } from './vad-leak';

/** In the order of what explains most: of two findings of one severity, the earlier is the likelier cause. */
export const DETECTORS: readonly Detector[] = [
  reconnectStorm,
  connectionPoolExhaustion,
  socketLeak,
  duplicateSockets,
  tabAccumulation,
  // A detector brings a context and a track of its own.
  vadLeak,
  microphoneLeak,
  audioContextLeak,
  audioContextSuspended,
  mediaPlayerLeak,
  sendBacklog,
  audioQueueBacklog,
  audioUnderrun,
  memoryGrowth,
  slowTurns,
  turnStalled,
  mainThreadStall,
  endpointUnreachable,
  orphanServiceWorker,
];
