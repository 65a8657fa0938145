import { tabOf } from '../core/fold';
import { foldHandshake, foldHandshakeEnd } from '../core/fold-handshake';
import type { TabState, World } from '../core/state';
import type { createGate } from './gate';
import { listenToHandshakes } from './handshakes';
import type { createLeftBehind } from './left-behind';

interface Parts {
  world: World;
  gate: Pick<ReturnType<typeof createGate>, 'handshake'>;
  touched(tab: TabState): void;
  leftBehind: Pick<ReturnType<typeof createLeftBehind>, 'handshake' | 'handshakeEnd'>;
}

/** Puts each handshake to the tab that it is of, or to the origin of a worker without one. */
export const listenToNetwork = ({ world, gate, touched, leftBehind }: Parts): void =>
  listenToHandshakes({
    began: (by, url, at, handshake) =>
      gate.handshake(by, () => {
        if (by.tabId < 0) {
          if (by.origin) void leftBehind.handshake({ ...by, id: handshake.id, url, at });
          return;
        }
        const tab = tabOf(world, by.tabId);
        foldHandshake(tab, url, at, handshake);
        touched(tab);
      }),
    ended: (by, url, at, end) =>
      gate.handshake(by, () => {
        if (by.tabId < 0) return leftBehind.handshakeEnd({ ...by, id: end.id, url, at });
        const tab = world.tabs[by.tabId];
        if (tab) foldHandshakeEnd(tab, url, at, end);
      }),
  });
