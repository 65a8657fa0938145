import { DETECTORS } from './detectors';
import type { Finding, Severity } from './report';
import { KEPT, type TabState, type World } from './state';

const RANK: Record<Severity, number> = { critical: 0, warning: 1, info: 2 };

/** One that comes back this soon never went away: a reload, a tab switch, one good try in between. */
const REVIVE_MS = 10_000;

/** Active ones first, worst first, then by what explains most; then those that are over, newest first. */
export const sortFindings = (findings: readonly Finding[]): Finding[] => {
  const order = (finding: Finding): number => DETECTORS.findIndex((d) => d.id === finding.id);
  return [...findings].sort(
    (a, b) =>
      Number(a.until !== null) - Number(b.until !== null) ||
      (a.until !== null && b.until !== null ? b.until - a.until : 0) ||
      RANK[a.severity] - RANK[b.severity] ||
      order(a) - order(b),
  );
};

/** The open tabs that share the tab's origin, itself among them where it is open. */
export const sameOriginTabs = (world: World, tab: TabState): TabState[] =>
  Object.values(world.tabs).filter((t) => t.open && t.origin !== '' && t.origin === tab.origin);

/**
 * Runs every detector on a tab and keeps beginning and end of what they find. A detector that
 * throws finds nothing: a mistake of ours must not become a false alarm.
 */
export const detect = (world: World, tab: TabState, now: number): void => {
  const { engine, offlineAt } = world;
  const input = { tab, sameOrigin: sameOriginTabs(world, tab), engine, offlineAt, now };
  for (const { id, detect: look } of DETECTORS) {
    let seen: ReturnType<typeof look> = null;
    try {
      seen = look(input);
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
    const kept = new Set(sortFindings(tab.findings).slice(0, KEPT.findings));
    tab.findings = tab.findings.filter((finding) => kept.has(finding));
  }
};
