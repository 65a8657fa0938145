import type { NetworkAddress } from './socket-state';
import { KEPT, type KeptTry, type LoadState, type TabState } from './state';

export type OpenTry = KeptTry & { openedAt: number };

const isOpen = (attempt: KeptTry): attempt is OpenTry =>
  // One that the page has closed and that has not ended is closing.
  attempt.openedAt !== null && attempt.endedAt === null && !attempt.own;

/** The open connections of an endpoint, oldest first, as far as their tries are kept. */
export const openTries = ({ gone, tries }: LoadState, endpoint: number): OpenTry[] =>
  gone
    ? []
    : tries
        .filter((attempt) => attempt.endpoint === endpoint && isOpen(attempt))
        .map((attempt) => attempt as OpenTry)
        .sort((a, b) => a.openedAt - b.openedAt);

/** Page and network do not read the same clock at the same time. */
const CLOCKS_MS = 50;

/**
 * Those of one URL's sockets that were opened with one and the same address, query and all: the most that
 * there are. A page does not tell queries; the network's own account of the handshakes does, where no
 * other address was asked for at the same time.
 */
export const withOneAddress = (
  tab: TabState,
  url: string,
  sockets: readonly OpenTry[],
): OpenTry[] => {
  const asked = tab.network[url]?.addresses ?? [];
  const groups = new Map<number, { sockets: OpenTry[]; handshakes: Set<NetworkAddress> }>();
  for (const socket of sockets) {
    const from = socket.at - CLOCKS_MS;
    const to = socket.openedAt + CLOCKS_MS;
    const meant = asked.filter(({ at }) => at >= from && at <= to);
    const [first] = meant;
    if (!first || meant.some(({ address }) => address !== first.address)) continue;
    const group = groups.get(first.address) ?? { sockets: [], handshakes: new Set() };
    groups.set(first.address, group);
    group.sockets.push(socket);
    for (const one of meant) group.handshakes.add(one);
  }
  let most: OpenTry[] = [];
  // One handshake for several sockets: those of the others were not seen.
  for (const group of groups.values())
    if (group.handshakes.size >= group.sockets.length && group.sockets.length > most.length)
      most = group.sockets;
  // Of those before the oldest address that is kept nothing else is known than that all later ones are alike.
  const [oldest] = asked.length < KEPT.addresses ? [] : asked;
  const older = oldest ? sockets.filter(({ at }) => at < oldest.at - CLOCKS_MS).length : 0;
  return most.length && most.length + older === sockets.length ? [...sockets] : most;
};
