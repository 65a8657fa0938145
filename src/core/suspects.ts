import { fits, groupEndpoints } from './endpoints';
import type { EndpointKind, Site } from './report';
import type { KeptTry, LoadState, NetworkTry, TabState } from './state';

/** A row of tries that may be a reconnect loop, and who makes them. */
export interface Suspect {
  by: 'page' | 'worker';
  kind: EndpointKind;
  url: string;
  tries: KeptTry[];
  /** All there ever were, the forgotten ones too. */
  attempts: number;
  sites: Site[];
}

/** A page that opens a socket says so within this time: what it has not told by then is not its own. */
const TOLD_MS = 1000;

const sitesOf = (load: LoadState, members: ReadonlySet<number>): Site[] =>
  load.sites
    .filter((site) => site.endpoint !== null && members.has(site.endpoint))
    .map(({ stack, count }) => ({ stack, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, 5);

const byPage = (load: LoadState): Suspect[] =>
  groupEndpoints(load)
    .filter(({ tool }) => !tool)
    .map(({ url, members, tries }) => ({
      by: 'page',
      kind: members[0]?.kind ?? 'webSocket',
      url,
      tries,
      attempts: members.reduce((sum, { attempts }) => sum + attempts, 0),
      sites: sitesOf(load, new Set(members.map(({ n }) => n))),
    }));

/** Whether some page of the tab has ever counted this URL: then nobody can tell whose a handshake is. */
const isCounted = (tab: TabState, url: string): boolean =>
  [...tab.past.endpoints, ...tab.loads.flatMap((load) => Object.values(load.endpoints))].some(
    (fact) => fits(url, fact.url),
  );

/** The watched document in that frame, if it has a worker that lives. */
const hasWorker = ({ loads }: TabState, frame: number): boolean =>
  loads.some(
    ({ frameId, gone, kinds }) =>
      frameId === frame && !gone && (kinds.worker?.byState.live ?? 0) > 0,
  );

const asTry =
  (url: number) =>
  (one: NetworkTry, n: number): KeptTry => ({
    n,
    endpoint: url,
    at: one.at,
    openedAt: null,
    endedAt: one.endedAt,
    code: null,
    own: false,
    auto: false,
    messages: 0,
    sent: 0,
    ...(one.gap ? { gap: true } : {}),
  });

/**
 * Handshakes that the network saw fail and that no page counts, each begun after the last one had
 * failed: they are a dedicated worker's where the document of their frame is watched and has one. Those that
 * overlap may be given up by the worker itself, which Chromium tells as a failure: nothing is said of them.
 */
const byWorker = (tab: TabState, now: number): Suspect[] =>
  Object.entries(tab.network).flatMap(([url, { started, tries }], i) => {
    const told = tries.filter(({ at }) => at <= now - TOLD_MS);
    const [first] = told;
    if (!first || !hasWorker(tab, first.frameId) || isCounted(tab, url)) return [];
    const inRow = told.every((one, k) => {
      const before = told[k - 1];
      if (one.frameId !== first.frameId) return false;
      return !before || one.gap || (before.endedAt !== null && before.endedAt <= one.at);
    });
    if (!inRow) return [];
    const kept = { tries: told.map(asTry(i)), attempts: started, sites: [] };
    return [{ by: 'worker', kind: 'webSocket', url, ...kept }];
  });

/** All that may be a reconnect loop in the documents of a tab and in their workers. */
export const suspectsOf = (tab: TabState, now: number): Suspect[] => {
  const loads = tab.loads.filter(({ gone }) => !gone);
  return [...loads.flatMap(byPage), ...byWorker(tab, now)];
};
