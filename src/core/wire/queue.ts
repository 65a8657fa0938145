import type { TypeRun } from '../../protocol/facts';
import type { WireState } from '../state';
import { nameOf } from './find';
import type { WireProfile } from './profile';

/** Brings the private queue of the page's player up to date with one run of messages. */
export const countPieces = (wire: WireState, { queue }: WireProfile, run: TypeRun): void => {
  if (!queue) return;
  const name = nameOf(run);
  if (queue.starts.includes(name)) {
    wire.startsSeen = true;
    wire.waiting = Math.max(0, wire.waiting - run.count);
  } else if (queue.clears.includes(name)) wire.waiting = 0;
  else if (queue.arrives.includes(name)) wire.waiting += run.count;
};

/** Media elements have ended: as many pieces have been played, where the page does not tell when one starts. */
export const countEnded = (wire: WireState, ended: number): void => {
  if (ended > 0 && !wire.startsSeen) wire.waiting = Math.max(0, wire.waiting - ended);
};
