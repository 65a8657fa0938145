import type { EndpointFact, TryFact } from '../protocol/facts';
import type { Entry, Ledger } from './ledger';
import { typeOf } from './message-type';
import { apply, method, now, on, reader, weakMap } from './natives';
import { byteLength } from './size';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

/** What is known of one socket. It never refers to the socket, which stays collectable. */
interface Known {
  entry: Entry;
  endpoint: EndpointFact;
  attempt: TryFact;
}

/** WebSocket: attempts, states, close codes, messages and bytes both ways. */
export const watchWebSockets = (ledger: Ledger): void => {
  if (!method(globalThis, 'WebSocket')) return;
  const proto = WebSocket.prototype;
  const urlOf = reader<string>(proto, 'url');
  const readyStateOf = reader<number>(proto, 'readyState');
  const unsentOf = reader<number>(proto, 'bufferedAmount');
  const dataOf = reader<unknown>(MessageEvent.prototype, 'data');
  const codeOf = reader<number>(CloseEvent.prototype, 'code');
  const known = weakMap<object, Known>();

  const opened = ({ entry, endpoint, attempt }: Known): void => {
    attempt.openedAt = now();
    endpoint.opened++;
    ledger.move(entry, 'open');
    ledger.moved(attempt);
    ledger.touch(endpoint);
  };

  const closed = ({ entry, endpoint, attempt }: Known, event: Event): void => {
    const code = codeOf(event) ?? 1005;
    attempt.endedAt ??= now();
    attempt.code = code;
    // An abort by the page while connecting is the page's will, not a failure.
    if (attempt.openedAt === null && !attempt.own) endpoint.failed++;
    endpoint.closeCodes[code] = (endpoint.closeCodes[code] ?? 0) + 1;
    endpoint.live--;
    ledger.move(entry, 'closed');
    ledger.moved(attempt);
    ledger.touch(endpoint);
  };

  wrapConstructor<WebSocket>(globalThis, 'WebSocket', (socket) => {
    const endpoint = ledger.endpoint('webSocket', urlOf(socket) ?? '');
    const attempt = ledger.attempt(endpoint, false);
    const one: Known = { entry: ledger.add('webSocket', 'connecting'), endpoint, attempt };
    known.set(socket, one);
    ledger.site('webSocket', endpoint);
    // A page may dispatch events of its own on a socket: only the browser's count (`isTrusted`).
    on(socket, 'open', (e) => {
      if (e.isTrusted) opened(one);
    });
    // A page that reconnects in its own "error" handler does so before "close" comes: the end is here.
    on(socket, 'error', (e) => {
      if (e.isTrusted) attempt.endedAt ??= now();
    });
    on(socket, 'close', (e) => {
      if (e.isTrusted) closed(one, e);
    });
    on(socket, 'message', (e) => {
      if (!e.isTrusted) return;
      const data = dataOf(e);
      endpoint.messagesIn++;
      attempt.messages++;
      endpoint.bytesIn += byteLength(data);
      if (typeof data === 'string') typeOf(ledger, endpoint, false, data);
      ledger.touch(endpoint);
    });
  });

  wrapMethod(proto, 'send', (target, self, args) => {
    const one = known.get(self as object);
    if (!one) return apply(target, self, args);
    const before = unsentOf(self) ?? 0;
    const result = apply(target, self, args);
    try {
      // On a socket that is closing the browser takes the data and drops it: nothing was sent.
      if (readyStateOf(self) === 1) {
        one.endpoint.messagesOut++;
        one.attempt.messages++;
        // `bufferedAmount` grows by exactly the payload's bytes, whatever its type or length.
        one.endpoint.bytesOut += (unsentOf(self) ?? before) - before;
        if (typeof args[0] === 'string') typeOf(ledger, one.endpoint, true, args[0]);
        ledger.touch(one.endpoint);
      }
    } catch {
      // An error of ours never reaches the page.
    }
    return result;
  });

  wrapMethod(
    proto,
    'close',
    afterwards((self) => {
      const one = known.get(self as object);
      if (!one || one.attempt.endedAt !== null || one.attempt.own) return;
      one.attempt.own = true;
      ledger.move(one.entry, 'closing');
      ledger.moved(one.attempt);
    }),
  );
};
