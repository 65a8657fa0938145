import { type Connection, connect, ended, message, opened, retry } from './connections';
import { entryOf, move } from './ledger';
import { dataOf, on, reader } from './natives';
import { byteLength } from './size';
import { watchConstructor, watchMethod } from './wrap';

const CLOSED = 2;

/**
 * EventSource: attempts (the browser's own retries are marked `auto`), states, unnamed messages.
 * Named events go to listeners of their name alone and cannot be counted.
 */
export const watchEventSources = (): void => {
  const urlOf = reader<string>('EventSource', 'url');
  const readyStateOf = reader<number>('EventSource', 'readyState');

  watchConstructor('EventSource', (source: object) => {
    const one = connect(source, 'eventSource', urlOf(source));
    /** The browser retries by itself and says so only by how it ends: that try begins here. */
    const retried = (): void => {
      if (one.attempt.endedAt) retry(one);
    };
    on(source, 'open', () => {
      retried();
      opened(one);
    });
    on(source, 'error', () => {
      if (one.state === 'closed') return;
      retried();
      ended(one, readyStateOf(source) === CLOSED ? 'closed' : 'connecting');
    });
    on(source, 'message', (e) => message(one, false, '', byteLength(dataOf(e))));
  });

  watchMethod('EventSource', 'close', (_result, source: object) => {
    const one = entryOf<Connection>(source);
    if (!one || one.state === 'closed') return;
    if (!one.attempt.endedAt) {
      one.attempt.own = true;
      ended(one, 'closed');
    } else move(one, 'closed');
  });
};
