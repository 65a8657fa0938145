import type { Batch } from '../protocol/facts';
import { type Room, take } from './room';
import { KEPT, type LoadState } from './state';

/** A page that sends often tells often: so near to the one before, a point takes its place. */
const NEAR_MS = 400;

/** Keeps how much of what the page sends the network has not taken; none as long as it takes all. */
export const foldUnsent = (load: LoadState, { endpoints, at }: Batch, room: Room): void => {
  for (const { n, unsent, bytesOut } of endpoints) {
    if (unsent <= 0) {
      delete load.unsent[n];
      continue;
    }
    if (!load.unsent[n] && !take(room, 'unsent')) continue;
    const points = load.unsent[n] ?? [];
    load.unsent[n] = points;
    const before = points.at(-2);
    if (before && at - before.at < NEAR_MS) points.pop();
    points.push({ at, unsent, sent: bytesOut });
    if (points.length > KEPT.unsent) points.shift();
  }
};
