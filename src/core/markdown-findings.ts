import { listEvidence } from './evidence-label';
import { formatDuration, formatUtc, plural } from './format';
import { code, fenced, prose, row, tableHead } from './markdown-text';
import type { Finding, Site } from './report';

/** Enough for every detector of ours; a report from elsewhere may hold more. */
const EVIDENCE = 16;
const ADVICE = 8;
const SITES = 3;

function lifespan({ since, until }: Finding): string {
  return until === null
    ? `since ${formatUtc(since)}`
    : `over: ${formatUtc(since)} to ${formatUtc(until)}, ${formatDuration(until - since)}`;
}

function leftOut(all: number, shown: number, noun: string): string[] {
  return all > shown ? ['', `Left out to keep this short: ${all - shown} more of ${noun}.`] : [];
}

function site({ stack, count, resolved }: Site): string[] {
  return ['', `Created here ${plural(count, 'time')}:`, '', ...fenced(resolved ?? stack)];
}

/** What probably causes a finding, by the title of the newest of that kind. */
function cause({ because }: Finding, all: readonly Finding[]): string[] {
  const found = because === null ? undefined : all.find(({ id }) => id === because);
  return found ? ['', `Probably because of: ${prose(found.title, 160)}`] : [];
}

/**
 * Takes a finding and all of its report, and returns its section's lines: what was seen, its probable cause, the
 * evidence, what to do, where it was created.
 */
export function findingBlock(finding: Finding, all: readonly Finding[]): string[] {
  const evidence = Object.keys(finding.evidence).length;
  const rows = listEvidence(finding, EVIDENCE).map(({ name, value }) =>
    row([prose(name, 60), code(value, 160)]),
  );
  return [
    '',
    `### ${finding.severity.toUpperCase()}: ${prose(finding.title, 160)}`,
    '',
    `${code(finding.id)}, ${lifespan(finding)}`,
    '',
    prose(finding.summary),
    ...cause(finding, all),
    ...(rows.length > 0 ? ['', ...tableHead(['Evidence', 'Value']), ...rows] : []),
    ...leftOut(evidence, EVIDENCE, 'the evidence'),
    ...(finding.advice.length > 0 ? ['', 'What to do:', ''] : []),
    ...finding.advice.slice(0, ADVICE).map((line) => `- ${prose(line, 300)}`),
    ...leftOut(finding.advice.length, ADVICE, 'the advice'),
    ...finding.sites.slice(0, SITES).flatMap(site),
    ...leftOut(finding.sites.length, SITES, 'the places of creation'),
  ];
}
