import { areExact } from './drive/counts.mjs';
import { falseAlarmsOf, isFound, MOST_LATENCY_MS, totalsOf } from './results.mjs';

/**
 * @typedef {import('./results.mjs').Outcome} Outcome
 * @typedef {import('./case.mjs').BrowserKind} BrowserKind
 *
 * @typedef {object} Circumstances
 * @property {Record<'processor' | 'memory' | 'system' | 'date' | 'commit', string>} host
 * @property {Partial<Record<BrowserKind, string>>} versions of the browsers that ran
 * @property {Record<string, string>} libraries by name
 * @property {number} minutes
 */

const NAMES = { chrome: 'Chromium', firefox: 'Firefox' };

/** @param {string[]} cells */
const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/** @param {readonly string[]} head @param {readonly string[][]} rows */
const table = (head, rows) =>
  [line([...head]), line(head.map(() => '---')), ...rows.map(line)].join('\n');

/** @param {number} ms */
const seconds = (ms) => (Number.isFinite(ms) ? `${(ms / 1000).toFixed(1)} s` : '-');

/** @param {number} part @param {number} whole */
const percent = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)} %` : '-');

/** @param {Outcome} outcome */
export function resultOf(outcome) {
  if (outcome.trouble !== null) return `**failed**: ${outcome.trouble.split('\n')[0]}`;
  const wrong = falseAlarmsOf(outcome);
  const alarms = wrong.length ? `**false alarm**: ${wrong.join(', ')}` : '';
  const alone = outcome.again ? 'the machine had held it up before' : '';
  const found = isFound(outcome) ? 'found' : '**missed**';
  const own = outcome.one.fault === null ? (alarms ? '' : 'silent') : found;
  return [own, alarms, alone].filter(Boolean).join('; ');
}

/** @param {Outcome} outcome */
export function countsOf({ counts }) {
  if (!counts.length) return '-';
  const wrong = counts.filter((count) => !areExact([count]));
  const told = wrong.map(({ what, expected, seen }) => `**${what}: ${seen}, not ${expected}**`);
  return [`${counts.length - wrong.length}/${counts.length}`, ...told].join('; ');
}

/** What both sides have counted, for whoever wants to see the numbers. @param {Outcome} outcome */
export const numbersOf = ({ counts }) =>
  counts
    .filter(({ expected, seen }) => expected > 0 || seen > 0)
    .map(({ what, expected, seen }) => `${what} ${expected}/${seen}`)
    .join('; ') || '-';

/** @param {readonly Outcome[]} outcomes @param {Record<string, string>} libraries */
const casesTable = (outcomes, libraries) =>
  table(
    ['page', 'library', 'label', 'result', 'latency', 'counts that agree'],
    outcomes.map((outcome) => [
      outcome.one.name,
      [outcome.one.library, libraries[outcome.one.library]].filter(Boolean).join(' '),
      outcome.one.fault ?? 'healthy',
      resultOf(outcome),
      outcome.latencyMs === null ? '' : seconds(outcome.latencyMs),
      countsOf(outcome),
    ]),
  );

/** @param {readonly Outcome[]} outcomes */
function totalsRow(outcomes) {
  const all = totalsOf(outcomes);
  return [
    `${all.found} of ${all.faults} (${percent(all.found, all.faults)})`,
    `${all.falseAlarms.length} on ${all.healthy} healthy and ${all.faults} faulty pages`,
    `${all.exact} of ${all.counts} (${percent(all.exact, all.counts)})`,
    seconds(all.medianLatencyMs),
    seconds(all.slowestMs),
  ];
}

/** @param {readonly Outcome[]} outcomes @returns {string} */
export function totalsTable(outcomes) {
  const kinds = /** @type {const} */ (['chrome', 'firefox']);
  const rows = kinds.flatMap((kind) => {
    const mine = outcomes.filter(({ browser }) => browser === kind);
    return mine.length ? [[NAMES[kind], ...totalsRow(mine)]] : [];
  });
  if (rows.length > 1) rows.push(['both', ...totalsRow(outcomes)]);
  rows.push(['goal', '100 %', '0', 'all', `≤ ${seconds(MOST_LATENCY_MS)}`, '']);
  return table(
    ['browser', 'found', 'false alarms', 'counts that agree', 'median latency', 'longest'],
    rows,
  );
}

/** @param {readonly Outcome[]} outcomes @param {Circumstances} circumstances */
export function documentOf(outcomes, { host, versions, libraries, minutes }) {
  const kinds = /** @type {const} */ (['chrome', 'firefox']);
  const parts = kinds.flatMap((kind) => {
    const mine = outcomes.filter(({ browser }) => browser === kind);
    if (!mine.length) return [];
    const numbers = mine.map((outcome) => [outcome.one.name, numbersOf(outcome)]);
    return [
      `## ${NAMES[kind]}\n\n${casesTable(mine, libraries)}`,
      `<details><summary>Every count in ${NAMES[kind]}: true / reported</summary>\n\n${table(['page', 'counts'], numbers)}\n\n</details>`,
    ];
  });
  return `${[
    '# How right the diagnosis is',
    `Made by \`npm run accuracy\` in ${Math.round(minutes)} minutes.`,
    [
      `- Processor: ${host.processor}; memory ${host.memory}`,
      `- System: ${host.system}`,
      `- Browsers: ${Object.values(versions).join(', ')}, headless`,
      `- ${host.date}, commit ${host.commit}`,
    ].join('\n'),
    [
      'Pages on real client libraries, each with one fault and once more without it, are opened in a real browser',
      'against a real server. A fault has to be *found* by its name, and nothing else may be; a healthy page has to',
      'stay *silent*, whatever the name. *Latency* is the time from the moment at which the finding’s definition is',
      'met, which the server or the page tells, to the first report that has it; it is below zero where the finding',
      'came before that. *Counts that agree* are those of the reports with the server’s own ledger (tries, open',
      'connections, messages, bytes, close codes) and with what the page knows that it has made and still holds. The',
      'suite is in `test/accuracy`.',
    ].join('\n'),
    [
      'Several pages run at a time, and may hold each other up. Where a page is said to have stood still that was not',
      'to, and its own timer says so too, it is opened once more with nothing beside it, and of that finding this',
      'second look counts.',
    ].join('\n'),
    totalsTable(outcomes),
    ...parts,
  ].join('\n\n')}\n`;
}
