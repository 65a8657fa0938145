import { isTrue } from './drive/claims.mjs';

/**
 * @typedef {import('../../src/cli/find-browser.mjs').BrowserKind} BrowserKind
 *
 * @typedef {object} Row one fault in one browser
 * @property {string} fault
 * @property {BrowserKind} kind
 * @property {number} times
 * @property {import('./drive/claims.mjs').Claim[]} claims of all times together
 *
 * @typedef {object} Circumstances
 * @property {Record<'processor' | 'memory' | 'system' | 'date' | 'commit', string>} host
 * @property {string[]} browsers
 * @property {number} seed
 * @property {number} minutes
 */

const NAMES = { chrome: 'Chromium', firefox: 'Firefox' };

/**
 * The claims that a storm makes: what is counted is what its server has counted.
 *
 * @param {import('./drive/stops.mjs').Outcome} outcome
 * @returns {import('./drive/claims.mjs').Claim[]}
 */
export const claimsOf = ({ tabs, storm }) => [
  ...tabs.flatMap(({ name, server, report }) =>
    Object.entries(server).map(([what, expected]) => ({
      what: `${name}: ${what}`,
      expected,
      seen: /** @type {Record<string, unknown>} */ (report)[what],
    })),
  ),
  { what: 'the storm is found', expected: 1, seen: storm.before.length },
  { what: 'it keeps its beginning', expected: storm.before, seen: storm.after },
];

/** @param {Row} row */
export function lostIn({ claims }) {
  const wrong = claims.filter((claim) => !isTrue(claim));
  const told = wrong.map(
    ({ what, expected, seen }) =>
      `**${what}: ${JSON.stringify(seen)}, not ${JSON.stringify(expected)}**`,
  );
  return told.join('; ').replaceAll('|', '\\|') || 'nothing';
}

/** @param {readonly Row[]} rows */
export const tableOf = (rows) =>
  [
    '| fault | browser | times | claims that hold | lost, or counted twice |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${row.fault} | ${NAMES[row.kind]} | ${row.times} | ${row.claims.filter(isTrue).length} of ${row.claims.length} | ${lostIn(row)} |`,
    ),
  ].join('\n');

/** @param {readonly Row[]} rows @param {Circumstances} circumstances */
export const documentOf = (rows, { host, browsers, seed, minutes }) => `# What restarts cost

Made by \`npm run restarts\` in ${Math.ceil(minutes)} minutes.

- Processor: ${host.processor}; memory ${host.memory}
- System: ${host.system}
- Browsers: ${browsers.join(', ')}, headless
- ${host.date}, commit ${host.commit}
- Seed of the moments at which the background is stopped: ${seed}

Each fault is brought about in a real browser, with the built extension, while pages hold sockets to a server that
counts by itself. A *claim* is something that has to be so afterwards: that the report has exactly what the
server has (tries, opened, open, closed, messages and bytes both ways), that nothing is charged to another
tab, that the page's sockets go on and its console stays empty. The suite is in \`test/restarts\`; a part of it runs in
\`npm test\`, and so do 2,000 random restarts of a model (\`test/background/restarts.test.ts\`) and the jumps of
the clock (\`test/core/clock.test.ts\`).

${tableOf(rows)}

During the storm one tab is accepted and thrown out after 250 ms, one is refused with an HTTP error, and one asks,
is answered and closes. The background is stopped in the middle of its work: in Chromium by the DevTools
protocol, in Firefox by the browser itself (\`terminateBackground\`). What the browser has not yet handed over
is handed to the next background, which has read back what was kept.
`;
