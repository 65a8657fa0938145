import { originOf } from './address';
import type { OriginState, WorkerActs } from './origin-state';
import type { ServiceWorkerEntry } from './report';
import { KEPT, type TabState, type World } from './state';

/** The store of private tabs in the browser that has but one: nothing of it outlives its last tab. */
export const PRIVATE = 'private';

const keyOf = (store: string, origin: string): string => (store ? `${store} ${origin}` : origin);

/** What is known of the service workers of a tab's origin. */
export const originStateOf = (
  world: World,
  { store, origin }: Pick<TabState, 'store' | 'origin'>,
): OriginState | undefined => (origin ? world.origins[keyOf(store, origin)] : undefined);

const addOrigin = (
  world: World,
  key: string,
  { store, origin }: Pick<TabState, 'store' | 'origin'>,
): OriginState => {
  const state: OriginState = {
    origin,
    store,
    workers: [],
    readAt: 0,
    handshakes: {},
    aloneSince: null,
    acts: {},
    framed: null,
  };
  const others = Object.entries(world.origins).sort(([, a], [, b]) => a.readAt - b.readAt);
  for (const [oldest] of others.slice(0, Math.max(0, others.length + 1 - KEPT.origins)))
    delete world.origins[oldest];
  world.origins[key] = state;
  return state;
};

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
  const state = known ?? addOrigin(world, key, { store, origin });
  Object.assign(state, { workers: kept, readAt: now });
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

/**
 * Takes a handshake of a worker without a tab: a service worker's, or a shared worker's. Its page may not have
 * been asked yet.
 */
export const foldWorkerHandshake = (
  world: World,
  whose: Pick<TabState, 'store' | 'origin'>,
  script: string,
): void => {
  const known = originStateOf(world, whose);
  const { handshakes } = known ?? addOrigin(world, keyOf(whose.store, whose.origin), whose);
  if (!(script in handshakes) && Object.keys(handshakes).length >= KEPT.originWorkers) return;
  handshakes[script] = (handshakes[script] ?? 0) + 1;
};

/** The service workers of a tab's origin, with what else is known of each. */
export const workersOf = (
  world: World,
  tab: Pick<TabState, 'store' | 'origin'>,
): Omit<ServiceWorkerEntry, 'openTabs'>[] => {
  const state = originStateOf(world, tab);
  return (state?.workers ?? []).map((worker) => ({
    ...worker,
    handshakes: world.engine === 'firefox' ? (state?.handshakes[worker.scriptUrl] ?? 0) : null,
  }));
};

/** The beginning of what a worker of an origin without a tab asks for. */
export interface WorkerAct extends Pick<WorkerActs, 'socket' | 'script'> {
  id: string;
  url: string;
  at: number;
}

export const foldAct = (
  { acts }: OriginState,
  { url, socket, script, id, at }: WorkerAct,
): void => {
  let known = acts[url];
  if (!known) {
    if (Object.keys(acts).length >= KEPT.acts.addresses) return;
    known = { socket, script, count: 0, tries: [] };
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
