import type { TryFact } from '../protocol/facts';
import type { Ledger } from './ledger';
import { now, on, reader, weakMap } from './natives';
import { byteLength } from './size';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

const CLOSED = 2;

/**
 * EventSource: attempts (the browser's own retries are marked `auto`), states, unnamed messages.
 * Named events go to listeners of their name alone and cannot be counted.
 */
export const watchEventSources = (ledger: Ledger): void => {
  const urlOf = reader<string>('EventSource', 'url');
  const readyStateOf = reader<number>('EventSource', 'readyState');
  const dataOf = reader<unknown>('MessageEvent', 'data');
  const closing = weakMap<() => void>();

  wrapConstructor<EventSource>('EventSource', (source) => {
    const endpoint = ledger.endpoint('eventSource', urlOf(source) ?? '');
    let attempt: TryFact = ledger.attempt(endpoint, false);
    const entry = ledger.add('eventSource', 'connecting', endpoint);

    /** The browser retries by itself and says so only by how it ends: that try begins here. */
    const retried = (): void => {
      if (attempt.endedAt !== null) attempt = ledger.attempt(endpoint, true);
    };
    const ended = (state: string): void => {
      if (attempt.endedAt === null) {
        attempt.endedAt = now();
        if (attempt.openedAt === null && !attempt.own) endpoint.failed++;
        endpoint.live--;
      }
      ledger.move(entry, state);
      ledger.touch(endpoint, attempt);
    };

    on(source, 'open', () => {
      retried();
      attempt.openedAt = now();
      endpoint.opened++;
      ledger.move(entry, 'open');
      ledger.touch(endpoint, attempt);
    });
    on(source, 'error', () => {
      if (entry.state === 'closed') return;
      retried();
      ended(readyStateOf(source) === CLOSED ? 'closed' : 'connecting');
    });
    on(source, 'message', (e) => {
      attempt.messages++;
      ledger.message(endpoint, false, '', byteLength(dataOf(e)));
    });
    closing.set(source, () => {
      if (entry.state === 'closed') return;
      attempt.own = attempt.endedAt === null;
      ended('closed');
    });
  });

  wrapMethod(
    'EventSource',
    'close',
    afterwards((self) => closing.get(self)?.()),
  );
};
