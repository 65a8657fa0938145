import type { Entry, Ledger } from './ledger';
import { collected, method, on, reader, weakMap } from './natives';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

/** Dedicated and shared workers, until `terminate()` or collection. A worker's own `close()` does not show. */
export const watchWorkers = (ledger: Ledger): void => {
  const known = weakMap<object, Entry>();
  const lost = collected<Entry>((entry) => {
    if (entry.state !== 'closed') ledger.move(entry, null);
  });
  const follow = (worker: object): void => {
    const entry = ledger.add('worker', 'live');
    known.set(worker, entry);
    lost(worker, entry);
    ledger.site('worker', null);
  };
  if (method(globalThis, 'Worker')) {
    wrapConstructor<Worker>(globalThis, 'Worker', follow);
    wrapMethod(
      Worker.prototype,
      'terminate',
      afterwards((self) => {
        const entry = known.get(self as object);
        if (entry) ledger.move(entry, 'closed');
      }),
    );
  }
  if (method(globalThis, 'SharedWorker')) {
    wrapConstructor<SharedWorker>(globalThis, 'SharedWorker', follow);
  }
};

/** RTCPeerConnection by `connectionState`. */
export const watchPeerConnections = (ledger: Ledger): void => {
  if (!method(globalThis, 'RTCPeerConnection')) return;
  const proto = RTCPeerConnection.prototype;
  const stateOf = reader<string>(proto, 'connectionState');
  const known = weakMap<object, Entry>();
  wrapConstructor<RTCPeerConnection>(
    globalThis,
    'RTCPeerConnection',
    (connection) => {
      const entry = ledger.add('rtcPeerConnection', stateOf(connection) ?? 'new');
      known.set(connection, entry);
      ledger.site('rtcPeerConnection', null);
      on(connection, 'connectionstatechange', (e) => {
        if (e.isTrusted) ledger.move(entry, stateOf(connection) ?? 'closed');
      });
    },
    ['webkitRTCPeerConnection'],
  );
  // `close()` fires no event.
  wrapMethod(
    proto,
    'close',
    afterwards((self) => {
      const entry = known.get(self as object);
      if (entry) ledger.move(entry, 'closed');
    }),
  );
};
