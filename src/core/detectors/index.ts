import { audioQueueBacklog } from './audio-queue-backlog';
import { connectionPoolExhaustion } from './connection-pool-exhaustion';
import type { Detector } from './detector';
import { duplicateSockets } from './duplicate-sockets';
import { endpointUnreachable } from './endpoint-unreachable';
import { reconnectStorm } from './reconnect-storm';
import { sendBacklog } from './send-backlog';
import { socketLeak } from './socket-leak';
import { tabAccumulation } from './tab-accumulation';

/** In the order of what explains most: of two findings of one severity, the earlier is the likelier cause. */
export const DETECTORS: readonly Detector[] = [
  reconnectStorm,
  connectionPoolExhaustion,
  socketLeak,
  duplicateSockets,
  tabAccumulation,
  sendBacklog,
  audioQueueBacklog,
  endpointUnreachable,
];
