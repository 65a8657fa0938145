import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';

/**
 * Plays a part of all cases, some thousand at a time, each with a seed of its own, and tells what came of it.
 *
 * @typedef {{ bundle: string, bridgeCode: string }} Given
 * @typedef {{ id: string, cases: number, seed: number }} Order
 * @typedef {{ id: string, cases: number, seed: number, failure: string | null }} Result
 */
const { bundle, bridgeCode } = /** @type {Given} */ (workerData);
const { propertiesWith } = await import(bundle);
const properties = /** @type {import('./property').Fuzzed[]} */ (propertiesWith(bridgeCode));

parentPort?.on('message', (/** @type {Order} */ { id, cases, seed }) => {
  const property = properties.find((one) => one.id === id)?.property;
  if (!property) throw new Error(`There is no property "${id}".`);
  const result = fc.check(property, { numRuns: cases, seed });
  const failure = result.failed
    ? `${result.errorInstance}\n${fc.defaultReportMessage(result)}`
    : null;
  parentPort?.postMessage({ id, cases: result.numRuns, seed, failure });
});
parentPort?.postMessage(properties.map(({ id, what, share }) => ({ id, what, share })));
