import { plural } from '../../core/format';
import type { EraseReply } from '../../protocol/messages';
import { request } from '../request';
import { attempt } from './note';

/** The largest history takes a while to go. */
const PATIENCE_MS = 30_000;

export function eraseOutcome({ records }: EraseReply): string {
  return records === 0
    ? 'Deleted: nothing was stored on this machine.'
    : `Deleted what was stored of ${plural(records, 'tab')}.`;
}

/** Deletes all that is known of any tab. */
export function deleteEverything(): Promise<boolean> {
  return attempt(eraseOutcome, 'Could not delete everything', () =>
    request({ type: 'delete-everything' }, PATIENCE_MS),
  );
}

/** The person has read that the oldest was deleted. */
export function readHistoryNotice(): Promise<boolean> {
  return attempt(
    'Whylag will not say it again until the browser is restarted.',
    'Could not note that',
    () => request({ type: 'history-told' }),
  );
}
