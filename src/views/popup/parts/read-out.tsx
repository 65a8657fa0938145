import { useRef } from 'preact/hooks';
import type { Verdict } from '../../../protocol/messages';
import { announcementKey, TONE_WORDS } from '../words';

/**
 * Takes the verdict, or `null` while there is none, and has a screen reader say it when it becomes another one.
 * It stands apart from what is seen, and is there from the start: a region that comes with its text is not read.
 */
export function ReadOut({ verdict }: { verdict: Verdict | null }) {
  const said = useRef<Verdict | null>(null);
  const isNew =
    !said.current || (verdict && announcementKey(verdict) !== announcementKey(said.current));
  if (isNew) said.current = verdict;
  const last = said.current;
  return (
    <p class="read-out" aria-live="polite">
      {last && `${TONE_WORDS[last.tone]}: ${last.text}`}
    </p>
  );
}
