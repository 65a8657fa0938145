import { median } from '../bench/statistics.mjs';
import { areExact } from './drive/counts.mjs';

/**
 * What the outcomes come to.
 *
 * @typedef {import('./drive/visit.mjs').Outcome} Outcome
 *
 * @typedef {object} Totals
 * @property {number} faults
 * @property {number} found
 * @property {number} healthy
 * @property {string[]} falseAlarms `case (browser): finding`
 * @property {string[]} misses
 * @property {string[]} inexact
 * @property {string[]} troubles
 * @property {number} counts
 * @property {number} exact
 * @property {number} medianLatencyMs `NaN` where nothing was found
 * @property {number} slowestMs
 */

/** "Found within 3 s of the moment at which its definition is met." */
export const MOST_LATENCY_MS = 3000;

/** @param {Outcome} outcome */
export const labelOf = ({ one, browser }) => `${one.name} (${browser})`;

/** Findings that have no business on this page. @param {Outcome} outcome */
export const falseAlarmsOf = ({ one, found }) =>
  Object.keys(found).filter((id) => id !== one.fault && !(id in one.mayAlso));

const STALL = 'main-thread-stall';

/**
 * Whether a page has to be seen again with nothing beside it: it is said to have stood still, its own timer
 * says so too, and it is not the page's fault by its label.
 *
 * @param {Outcome} outcome
 */
export const isDisturbed = (outcome) =>
  outcome.heldUp && falseAlarmsOf(outcome).some((id) => id === STALL);

/**
 * What the second look is worth: any other false alarm of the first one stays.
 *
 * @param {Outcome} first
 * @param {Outcome} second
 * @returns {Outcome}
 */
export const afterAgain = (first, second) => {
  const stays = falseAlarmsOf(first).filter((id) => id !== STALL);
  const found = Object.fromEntries(stays.map((id) => [id, first.found[id] ?? '']));
  return { ...second, again: true, found: { ...found, ...second.found } };
};

/** @param {Outcome} outcome */
export const isFound = ({ one, found }) => one.fault !== null && one.fault in found;

/** @param {readonly Outcome[]} outcomes @returns {Totals} */
export function totalsOf(outcomes) {
  const faults = outcomes.filter(({ one }) => one.fault !== null);
  const latencies = faults.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]));
  const counts = outcomes.flatMap((outcome) => outcome.counts);
  return {
    faults: faults.length,
    found: faults.filter(isFound).length,
    healthy: outcomes.length - faults.length,
    falseAlarms: outcomes.flatMap((outcome) =>
      falseAlarmsOf(outcome).map((id) => `${labelOf(outcome)}: ${id}`),
    ),
    misses: faults.filter((outcome) => !isFound(outcome)).map(labelOf),
    inexact: outcomes.filter((outcome) => !areExact(outcome.counts)).map(labelOf),
    troubles: outcomes.filter(({ trouble }) => trouble !== null).map(labelOf),
    counts: counts.length,
    exact: counts.filter((count) => areExact([count])).length,
    medianLatencyMs: median(latencies),
    slowestMs: Math.max(...latencies),
  };
}

/** @param {Totals} totals */
export const isGoalMet = ({ misses, falseAlarms, inexact, troubles, medianLatencyMs }) =>
  misses.length + falseAlarms.length + inexact.length + troubles.length === 0 &&
  !(medianLatencyMs > MOST_LATENCY_MS);
