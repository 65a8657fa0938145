import { originOf } from './address';
import type { OriginState } from './origin-state';
import { KEPT, type TabState, type World } from './state';

/** The store of private tabs in the browser that has but one: nothing of it outlives its last tab. */
export const PRIVATE = 'private';

const keyOf = (store: string, origin: string): string => (store ? `${store} ${origin}` : origin);

/** What is known of the service workers of a tab's origin. */
export const originStateOf = (
  world: World,
  { store, origin }: Pick<TabState, 'store' | 'origin'>,
): OriginState | undefined => (origin ? world.origins[keyOf(store, origin)] : undefined);

/** Takes what a page of an origin says of its service workers; none at all is nothing to keep. */
export const foldInventory = (
  world: World,
  { store, origin }: Pick<TabState, 'store' | 'origin'>,
  workers: OriginState['workers'],
  now: number,
): void => {
  if (!origin) return;
  const key = keyOf(store, origin);
  const known = world.origins[key];
  // A page is asked in its own process, which may be somebody else's by now.
  const kept = workers
    .filter(({ scope }) => originOf(scope) === origin)
    .slice(0, KEPT.originWorkers);
  if (kept.length === 0) {
    delete world.origins[key];
    return;
  }
  if (known) Object.assign(known, { workers: kept, readAt: now });
  else
    world.origins[key] = {
      origin,
      store,
      workers: kept,
      readAt: now,
      aloneSince: null,
      acts: {},
      framed: null,
    };
  const all = Object.entries(world.origins).sort(([, a], [, b]) => a.readAt - b.readAt);
  for (const [oldest] of all.slice(0, Math.max(0, all.length - KEPT.origins)))
    delete world.origins[oldest];
};

/** Takes an origin of which a tab is open (again): what its workers do is that tab's. */
export const foldOpened = (state: OriginState): void => {
  state.aloneSince = state.framed = null;
  state.acts = {};
};

/** Takes an origin that no tab shows any more. */
export const foldAlone = (world: World, state: OriginState, now: number): void => {
  if (state.store === PRIVATE) delete world.origins[keyOf(state.store, state.origin)];
  else state.aloneSince ??= now;
};

/** Takes the beginning of what a worker of an origin without a tab asks for. */
export const foldAct = (
  { acts }: OriginState,
  { url, socket, id, at }: { url: string; socket: boolean; id: string; at: number },
): void => {
  let known = acts[url];
  if (!known) {
    if (Object.keys(acts).length >= KEPT.acts.addresses) return;
    known = { socket, count: 0, tries: [] };
    acts[url] = known;
  }
  known.count++;
  known.tries.push({ id, at, endedAt: null });
  if (known.tries.length > KEPT.acts.tries) known.tries.shift();
};

/** … and its end. */
export const foldActEnd = ({ acts }: OriginState, url: string, id: string, at: number): void => {
  const one = acts[url]?.tries.find((attempt) => attempt.id === id);
  if (one) one.endedAt = at;
};
