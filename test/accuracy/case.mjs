/**
 * A page with one fault, labelled, and the same page without it.
 *
 * @typedef {import('../../src/core/report.ts').FindingId} FindingId
 * @typedef {import('../../src/cli/find-browser.mjs').BrowserKind} BrowserKind
 * @typedef {import('../lab/server.mjs').Lab} Lab
 *
 * @typedef {object} Stage a case while it runs
 * @property {Lab} lab
 * @property {import('puppeteer-core').Page[]} pages those that have loaded
 * @property {Record<string, string>} query what else the pages are told
 * @property {(end: () => Promise<void>) => void} after what has to be ended with the case
 * @property {(client: string, verb: 'refuse' | 'cut' | 'shut', given?: Record<string, string | number>) => Promise<void>} order
 *   tells a client library's own server something outside of its protocol
 *
 * @typedef {object} Situation what both of a pair have, and either may have of its own
 * @property {string} page `pages/<page>.js`, with a query; the faulty one is also given `bad`
 * @property {string} [address] a page of the lab in its place
 * @property {Record<string, import('../lab/behaviour.mjs').Command>} [server] how paths behave from the start
 * @property {Record<string, import('../lab/peers.mjs').Script>} [scripts] what sockets say, by path
 * @property {(stage: Stage) => Promise<unknown>} [before] before the page is opened
 * @property {(stage: Stage) => Promise<unknown>} [meanwhile] once it is
 * @property {(stage: Stage) => Promise<unknown>} [settle] before things are counted; what is commanded at
 *   the start is taken back anyway
 * @property {number} [tabs] windows of it that are open at once; each has `tab` in its query
 * @property {number} seconds how long a healthy page is watched, how long a finding is waited for
 * @property {boolean} [alone] it would disturb others, or be disturbed
 * @property {boolean} [asks] in a browser that lets no page sound before a gesture
 * @property {readonly BrowserKind[]} [browsers] those that can show it; both if not given
 * @property {'all' | 'none' | readonly (keyof import('../lab/endpoint-rows.mjs').Row)[]} [counted] what of each
 *   endpoint both sides can know
 *
 * @typedef {Situation & {
 *   name: string,
 *   library: string,
 *   fault: FindingId,
 *   met?: (lab: Lab) => boolean,
 *   mayAlso?: Partial<Record<FindingId, string>>,
 *   healthy?: Partial<Situation>,
 *   moreTwins?: Record<string, Partial<Situation & { library: string }>>,
 * }} Pair `met`: the server sees that the definition is met; else the page tells. `mayAlso`: findings that are
 *   true as well, each with the reason
 *
 * @typedef {Situation & {
 *   name: string,
 *   library: string,
 *   fault: FindingId | null,
 *   twin: string,
 *   met?: (lab: Lab) => boolean,
 *   mayAlso: Partial<Record<FindingId, string>>,
 * }} Case
 */

/** What looks healthy must have time to be taken for the fault. */
const LEAST_HEALTHY_S = 20;

/** @param {Pair} pair @returns {Case[]} */
export function casesOf({ met, mayAlso = {}, fault, healthy = {}, moreTwins = {}, ...both }) {
  /** @param {string} suffix @param {Partial<Situation & { library: string }>} own @returns {Case} */
  const twin = (suffix, own) => ({
    ...both,
    seconds: Math.max(LEAST_HEALTHY_S, both.seconds),
    ...own,
    name: `${both.name}-${suffix}`,
    fault: null,
    twin: both.name,
    mayAlso: {},
  });
  return [
    { ...both, fault, twin: `${both.name}-healthy`, mayAlso, ...(met ? { met } : {}) },
    twin('healthy', healthy),
    ...Object.entries(moreTwins).map(([suffix, own]) => twin(suffix, own)),
  ];
}

/**
 * Five tries that failed or died young, and longer than one restart of a server takes: two seconds where
 * a page does not pause, ten where it waits a second.
 *
 * @param {string} path
 */
export const loops = (path, ms = 2000) => {
  /** @type {WeakMap<Lab, number>} */
  const began = new WeakMap();
  return (/** @type {Lab} */ lab) => {
    const { handshakes, open } = lab.counts(path);
    if (handshakes > 0 && !began.has(lab)) began.set(lab, Date.now());
    return handshakes - open >= 5 && Date.now() - (began.get(lab) ?? Number.NaN) >= ms;
  };
};

const FAILING_MS = 30_000;

/**
 * "An endpoint has failed for over 30 s" (report contract): known when a try fails after that time.
 *
 * @param {string} path
 */
export const failing = (path) => {
  /** @type {WeakMap<Lab, { began: number, tries: number }>} */
  const seen = new WeakMap();
  return (/** @type {Lab} */ lab) => {
    const { handshakes } = lab.counts(path);
    const before = seen.get(lab);
    const isLate = before !== undefined && Date.now() - before.began >= FAILING_MS;
    if (isLate) return handshakes > before.tries;
    if (handshakes > 0) seen.set(lab, { began: before?.began ?? Date.now(), tries: handshakes });
    return false;
  };
};

/** So many connections are open at once. @param {string} path @param {number} count */
export const open = (path, count) => (/** @type {Lab} */ lab) => lab.counts(path).open >= count;

/** Two connections have each had the same ten messages. @param {string} path */
export const twice = (path) => (/** @type {Lab} */ lab) => {
  const { open: now, messagesOut } = lab.counts(path);
  return now >= 2 && messagesOut >= 20;
};
