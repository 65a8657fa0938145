import { verdict } from './statistics.mjs';

/**
 * A line of the table, as text.
 *
 * @typedef {import('./drive/arms.mjs').BrowserKind} BrowserKind
 * @typedef {object} Row
 * @property {string} what
 * @property {BrowserKind | 'both'} browser
 * @property {string} native
 * @property {string} extension
 * @property {string} result
 * @property {string} noise the same, native against native
 * @property {string} goal
 * @property {string} met
 */

/** Three significant digits are more than any of this is worth. @param {number} value */
export function short(value) {
  if (!Number.isFinite(value)) return '-';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

/** @param {number} value @param {number} digits */
const fixed = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : '-');

/** @param {import('./statistics.mjs').Estimate} estimate @param {number} digits */
const spread = ({ value, low, high }, digits) =>
  `${fixed(value, digits)} [${fixed(low, digits)}, ${fixed(high, digits)}]`;

/**
 * @param {string} what
 * @param {BrowserKind} browser
 * @param {string} unit
 * @param {import('./statistics.mjs').Comparison} comparison
 * @param {number | null} most `null`: told, no goal
 * @returns {Row}
 */
export const ratioRow = (what, browser, unit, comparison, most) => ({
  what,
  browser,
  native: `${short(comparison.native)} ${unit}`,
  extension: `${short(comparison.extension)} ${unit}`,
  result: `× ${spread(comparison.ratio, 3)}`,
  noise: `× ${spread(comparison.noise, 3)}`,
  goal: most === null ? '' : `× ${most}`,
  met: most === null ? '' : verdict(comparison.ratio, most),
});

/**
 * @param {string} what
 * @param {BrowserKind} browser
 * @param {string} unit
 * @param {import('./statistics.mjs').Comparison} comparison
 * @param {number | null} most `null`: told, no goal
 * @returns {Row}
 */
export const addedRow = (what, browser, unit, comparison, most) => ({
  what,
  browser,
  native: `${short(comparison.native)} ${unit}`,
  extension: `${short(comparison.extension)} ${unit}`,
  result: `${spread(comparison.added, 2)} ${unit} more`,
  noise: `${spread(comparison.noiseAdded, 2)} ${unit}`,
  goal: most === null ? '' : `≤ ${most} ${unit}`,
  met: most === null ? '' : verdict(comparison.added, most),
});

/** @param {import('./statistics.mjs').Comparison} comparison @param {string} unit */
export const shortAdded = ({ added }, unit) =>
  `${added.value < 0 ? '−' : '+'}${short(Math.abs(added.value))} ${unit}`;

/**
 * Something counted: no spread, and the goal is a number.
 * @param {string} what
 * @param {Row['browser']} browser
 * @param {{ native?: string, extension: string, result?: string, goal: string, met: boolean }} counted
 * @returns {Row}
 */
export const countedRow = (what, browser, { native = '', extension, result = '', goal, met }) => ({
  what,
  browser,
  native,
  extension,
  result,
  noise: '',
  goal,
  met: met ? 'yes' : 'no',
});
