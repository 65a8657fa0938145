import { formatCount, plural } from '../../../core/format';
import type { Report } from '../../../core/report';

/** Takes what was over a limit and says so, where there is any: what is drawn below is not all there was. */
export function TruncatedNote({ truncated: { dropped, frames } }: Pick<Report, 'truncated'>) {
  if (dropped + frames === 0) return null;
  const parts = [
    dropped > 0 && `${formatCount(dropped)} rows of details`,
    frames > 0 && plural(frames, 'page or frame', 'pages or frames'),
  ].filter(Boolean);
  return (
    <p class="muted">
      Truncated: this page does more than Whylag keeps. {parts.join(' and ')} were dropped
      {frames > 0 ? ', so the counts are too low.' : '; the counts are exact.'}
    </p>
  );
}
