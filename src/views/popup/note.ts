import { signal } from '@preact/signals';
import { reasonOf } from '../request';

/** What came of the last action, in words; it stays until the next one. */
export const note = signal<{ failed: boolean; text: string } | null>(null);

/** Takes an action, with the words for its success and its failure, runs it and says which of the two it was. */
export async function attempt(
  done: string,
  failed: string,
  action: () => Promise<unknown>,
): Promise<boolean> {
  note.value = null;
  try {
    await action();
    note.value = { failed: false, text: done };
    return true;
  } catch (thrown) {
    note.value = { failed: true, text: `${failed}: ${reasonOf(thrown)}` };
    return false;
  }
}
