import type { Sample } from './report';

/** Samples are a second apart; a longer gap is a frozen page or a sleeping computer. */
export const GAP_MS = 15_000;

/** The newest samples without a gap: nobody knows what went on in one, so that growth is not told across it. */
export const sinceGap = (timeline: readonly Sample[]): Sample[] => {
  let from = timeline.length - 1;
  while (from > 0 && (timeline[from] as Sample).at - (timeline[from - 1] as Sample).at <= GAP_MS)
    from--;
  return timeline.slice(Math.max(0, from));
};
