import type { KindFact } from '../protocol/facts';
import { RESOURCE_KINDS, type ResourceCount, type ResourceKind } from './report';
import type { TabState } from './state';
import { liveTools } from './tool-sockets';
import { vadCount } from './voice-detectors';

/** States in which a thing no longer exists; the platform's own words, and `empty`: an element without a source. */
const OVER = new Set(['closed', 'ended', 'failed', 'empty', 'revoked']);

/** How many of a page load's own are there. */
export const liveOf = (fact: KindFact | undefined): number =>
  Object.entries(fact?.byState ?? {}).reduce(
    (sum, [state, count]) => (OVER.has(state) ? sum : sum + Math.max(0, count)),
    0,
  );

/** Created since the tab was first observed, and what lives now in the documents that are loaded. */
export const resourceOf = (tab: TabState, kind: ResourceKind): ResourceCount => {
  if (kind === 'vad') return vadCount(tab);
  const byState: Record<string, number> = {};
  let created = tab.past.created[kind] ?? 0;
  let live = 0;
  for (const load of tab.loads) {
    const fact = load.kinds[kind];
    if (!fact) continue;
    created += fact.created;
    if (load.gone) continue;
    for (const [state, count] of Object.entries(fact.byState)) {
      if (count <= 0) continue;
      byState[state] = (byState[state] ?? 0) + count;
      if (!OVER.has(state)) live += count;
    }
  }
  return { created, live, byState };
};

export const resourcesOf = (tab: TabState): Record<ResourceKind, ResourceCount> =>
  Object.fromEntries(RESOURCE_KINDS.map((kind) => [kind, resourceOf(tab, kind)])) as Record<
    ResourceKind,
    ResourceCount
  >;

/** What a tab holds that costs other tabs something. */
export interface Holdings {
  /** Sockets and event sources, those of dev servers left out. */
  sockets: number;
  vads: number;
  microphones: number;
  runningContexts: number;
  /** A voice detector, a microphone, or a running audio context. */
  voice: boolean;
}

const seen = new WeakMap<readonly TabState[], { now: number; all: Holdings[] }>();
/**
 * The holdings of each of these tabs, looked up once a moment: every tab of a site is looked at beside all the
 * others, which for two hundred of them is forty thousand times.
 */
export const allHoldings = (tabs: readonly TabState[], now: number): readonly Holdings[] => {
  const known = seen.get(tabs);
  if (known?.now === now && known.all.length === tabs.length) return known.all;
  const all = tabs.map(holdingsOf);
  seen.set(tabs, { now, all });
  return all;
};

export const holdingsOf = (tab: TabState): Holdings => {
  const tools = tab.loads.reduce((sum, load) => sum + liveTools(load), 0);
  const sockets = resourceOf(tab, 'webSocket').live + resourceOf(tab, 'eventSource').live - tools;
  const vads = resourceOf(tab, 'vad').live;
  const microphones = resourceOf(tab, 'microphoneTrack').live;
  const runningContexts = resourceOf(tab, 'audioContext').byState.running ?? 0;
  return {
    sockets,
    vads,
    microphones,
    runningContexts,
    voice: vads + microphones + runningContexts > 0,
  };
};
