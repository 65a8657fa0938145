import type { SoundFact } from '../protocol/page-facts';
import { here } from './natives';

/** What is scheduled, waiting and playing; see `protocol/facts.ts`. It is told as it stands. */
export const sound = {
  __proto__: null,
  played: 0,
  // No number where the browser does not say.
  underruns: here.AudioPlaybackStats ? 0 : Number.NaN,
  underrunMs: 0,
  playedElements: 0,
  clipMs: 0,
  clips: 0,
} as unknown as SoundFact;
