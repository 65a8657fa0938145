import { formatCount, plural } from './format';
import type { Report } from './report';
import type { TabState } from './state';

type Truncated = Report['truncated'];

/** What limits made the page and us leave out of a tab. */
export const truncatedOf = (tab: TabState): Truncated => ({
  dropped: tab.loads.reduce((sum, load) => sum + load.dropped, tab.dropped),
  frames: tab.framesOver,
});

/** The same in sentences; none where nothing was left out. */
export const truncatedLimits = ({ dropped, frames }: Truncated): string[] => [
  ...(dropped > 0
    ? [
        `Truncated: ${formatCount(dropped)} rows (single tries, creation sites, endpoints or messages) were over a limit and dropped. ${frames > 0 ? 'Details' : 'Totals are exact, details'} are not complete.`,
      ]
    : []),
  ...(frames > 0
    ? [
        `Truncated: ${plural(frames, 'more page or frame', 'more pages or frames')} than are counted at once, of which nothing is in the totals.`,
      ]
    : []),
];
