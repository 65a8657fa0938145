import { browser } from '../adapters/browser';
import type { Requests, RequestType } from '../protocol/messages';

/** The background answers in milliseconds; starting it anew takes well under two seconds on a slow machine. */
const PATIENCE_MS = 5_000;

/** Takes a message of the protocol and returns its reply; rejects when the background refuses or stays silent. */
export async function request<T extends RequestType>(
  message: Requests[T]['send'] & { type: T },
  patienceMs = PATIENCE_MS,
): Promise<Requests[T]['reply']> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    const error = new Error(`No answer within ${patienceMs / 1_000} s.`);
    timer = setTimeout(() => reject(error), patienceMs);
  });
  try {
    // Both ends are built from one map of messages, in one package: the reply is what it says.
    const reply = browser.runtime.sendMessage<unknown, Requests[T]['reply']>(message);
    return await Promise.race([reply, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Takes whatever was thrown and returns what a person may read of it. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
