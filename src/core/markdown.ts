import { resourceName, workerStateName } from './evidence-label';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatUtc,
  NOT_OBSERVED,
  plural,
  withSign,
} from './format';
import { findingBlock } from './markdown-findings';
import { creationSites } from './markdown-sites';
import { audioQueue, turns, voiceDetectors } from './markdown-sound';
import { code, prose, row, table, tableHead, within } from './markdown-text';
import {
  type Endpoint,
  type Finding,
  RESOURCE_KINDS,
  type Report,
  type Sample,
  type ServiceWorkerEntry,
  type Stall,
} from './report';
import { truncatedLimits } from './truncated';

/**
 * Characters each section may take. An issue on GitHub holds 65,536; these add up to less than 60,000 with the
 * headings and the notes on what was left out, whatever a page put into its report.
 */
const ROOM = {
  findings: 20_000,
  endpoints: 8_000,
  stalls: 4_000,
  serviceWorkers: 3_000,
  timeline: 4_000,
  limits: 4_000,
} as const;
/** As many moments as fit a screen; the JSON export has them all. */
const TIMELINE_ROWS = 20;
const STATES = 6;

/** Takes names with counts and returns them in one line, each name as code: states and close codes come from a page. */
function tally(counts: Record<string, number>): string {
  const entries = Object.entries(counts);
  const shown = entries.slice(0, STATES).map(([name, n]) => `${code(name, 20)} ${formatCount(n)}`);
  if (entries.length > STATES) shown.push(`${entries.length - STATES} more`);
  return shown.join(', ') || '–';
}

function header(report: Report): string[] {
  const { tab, extension, browser, truncated } = report;
  const active = report.findings.filter(({ until }) => until === null);
  const worst = active[0];
  const verdict = worst
    ? `**${plural(active.length, 'active finding')}.** The main one, ${worst.severity}: ${prose(worst.title, 160)}`
    : '**Nothing is wrong at this moment**, as far as this page was observed.';
  return [
    `# Whylag report: ${code(tab.origin || tab.url, 120)}`,
    '',
    verdict,
    '',
    `- Page: ${code(tab.url, 300)}`,
    `- Title: ${code(tab.title, 160)}`,
    `- Observed since: ${formatUtc(tab.observedSince)}; report of ${formatUtc(report.generatedAt)}`,
    `- Lag: ${report.symptom}. ${prose(report.symptomReason, 300)}`,
    ...(report.symptomMeans ? [`- ${prose(report.symptomMeans, 300)}`] : []),
    ...truncatedLimits(truncated).map((line) => `- ${prose(line, 300)}`),
    `- ${prose(`${extension.name} ${extension.version}`, 60)} in ${prose(`${browser.name} ${browser.version}`, 60)}`,
  ];
}

function findings({ findings }: Report): string[] {
  if (findings.length === 0) return [];
  const block = (finding: Finding) => findingBlock(finding, findings);
  return ['', '## Findings', ...within(findings, block, ROOM.findings, 'the findings')];
}

function resources({ resources }: Report): string[] {
  const head = ['Kind', 'Live', 'Created', 'By state'];
  const rows = RESOURCE_KINDS.map((kind) => {
    const { live, created, byState } = resources[kind];
    return row([resourceName(kind), formatCount(live), formatCount(created), tally(byState)]);
  });
  return ['', '## Resources', '', ...tableHead(head), ...rows];
}

function endpointCells(it: Endpoint): string[] {
  const kind = it.kind === 'eventSource' ? ' (event source)' : '';
  return [
    `${code(it.url)}${kind}${it.tool ? ' (dev server, set aside)' : ''}`,
    ...[it.live, it.attempts, it.opened, it.failed].map(formatCount),
    `${formatCount(it.messagesIn)} (${formatBytes(it.bytesIn)})`,
    `${formatCount(it.messagesOut)} (${formatBytes(it.bytesOut)})`,
    formatBytes(it.unsentBytes),
    ...[it.handshakeMs, it.lifetimeMs].map(formatDuration),
    tally(it.closeCodes),
    formatCount(it.unattributed),
  ];
}

function endpoints({ endpoints }: Report): string[] {
  if (endpoints.length === 0) return [];
  const counts = ['Live', 'Tries', 'Opened', 'Failed', 'In', 'Out', 'Unsent'];
  const head = ['URL', ...counts, 'Opens in', 'Lives', 'Close codes', 'Workers'];
  const limit: [number, string] = [ROOM.endpoints, 'the endpoints'];
  const ordered = endpoints.toSorted((a, b) => Number(a.tool) - Number(b.tool));
  return ['', '## Endpoints', '', ...table(head, ordered, endpointCells, limit)];
}

function stallCells({ at, durationMs, during, script }: Stall): string[] {
  const where = script === null ? NOT_OBSERVED : code(script);
  return [formatUtc(at), formatDuration(durationMs), prose(during, 60), where];
}

function mainThread({ mainThread: { blockedMs, longestMs, stalls } }: Report): string[] {
  const head = ['At', 'Length', 'During', 'Script'];
  const list = table(head, stalls.toReversed(), stallCells, [ROOM.stalls, 'the stalls']);
  const sums = `Blocked: ${formatDuration(blockedMs)}; longest block: ${formatDuration(longestMs)}`;
  return ['', '## Main thread', '', sums, ...(stalls.length > 0 ? ['', ...list] : [])];
}

function memory({ memory }: Report): string[] {
  const trend = memory?.trendBytesPerMin ?? null;
  const change =
    trend === null ? NOT_OBSERVED : `${withSign(formatBytes(trend), trend)} per minute`;
  const used = formatBytes(memory?.usedBytes ?? null);
  return ['', '## Memory', '', memory ? `Used: ${used}; its change: ${change}` : `Used: ${used}`];
}

function workerCells(it: ServiceWorkerEntry): string[] {
  const counts = [it.openTabs, it.handshakes].map(formatCount);
  return [code(it.scope), code(it.scriptUrl), prose(workerStateName(it.state), 24), ...counts];
}

function serviceWorkers({ serviceWorkers }: Report): string[] {
  if (serviceWorkers.length === 0) return [];
  const head = ['Scope', 'Script', 'State', 'Open tabs', 'Handshakes'];
  const limit: [number, string] = [ROOM.serviceWorkers, 'the service workers'];
  return ['', '## Service workers', '', ...table(head, serviceWorkers, workerCells, limit)];
}

/** The newest moment and every n-th before it, in the order of time. */
function thin(samples: readonly Sample[]): { shown: Sample[]; step: number } {
  const step = Math.max(1, Math.ceil(samples.length / TIMELINE_ROWS));
  return { shown: samples.filter((_, i) => (samples.length - 1 - i) % step === 0), step };
}

function sampleCells(it: Sample): string[] {
  return [
    formatUtc(it.at),
    ...[it.openSockets, it.attempts].map(formatCount),
    formatDuration(it.audioBacklogMs),
    ...[it.liveVads, it.runningAudioContexts, it.microphoneTracks].map(formatCount),
    formatDuration(it.blockedMs),
    formatBytes(it.usedBytes),
  ];
}

function timeline({ timeline }: Report): string[] {
  if (timeline.length === 0) return [];
  const { shown, step } = thin(timeline);
  const head = [
    'At',
    'Sockets',
    'Tries',
    'Audio wait',
    'VADs',
    'Audio',
    'Mics',
    'Blocked',
    'Memory',
  ];
  const rows = table(head, shown, sampleCells, [ROOM.timeline, 'the moments']);
  const note = `Thinned: one row of ${step} from ${plural(timeline.length, 'moment')}.`;
  return ['', '## Timeline', '', ...rows, ...(step > 1 ? ['', note] : [])];
}

function limits({ limits }: Report): string[] {
  if (limits.length === 0) return [];
  const write = (line: string) => [`- ${prose(line, 400)}`];
  const lines = within(limits, write, ROOM.limits, 'the limits');
  return ['', '## What this report cannot know', '', ...lines];
}

const SECTIONS: readonly ((report: Report) => string[])[] = [
  header,
  findings,
  resources,
  voiceDetectors,
  creationSites,
  endpoints,
  audioQueue,
  turns,
  mainThread,
  memory,
  serviceWorkers,
  timeline,
  limits,
];

/**
 * Takes a report and returns it as Markdown for an issue: findings first, under 60,000 characters whatever it holds,
 * and all that a page wrote as text (see markdown-text.ts). Times are in UTC, `null` is "not observed".
 */
export function toMarkdown(report: Report): string {
  return `${SECTIONS.flatMap((section) => section(report)).join('\n')}\n`;
}
