import { withCauses } from './causes';
import { DETECTORS } from './detectors';
import { originStateOf } from './origins';
import type { Finding, Severity } from './report';
import { KEPT, type KeptFinding, type TabState, type World } from './state';

const RANK: Record<Severity, number> = { critical: 0, warning: 1, info: 2 };

/** One that comes back this soon never went away: a reload, a tab switch, one good try in between. */
const REVIVE_MS = 10_000;

/** A finding's place among those that go on: as bad as the worst that it explains, and before it. */
const placesOf = (active: readonly Finding[]): Map<Finding, [rank: number, depth: number]> => {
  const places = new Map<Finding, [number, number]>(
    active.map((one) => [one, [RANK[one.severity], 0]]),
  );
  for (const finding of active) {
    let depth = 0;
    // No finding explains itself by a detour (`causes.test.ts`), so this comes to an end.
    for (let one: Finding | undefined = finding; one; depth++) {
      const cause: Finding | undefined = active.find(({ id }) => id === one?.because);
      const place = cause && places.get(cause);
      if (place) place[0] = Math.min(place[0], RANK[finding.severity]);
      one = cause;
    }
    (places.get(finding) as [number, number])[1] = depth;
  }
  return places;
};

/**
 * Active ones first: worst first, where a cause is as bad as what it explains and stands before it, then by
 * what explains most. Then those that are over, newest first.
 */
export const sortFindings = (findings: readonly KeptFinding[]): Finding[] => {
  const all = withCauses(findings);
  const places = placesOf(all.filter(({ until }) => until === null));
  const order = (finding: Finding): number => DETECTORS.findIndex((d) => d.id === finding.id);
  return all.sort((a, b) => {
    const [rankA, depthA] = places.get(a) ?? [RANK[a.severity], 0];
    const [rankB, depthB] = places.get(b) ?? [RANK[b.severity], 0];
    return (
      Number(a.until !== null) - Number(b.until !== null) ||
      (a.until !== null && b.until !== null ? b.until - a.until : 0) ||
      rankA - rankB ||
      depthA - depthB ||
      RANK[a.severity] - RANK[b.severity] ||
      order(a) - order(b)
    );
  });
};

/**
 * Tabs of one site have one key; empty for none. Private ones are apart: they share no connections with the
 * others, and leave no trace in what is told of them.
 */
const siteKey = ({ origin, isPrivate }: TabState): string =>
  origin && (isPrivate === true ? `private ${origin}` : origin);

/** For each tab of the world, as they are now, the open ones of its site: all tabs of a site share one list. */
export const neighboursIn = (world: World): ((tab: TabState) => readonly TabState[]) => {
  const bySite = new Map<string, TabState[]>();
  for (const tab of Object.values(world.tabs)) {
    const key = siteKey(tab);
    if (!tab.open || !key) continue;
    const known = bySite.get(key);
    if (known) known.push(tab);
    else bySite.set(key, [tab]);
  }
  return (tab) => bySite.get(siteKey(tab)) ?? [];
};

/** The open tabs that share the tab's origin, itself among them where it is open. */
export const sameOriginTabs = (world: World, tab: TabState): readonly TabState[] =>
  neighboursIn(world)(tab);

/** A page's clock may go before ours: what began in the future has lasted for no time yet. */
const evidenceOf = (evidence: KeptFinding['evidence']): KeptFinding['evidence'] =>
  Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [
      name,
      typeof value === 'number' ? Math.max(0, value) : value,
    ]),
  );

/**
 * Runs every detector on a tab and keeps beginning and end of what they find. A detector that
 * throws finds nothing: a mistake of ours must not become a false alarm.
 */
export const detect = (
  world: World,
  tab: TabState,
  now: number,
  sameOrigin: readonly TabState[] = sameOriginTabs(world, tab),
): void => {
  const { engine, offlineAt } = world;
  const left = originStateOf(world, tab);
  const input = { tab, sameOrigin, engine, left, offlineAt, now };
  for (const { id, detect: look } of DETECTORS) {
    let seen: ReturnType<typeof look> = null;
    try {
      seen = look(input);
      if (seen) seen.evidence = evidenceOf(seen.evidence);
    } catch {
      seen = null;
    }
    const last = tab.findings.findLast((f) => f.id === id);
    const open = last && (last.until === null || now - last.until <= REVIVE_MS) ? last : null;
    if (seen && open) Object.assign(open, seen, { until: null });
    else if (seen) tab.findings.push({ id, ...seen, since: Math.floor(now), until: null });
    else if (last && last.until === null) last.until = Math.floor(now);
  }
  const over = tab.findings.length - KEPT.findings;
  if (over > 0) {
    // Kept in the order of their beginning: the newest of an id is the one that may go on.
    const byEnd = tab.findings.toSorted((a, b) => (b.until ?? now + 1) - (a.until ?? now + 1));
    const kept = new Set(byEnd.slice(0, KEPT.findings));
    tab.findings = tab.findings.filter((finding) => kept.has(finding));
  }
};
