import type { EndpointFact, TryFact } from '../protocol/facts';
import type { Entry, Ledger } from './ledger';
import { sizeType, typeOf } from './message-type';
import { add, apply, bare, drop, now, on, reader, weakMap } from './natives';
import { byteLength } from './size';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

/** What is known of one socket. It never refers to the socket, which stays collectable. */
interface Known {
  entry: Entry;
  endpoint: EndpointFact;
  attempt: TryFact;
  /** What the page has given it and the network has not taken yet, in bytes. */
  unsent: number;
}

/** A socket is kept by the browser itself as long as something of it is unsent, and so may be by us. */
interface Unsent {
  one: Known;
  socket: unknown;
}

export interface SocketWatch {
  /** Brings the endpoints' unsent bytes up to date; whether any are left. */
  drain(): boolean;
}

/** Subprotocols of the hot-reload sockets of dev servers (Vite); those of the others show in their paths. */
const TOOLS = bare<Record<string, true>>();
TOOLS['vite-hmr'] = TOOLS['vite-ping'] = true;

/** WebSocket: attempts, states, close codes, messages and bytes both ways. */
export const watchWebSockets = (ledger: Ledger): SocketWatch => {
  const urlOf = reader<string>('WebSocket', 'url');
  const readyStateOf = reader<number>('WebSocket', 'readyState');
  const bufferedOf = reader<number>('WebSocket', 'bufferedAmount');
  const dataOf = reader<unknown>('MessageEvent', 'data');
  const codeOf = reader<number>('CloseEvent', 'code');
  const known = weakMap<Known>();
  const unsent: Unsent[] = [];

  const measure = (one: Known, amount: number): void => {
    const change = amount - one.unsent;
    if (!change) return;
    one.unsent = amount;
    one.endpoint.unsent += change;
    ledger.touch(one.endpoint);
  };

  wrapConstructor<WebSocket>('WebSocket', (socket, args) => {
    const endpoint = ledger.endpoint('webSocket', urlOf(socket) ?? '');
    const attempt = ledger.attempt(endpoint, false);
    const entry = ledger.add('webSocket', 'connecting', endpoint);
    const one: Known = { entry, endpoint, attempt, unsent: 0 };
    const told = (state: string): void => {
      ledger.move(entry, state);
      ledger.touch(endpoint, attempt);
    };
    const protocol = args.length > 1 && args[1];
    if (typeof protocol === 'string' && TOOLS[protocol]) endpoint.tool = true;
    known.set(socket, one);
    on(socket, 'open', () => {
      attempt.openedAt = now();
      endpoint.opened++;
      told('open');
    });
    // A page that reconnects in its own "error" handler does so before "close" comes: the end is here.
    on(socket, 'error', () => {
      attempt.endedAt ??= now();
    });
    on(socket, 'close', (event) => {
      const code = codeOf(event) ?? 1005;
      attempt.endedAt ??= now();
      attempt.code = code;
      // An abort by the page while connecting is the page's will, not a failure.
      if (attempt.openedAt === null && !attempt.own) endpoint.failed++;
      endpoint.closeCodes[code] = (endpoint.closeCodes[code] ?? 0) + 1;
      endpoint.live--;
      measure(one, 0);
      told('closed');
    });
    on(socket, 'message', (event) => {
      const data = dataOf(event);
      const bytes = byteLength(data);
      attempt.messages++;
      ledger.message(endpoint, false, typeOf(data, bytes), bytes);
    });
  });

  wrapMethod('WebSocket', 'send', (target, self, args) => {
    const one = known.get(self);
    const before = one && bufferedOf(self);
    const result = apply(target, self, args);
    try {
      // On a socket that is closing the browser takes the data and drops it: nothing was sent.
      if (one && readyStateOf(self) === 1) {
        // `bufferedAmount` grows by exactly the payload's bytes, whatever its type or length.
        const amount = bufferedOf(self) as number;
        const bytes = amount - (before as number);
        one.attempt.messages++;
        one.attempt.sent++;
        // What is no text may be a proxy of the page's, and is not looked at.
        const type = typeof args[0] === 'string' ? typeOf(args[0], bytes) : sizeType(bytes);
        ledger.message(one.endpoint, true, type, bytes);
        if (!one.unsent && amount) add(unsent, { one, socket: self });
        measure(one, amount);
      }
    } catch {
      // An error of ours never reaches the page.
    }
    return result;
  });

  wrapMethod(
    'WebSocket',
    'close',
    afterwards((self) => {
      const one = known.get(self);
      if (!one || one.attempt.endedAt !== null || one.attempt.own) return;
      one.attempt.own = true;
      ledger.move(one.entry, 'closing');
      ledger.touch(one.endpoint, one.attempt);
    }),
  );

  return {
    drain() {
      for (let i = unsent.length - 1; i >= 0; i--) {
        const item = unsent[i] as Unsent;
        const { one, socket } = item;
        measure(one, one.entry.state === 'closed' ? 0 : (bufferedOf(socket) ?? 0));
        if (!one.unsent) drop(unsent, item);
      }
      return unsent.length > 0;
    },
  };
};
