/**
 * Of an endpoint, what the page's side and the server's side both count, in one shape: so that a report
 * can be held against the server's own ledger.
 *
 * @typedef {object} Row
 * @property {number} attempts
 * @property {number} opened
 * @property {number} failed
 * @property {number} live
 * @property {Record<string, number>} closeCodes
 * @property {number} messagesIn
 * @property {number} messagesOut
 * @property {number} bytesIn
 * @property {number} bytesOut
 * @property {number | null} unattributed
 *
 * @typedef {Record<string, Row>} Rows
 */

/** What of a row is a number on both sides. */
export const NUMBERS = /** @type {const} */ ([
  'attempts',
  'opened',
  'failed',
  'live',
  'messagesIn',
  'messagesOut',
  'bytesIn',
  'bytesOut',
]);

/**
 * @param {Rows} rows
 * @param {string} key
 * @param {Row} row
 */
export function addRow(rows, key, row) {
  const sum = rows[key];
  if (!sum) {
    rows[key] = { ...row, closeCodes: { ...row.closeCodes } };
    return;
  }
  for (const [code, count] of Object.entries(row.closeCodes))
    sum.closeCodes[code] = (sum.closeCodes[code] ?? 0) + count;
  for (const name of NUMBERS) sum[name] += row[name];
}

/**
 * @param {number} tries that no server has answered
 * @returns {Row}
 */
export const unanswered = (tries) => ({
  attempts: tries,
  opened: 0,
  failed: tries,
  live: 0,
  // Nobody has told a code: the browser gives the page this one.
  closeCodes: tries ? { 1006: tries } : {},
  messagesIn: 0,
  messagesOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  unattributed: 0,
});

/**
 * What the server has counted, as the page's own view of it. An event source has no close code, and
 * nobody but the page sees one.
 *
 * @param {import('./ledger.mjs').Counts} counts
 * @param {{ isEvents?: boolean, givenUp?: boolean }} [kind] `givenUp`: by the page, on a server that
 *   never answers; that is no failure
 * @returns {Row}
 */
export function rowOf(counts, { isEvents = false, givenUp = false } = {}) {
  const row = unanswered(counts.handshakes - counts.opened);
  const closeCodes = isEvents ? {} : { ...row.closeCodes };
  for (const [code, count] of Object.entries(counts.closeCodes))
    closeCodes[code] = (closeCodes[code] ?? 0) + count;
  return {
    attempts: counts.handshakes,
    opened: counts.opened,
    failed: givenUp ? 0 : row.failed,
    live: counts.open,
    closeCodes,
    // In and out are the server's here.
    messagesIn: counts.messagesOut,
    messagesOut: counts.messagesIn,
    bytesIn: counts.bytesOut,
    bytesOut: counts.bytesIn,
    unattributed: isEvents ? null : 0,
  };
}

/**
 * @param {import('../../src/core/report.ts').Endpoint} endpoint
 * @returns {Row}
 */
export const rowOfEndpoint = (endpoint) => {
  const { attempts, opened, failed, live, closeCodes, unattributed } = endpoint;
  const { messagesIn, messagesOut, bytesIn, bytesOut } = endpoint;
  const counts = { attempts, opened, failed, live, closeCodes: { ...closeCodes }, unattributed };
  return { ...counts, messagesIn, messagesOut, bytesIn, bytesOut };
};
