import { beginEntry, entryOf, follow, move } from './ledger';
import { reader } from './natives';
import { watchConstructor, watchMethod } from './wrap';

/** RTCPeerConnection by `connectionState`. */
export const watchPeerConnections = (): void => {
  const stateOf = reader<string>('RTCPeerConnection', 'connectionState');
  watchConstructor(
    'RTCPeerConnection',
    (connection: object) => {
      follow(
        connection,
        beginEntry('rtcPeerConnection', stateOf(connection) as string),
        'connectionstatechange',
        stateOf,
      );
    },
    'webkitRTCPeerConnection',
  );
  // `close()` fires no event.
  watchMethod('RTCPeerConnection', 'close', (_result, connection: object) =>
    move(entryOf(connection), 'closed'),
  );
};
