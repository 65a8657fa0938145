import { type Connection, closing, connect, ended, message, opened } from './connections';
import { bump, entryOf } from './ledger';
import { sizeType, typeOf } from './message-type';
import { add, apply, bareList, dataOf, isOneOf, now, on, reader, sift } from './natives';
import { byteLength } from './size';
import { watchConstructor, watchMethod } from './wrap';

/** Subprotocols of the hot-reload sockets of dev servers (Vite); those of the others show in their paths. */
const TOOLS = ' vite-hmr vite-ping ';

const urlOf = reader<string>('WebSocket', 'url');
const readyStateOf = reader<number>('WebSocket', 'readyState');
const bufferedOf = reader<number>('WebSocket', 'bufferedAmount');
const codeOf = reader<number>('CloseEvent', 'code');
/** A socket is kept by the browser itself as long as something of it is unsent, and so may be by us. */
const unsent: Connection[] = bareList();

const measure = (one: Connection, amount: number): void => {
  const change = amount - one.unsent;
  if (!change) return;
  one.unsent = amount;
  one.endpoint.unsent += change;
  one.endpoint.changed = true;
};

/** Brings the endpoints' unsent bytes up to date; whether any are left. */
export const measureUnsent = (): boolean => {
  sift(unsent, (one) => {
    measure(one, one.state === 'closed' ? 0 : (bufferedOf(one.self) ?? 0));
    return one.unsent;
  });
  return unsent.length > 0;
};

/** WebSocket: attempts, states, close codes, messages and bytes both ways. */
export const watchWebSockets = (): void => {
  watchConstructor('WebSocket', (socket: WebSocket, args: unknown[]) => {
    const one = connect(socket, 'webSocket', urlOf(socket));
    const { attempt, endpoint } = one;
    const protocol = args.length > 1 && args[1];
    endpoint.tool ||= typeof protocol === 'string' && isOneOf(TOOLS, protocol);
    on(socket, 'open', () => opened(one));
    // A page that reconnects in its own "error" handler does so before "close" comes: the end is here.
    on(socket, 'error', () => {
      attempt.endedAt ||= now();
    });
    on(socket, 'close', (event) => {
      attempt.code = codeOf(event) ?? 1005;
      bump(endpoint.closeCodes, attempt.code);
      measure(one, 0);
      ended(one, 'closed');
    });
    on(socket, 'message', (event) => {
      const data = dataOf(event);
      const bytes = byteLength(data);
      message(one, false, typeOf(data, bytes), bytes);
    });
  });

  watchMethod('WebSocket', 'send', null, (target, socket, args) => {
    const one = entryOf<Connection>(socket);
    const before = one && bufferedOf(socket);
    const result = apply(target, socket, args);
    try {
      // On a socket that is closing the browser takes the data and drops it: nothing was sent.
      if (one && readyStateOf(socket) === 1) {
        // `bufferedAmount` grows by exactly the payload's bytes, whatever its type or length.
        const amount = bufferedOf(socket) as number;
        const bytes = amount - (before as number);
        // What is no text may be a proxy of the page's, and is not looked at.
        message(
          one,
          true,
          typeof args[0] === 'string' ? typeOf(args[0], bytes) : sizeType(bytes),
          bytes,
        );
        if (!one.unsent && amount) add(unsent, one);
        measure(one, amount);
      }
    } catch {
      // An error of ours never reaches the page.
    }
    return result;
  });

  watchMethod('WebSocket', 'close', (_result: unknown, socket: unknown) => {
    const one = entryOf<Connection>(socket);
    if (one && !one.attempt.endedAt && !one.attempt.own) closing(one);
  });
};
