import type { Entry, Ledger } from './ledger';
import { collected, on, reader, slice, weakMap } from './natives';
import { fieldOf } from './nodes';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

/** The shape of a worker that was given an access key and no model. */
const KEYED = 'worker';

/**
 * Dedicated and shared workers, until `terminate()` or collection. A worker's own `close()` does not show.
 * One that is made from a blob and given an access key and no model is a voice detector (Cobra), until it
 * is released.
 */
export const watchWorkers = (ledger: Ledger): void => {
  const known = weakMap<Entry>();
  const keyed = weakMap<(shape: string, live: boolean) => void>();
  let watched = false;
  const lost = collected<Entry>((entry) => {
    if (entry.state !== 'closed') ledger.move(entry, '');
  });
  const watchMessages = (): void => {
    if (watched) return;
    watched = true;
    wrapMethod(
      'Worker',
      'postMessage',
      afterwards((self, _result, args) => {
        const sent = args[0];
        const command = fieldOf(sent, 'command');
        let put = keyed.get(self);
        if (command === 'init' && fieldOf(sent, 'accessKey') && !fieldOf(sent, 'modelPath')) {
          put ??= ledger.node();
          keyed.set(self, put);
          put(KEYED, true);
        } else if (command === 'release') put?.(KEYED, false);
      }),
    );
  };
  const follow = (worker: object, args: unknown[]): void => {
    const entry = ledger.add('worker', 'live');
    known.set(worker, entry);
    lost(worker, entry);
    if (typeof args[0] === 'string' && slice(args[0], [0, 5]) === 'blob:') watchMessages();
  };
  wrapConstructor('Worker', follow);
  wrapConstructor('SharedWorker', follow);
  wrapMethod(
    'Worker',
    'terminate',
    afterwards((self) => {
      const entry = known.get(self);
      if (entry) ledger.move(entry, 'closed');
      keyed.get(self)?.(KEYED, false);
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
