import { signal } from '@preact/signals';
import { reasonOf } from '../request';

/** What came of the last action, in words; it stays until the next one. */
export const note = signal<{ failed: boolean; text: string } | null>(null);

/** Counts the actions that are done: what the popup shows may have changed with each. */
export const done = signal(0);

/** Takes an action, with the words for its success and its failure, runs it and says which of the two it was. */
export async function attempt<T>(
  success: string | ((result: T) => string),
  failure: string,
  action: () => Promise<T>,
): Promise<boolean> {
  note.value = null;
  try {
    const result = await action();
    note.value = { failed: false, text: typeof success === 'string' ? success : success(result) };
    return true;
  } catch (thrown) {
    note.value = { failed: true, text: `${failure}: ${reasonOf(thrown)}` };
    return false;
  } finally {
    done.value += 1;
  }
}
