/**
 * One measure of the table.
 *
 * @typedef {object} Surroundings
 * @property {import('../drive/arms.mjs').BrowserKind} kind
 * @property {import('../drive/server.mjs').BenchServer} server
 * @property {boolean} quick
 * @property {(...what: unknown[]) => void} say notes raw samples (`--samples FILE`)
 *
 * @typedef {object} Measure
 * @property {string} id what `--only` names
 * @property {string} title
 * @property {string[]} method how it is measured, for the document
 * @property {(where: Surroundings) => Promise<import('../rows.mjs').Row[]>} run
 */
export {};
