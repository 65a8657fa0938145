import { isDeepStrictEqual } from 'node:util';
import { addRow, NUMBERS, rowOf, rowOfEndpoint } from '../../lab/endpoint-rows.mjs';

/**
 * What the reports counted against what the server and the pages did.
 *
 * @typedef {object} Count
 * @property {string} what
 * @property {number} expected
 * @property {number} seen
 *
 * @typedef {import('../../lab/endpoint-rows.mjs').Row} Row
 * @typedef {import('../../lab/endpoint-rows.mjs').Rows} Rows
 * @typedef {import('../../../src/core/report.ts').Report} Report
 * @typedef {import('../pages/kit.js').Held} Held
 */

const isEvents = (/** @type {string} */ path) => path.startsWith('/sse');

/** A different path each time is one endpoint for the report. @param {string} path */
const keyOf = (path) => path.replace(/(\/room\/).*/, '$1*');

/** @param {import('../../lab/server.mjs').Lab} lab @returns {Rows} */
export function servedRows(lab) {
  /** @type {Rows} */
  const rows = {};
  for (const path of lab.paths())
    addRow(rows, keyOf(path), rowOf(lab.counts(path), { isEvents: isEvents(path) }));
  return rows;
}

/** @param {readonly Report[]} reports @returns {Rows} */
export function reportedRows(reports) {
  /** @type {Rows} */
  const rows = {};
  for (const { endpoints } of reports)
    for (const endpoint of endpoints)
      addRow(rows, keyOf(new URL(endpoint.url).pathname), rowOfEndpoint(endpoint));
  return rows;
}

/**
 * @param {Rows} served
 * @param {Rows} reported
 * @param {import('../case.mjs').Situation['counted']} counted
 * @returns {Count[]}
 */
export function endpointCounts(served, reported, counted = 'all') {
  if (counted === 'none') return [];
  const fields = NUMBERS.filter((field) => counted === 'all' || counted.includes(field));
  return [...new Set([...Object.keys(served), ...Object.keys(reported)])].flatMap((path) => {
    const counts = fields.map((field) => ({
      what: `${path} ${field}`,
      expected: served[path]?.[field] ?? 0,
      seen: reported[path]?.[field] ?? 0,
    }));
    if (counted !== 'all') return counts;
    const codes = served[path]?.closeCodes ?? {};
    const told = reported[path]?.closeCodes ?? {};
    return [
      ...counts,
      ...[...new Set([...Object.keys(codes), ...Object.keys(told)])].map((code) => ({
        what: `${path} closed with ${code}`,
        expected: codes[code] ?? 0,
        seen: told[code] ?? 0,
      })),
    ];
  });
}

/**
 * @param {readonly Held[]} held by each page
 * @param {readonly Report[]} reports of the same pages
 * @returns {Count[]}
 */
export function heldCounts(held, reports) {
  /** @type {Map<string, Count>} */
  const counts = new Map();
  held.forEach((kinds, tab) => {
    for (const [kind, numbers] of Object.entries(kinds)) {
      const resource = reports[tab]?.resources[/** @type {'webSocket'} */ (kind)];
      for (const of of /** @type {const} */ (['created', 'live'])) {
        const expected = numbers[of];
        if (expected === undefined) continue;
        const what = `${kind} ${of}`;
        const sum = counts.get(what) ?? { what, expected: 0, seen: 0 };
        sum.expected += expected;
        sum.seen += resource?.[of] ?? 0;
        counts.set(what, sum);
      }
    }
  });
  return [...counts.values()];
}

/** @param {readonly Count[]} counts */
export const areExact = (counts) => counts.every(({ expected, seen }) => expected === seen);

/**
 * Asks until both sides agree, or for as long as given: page and server talk on while they are asked.
 *
 * @param {() => Rows} served
 * @param {() => Promise<{ reports: Report[], held: Held[] }>} ask
 * @param {import('../case.mjs').Situation['counted']} counted
 * @param {number} patienceMs
 * @returns {Promise<Count[]>}
 */
export async function settledCounts(served, ask, counted, patienceMs) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const before = served();
    const { reports, held } = await ask();
    const after = served();
    const counts = [
      ...endpointCounts(after, reportedRows(reports), counted),
      ...heldCounts(held, reports),
    ];
    const isStill = isDeepStrictEqual(before, after);
    if ((isStill && areExact(counts)) || Date.now() > deadline) return counts;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
