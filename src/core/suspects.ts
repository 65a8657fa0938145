import { abandonedOf } from './abandoned';
import { endpointSites } from './endpoint-sites';
import { type EndpointGroup, fits, groupEndpoints } from './endpoints';
import type { EndpointKind, Site } from './report';
import { rotationsOf } from './rotations';
import type { KeptTry, LoadState, NetworkTry, TabState } from './state';

/** A row of tries that may be a reconnect loop, and who makes them. */
export interface Suspect {
  by: 'page' | 'worker';
  /** The page load that makes them; `null` for a worker's. */
  load: string | null;
  kind: EndpointKind;
  url: string;
  tries: KeptTry[];
  /** All there ever were, the forgotten ones too. */
  attempts: number;
  /** The tab that makes them is hidden. */
  hidden: boolean;
  /** Some of them are not among `tries` any more. */
  forgotten: boolean;
  /** Where the page gave them up itself, before the server answered. */
  abandoned: boolean;
  sites: Site[];
}

/** A page that opens a socket says so within this time: what it has not told by then is not its own. */
const TOLD_MS = 1000;

/** A reload is no pause where the page goes on within this time. */
const RELOADED_MS = 5000;
/**
 * A load shows how its page waits only with so many tries. One of them is enough: what failed there makes
 * Chromium hold the tries of the next loads so long that each has one or two.
 */
const TRIES_OF_A_LOAD = 5;

/**
 * The tries of the page loads before this one that tried the same endpoint to their end, oldest first: a page
 * that reloads itself begins anew each time, and its loop does not. Nothing where no load shows how it waits.
 */
const triedBefore = (tab: TabState, load: LoadState, url: string): KeptTry[] => {
  const rows: KeptTry[][] = [];
  let begun = load.firstAt;
  const earlier = tab.loads.slice(0, tab.loads.indexOf(load)).reverse();
  for (const one of earlier.filter(({ frameId }) => frameId === load.frameId)) {
    const group = groupEndpoints(one).find((known) => known.url === url);
    if (!group || one.url !== load.url || begun - one.lastAt > RELOADED_MS) break;
    const ended = group.tries.filter(({ endedAt }) => endedAt !== null);
    rows.unshift(ended.map((attempt, i) => (i ? attempt : { ...attempt, gap: true as const })));
    begun = one.firstAt;
  }
  return rows.some((row) => row.length >= TRIES_OF_A_LOAD) ? rows.flat() : [];
};

const byPage = (tab: TabState, load: LoadState): Suspect[] => {
  const suspect = ({ url, members, tries }: EndpointGroup): Suspect => {
    const attempts = members.reduce((sum, fact) => sum + fact.attempts, 0);
    const kind = members[0]?.kind ?? 'webSocket';
    const sites = endpointSites(load, new Set(members.map(({ n }) => n)));
    const told = { hidden: load.main?.hidden === true, forgotten: tries.length < attempts };
    return {
      by: 'page',
      load: load.id,
      kind,
      url,
      tries,
      attempts,
      ...told,
      abandoned: false,
      sites,
    };
  };
  const groups = groupEndpoints(load).filter(({ tool }) => !tool);
  return [
    ...groups.map((group) => {
      const one = suspect(group);
      const before = triedBefore(tab, load, group.url);
      const [first, ...rest] = group.tries;
      if (!first || !before.length) return one;
      const tries = [...before, { ...first, gap: true as const }, ...rest];
      return { ...one, tries, attempts: one.attempts + before.length };
    }),
    ...groups.flatMap((group) => {
      const tries = abandonedOf(group.tries, load.main?.hidden === true);
      return tries ? [{ ...suspect(group), tries, abandoned: true }] : [];
    }),
    ...rotationsOf(groups).map(suspect),
  ];
};

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
    const forgotten = tries.some(({ gap }) => gap);
    const row = { tries: told.map(asTry(i)), attempts: started, hidden: false, forgotten };
    return [
      { by: 'worker', load: null, kind: 'webSocket', url, ...row, abandoned: false, sites: [] },
    ];
  });

/** All that may be a reconnect loop in the documents of a tab and in their workers. */
export const suspectsOf = (tab: TabState, now: number): Suspect[] => {
  const loads = tab.loads.filter(({ gone }) => !gone);
  return [...loads.flatMap((load) => byPage(tab, load)), ...byWorker(tab, now)];
};
