import type { Entry, Ledger } from './ledger';
import { collected, on, reader, weakMap } from './natives';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

/** Dedicated and shared workers, until `terminate()` or collection. A worker's own `close()` does not show. */
export const watchWorkers = (ledger: Ledger): void => {
  const known = weakMap<Entry>();
  const lost = collected<Entry>((entry) => {
    if (entry.state !== 'closed') ledger.move(entry, '');
  });
  const follow = (worker: object): void => {
    const entry = ledger.add('worker', 'live');
    known.set(worker, entry);
    lost(worker, entry);
  };
  wrapConstructor('Worker', follow);
  wrapConstructor('SharedWorker', follow);
  wrapMethod(
    'Worker',
    'terminate',
    afterwards((self) => {
      const entry = known.get(self);
      if (entry) ledger.move(entry, 'closed');
    }),
  );
};

/** RTCPeerConnection by `connectionState`. */
export const watchPeerConnections = (ledger: Ledger): void => {
  const stateOf = reader<string>('RTCPeerConnection', 'connectionState');
  const known = weakMap<Entry>();
  wrapConstructor<RTCPeerConnection>(
    'RTCPeerConnection',
    (connection) => {
      const entry = ledger.add('rtcPeerConnection', stateOf(connection) ?? 'new');
      known.set(connection, entry);
      on(connection, 'connectionstatechange', () =>
        ledger.move(entry, stateOf(connection) ?? 'closed'),
      );
    },
    'webkitRTCPeerConnection',
  );
  // `close()` fires no event.
  wrapMethod(
    'RTCPeerConnection',
    'close',
    afterwards((self) => {
      const entry = known.get(self);
      if (entry) ledger.move(entry, 'closed');
    }),
  );
};
