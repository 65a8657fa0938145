import { signal } from '@preact/signals';
import type { SourcesReply } from '../../protocol/messages';
import { reasonOf, request } from '../request';

/** Longer than the background takes at most: it fetches from the page's servers. */
const PATIENCE_MS = 60_000;

export type Lookup =
  | { state: 'idle' }
  | { state: 'looking' }
  | { state: 'failed'; reason: string }
  | { state: 'done'; reply: SourcesReply };

/** What came of the last look for source positions. */
export const lookup = signal<Lookup>({ state: 'idle' });

/** Has the background fetch the page's scripts and maps. Called straight from a click, and from nowhere else. */
export async function lookUpSources(tabId: number): Promise<void> {
  if (lookup.value.state === 'looking') return;
  lookup.value = { state: 'looking' };
  try {
    const reply = await request({ type: 'sources', tabId }, PATIENCE_MS);
    lookup.value = { state: 'done', reply };
  } catch (thrown) {
    lookup.value = { state: 'failed', reason: reasonOf(thrown) };
  }
}
