import type { LoadState, TabState } from './state';

/** What a tab keeps of all its page loads together, in rows of each list. */
export interface Room {
  endpoints: number;
  tries: number;
  sites: number;
  nodes: number;
  /** Conversations that are followed, one an endpoint. */
  wires: number;
  /** Endpoints whose sockets are compared. */
  twins: number;
  /** Endpoints whose unsent bytes are followed. */
  unsent: number;
}

/**
 * Four frames that do all that one page load may do, or hundreds that do little: more than any page that was
 * seen. A tab that fills it takes some megabytes, and no other tab pays for it.
 */
export const ROOM: Readonly<Room> = {
  endpoints: 1024,
  tries: 2048,
  sites: 512,
  nodes: 512,
  wires: 64,
  twins: 16,
  unsent: 32,
};
/** Tries that a page load keeps at the least, however full its tab is. */
const FEW_TRIES = 8;

const sizeOf = (table: object): number => Object.keys(table).length;

const usedBy = (load: LoadState): Room => ({
  endpoints: sizeOf(load.endpoints),
  tries: load.tries.length,
  sites: load.sites.length,
  nodes: load.nodes.length,
  wires: sizeOf(load.wires),
  twins: sizeOf(load.twins),
  unsent: sizeOf(load.unsent),
});

/** What is left in the tab; less than nothing where a page load has said more than there was room for. */
export const roomIn = (tab: TabState): Room => {
  const left: Room = { ...ROOM };
  for (const load of tab.loads) {
    const used = usedBy(load);
    for (const name of Object.keys(left) as (keyof Room)[]) left[name] -= used[name];
  }
  return left;
};

export const isFull = (tab: TabState): boolean => Object.values(roomIn(tab)).some((n) => n <= 0);

/** Whether one more of a kind may be kept; takes its place. */
export const take = (room: Room, kind: keyof Room): boolean => room[kind]-- > 0;

/** How many tries a page load may keep, of `most` where there is room. */
export const triesFor = (room: Room, load: LoadState, most: number): number =>
  Math.min(most, Math.max(FEW_TRIES, load.tries.length + room.tries));
