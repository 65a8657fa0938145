import type { TryFact } from '../protocol/facts';
import type { Entry, Ledger } from './ledger';
import { method, now, on, reader, weakMap } from './natives';
import { byteLength } from './size';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

const CLOSED = 2;

/**
 * EventSource: attempts (the browser's own retries are marked `auto`), states, unnamed messages.
 * Named events go to listeners of their name alone and cannot be counted.
 */
export const watchEventSources = (ledger: Ledger): void => {
  if (!method(globalThis, 'EventSource')) return;
  const proto = EventSource.prototype;
  const urlOf = reader<string>(proto, 'url');
  const readyStateOf = reader<number>(proto, 'readyState');
  const dataOf = reader<unknown>(MessageEvent.prototype, 'data');
  const known = weakMap<object, { close(): void }>();

  wrapConstructor<EventSource>(globalThis, 'EventSource', (source) => {
    const endpoint = ledger.endpoint('eventSource', urlOf(source) ?? '');
    const entry: Entry = ledger.add('eventSource', 'connecting');
    let attempt: TryFact = ledger.attempt(endpoint, false);
    ledger.site('eventSource', endpoint);

    /** The browser retries by itself and says so only by how it ends: that try begins here. */
    const retried = (): void => {
      if (attempt.endedAt !== null) attempt = ledger.attempt(endpoint, true);
    };
    const ended = (): void => {
      if (attempt.endedAt !== null) return;
      attempt.endedAt = now();
      if (attempt.openedAt === null && !attempt.own) endpoint.failed++;
      endpoint.live--;
      ledger.moved(attempt);
      ledger.touch(endpoint);
    };

    on(source, 'open', (e) => {
      if (!e.isTrusted) return;
      retried();
      attempt.openedAt = now();
      endpoint.opened++;
      ledger.move(entry, 'open');
      ledger.moved(attempt);
      ledger.touch(endpoint);
    });
    on(source, 'error', (e) => {
      if (!e.isTrusted || entry.state === 'closed') return;
      retried();
      ended();
      ledger.move(entry, readyStateOf(source) === CLOSED ? 'closed' : 'connecting');
    });
    on(source, 'message', (e) => {
      if (!e.isTrusted) return;
      endpoint.messagesIn++;
      attempt.messages++;
      endpoint.bytesIn += byteLength(dataOf(e));
      ledger.touch(endpoint);
    });
    known.set(source, {
      close: () => {
        if (entry.state === 'closed') return;
        attempt.own = attempt.endedAt === null;
        ended();
        ledger.move(entry, 'closed');
      },
    });
  });

  wrapMethod(
    proto,
    'close',
    afterwards((self) => known.get(self as object)?.close()),
  );
};
