import {
  beginEntry,
  beginNode,
  type Entry,
  entryOf,
  know,
  leave,
  move,
  untilCollected,
} from './ledger';
import { slice } from './natives';
import { fieldOf } from './nodes';
import { watchConstructor, watchMethod } from './wrap';

interface WorkerEntry extends Entry {
  /** The voice detector that it is. */
  detector: Entry | undefined;
}

/** The shape of a worker that was given an access key and no model. */
const KEYED = 'worker';
let watched = false;

const watchMessages = (): void => {
  if (watched) return;
  watched = true;
  watchMethod('Worker', 'postMessage', (_result, worker, args: unknown[]) => {
    const one = entryOf<WorkerEntry>(worker);
    const sent = args[0];
    const command = fieldOf(sent, 'command');
    if (!one) return;
    if (command === 'init' && fieldOf(sent, 'accessKey') && !fieldOf(sent, 'modelPath')) {
      one.detector ??= beginNode(KEYED);
      move(one.detector, 'live');
    } else if (command === 'release') leave(one.detector);
  });
};

const seen = (worker: object, args: unknown[]): void => {
  untilCollected(worker, know(worker, { ...beginEntry('worker', 'live'), detector: undefined }));
  if (typeof args[0] === 'string' && slice(args[0], 0, 5) === 'blob:') watchMessages();
};

/**
 * Dedicated and shared workers, until `terminate()` or collection. A worker's own `close()` does not show.
 * One that is made from a blob and given an access key and no model is a voice detector (Cobra), until it
 * is released.
 */
export const watchWorkers = (): void => {
  watchConstructor('Worker', seen);
  watchConstructor('SharedWorker', seen);
  watchMethod('Worker', 'terminate', (_result, worker) => {
    const one = entryOf<WorkerEntry>(worker);
    move(one, 'closed');
    leave(one?.detector);
  });
};
