import { describe } from './describe.js';

/**
 * What a page has done and what happened to it, line by line in order: `window.transcript`. Two browsers
 * that give the page the same give the same lines.
 *
 * @typedef {{ finished: boolean, lines: string[], fetched: string[], knocked: number }} Transcript `knocked`: tries at
 *   `refusedUrl`, which no server can count
 * @typedef {ReturnType<typeof createScene>} Scene
 */

/** A condition that is never met ends the scenario, and the transcript says which. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 10;

const { pathname, origin, host } = location;
/** Where this page's own server is. */
export const base = pathname;
export const httpBase = origin + pathname;
export const wsBase = `ws://${host}${pathname}`;
const { refusedPort } = document.documentElement.dataset;
/** Nobody listens there. */
export const refusedUrl = `ws://127.0.0.1:${refusedPort}/nobody`;

/** What `order` has fetched. */
const ordered = new Set();

/**
 * Tells the server to do something outside of the library's protocol.
 *
 * @param {'refuse' | 'cut' | 'shut'} verb
 * @param {Record<string, string | number>} [given]
 */
export const order = async (verb, given = {}) => {
  const query = new URLSearchParams(Object.entries(given).map(([k, v]) => [k, String(v)]));
  const response = await fetch(`${base}/${verb}?${query}`, { method: 'POST' });
  ordered.add(`${httpBase}/${verb}`);
  if (response.status !== 204) throw new Error(`${verb}: ${response.status}`);
};

/** The browser tells of an event source some time after its end. */
const EVENTS = /\/event[\w-]*$/;

/** What the page has fetched; what is in a query differs each time. */
const fetched = () => {
  const entries = performance.getEntriesByType('resource');
  const names = new Set(entries.map(({ name }) => name.replace(/\?.*/, '')));
  return [...names].filter((name) => !EVENTS.test(name));
};

function createScene() {
  /** @type {string[]} */
  const lines = [];
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {Set<() => void>} */
  const waiting = new Set();
  /** @type {[string, string][]} */
  const names = [
    [origin, 'http://lab'],
    [host, 'lab'],
    [`127.0.0.1:${refusedPort}`, 'nobody'],
  ];

  let knocked = 0;
  /** @type {object[]} */
  const kept = [];
  Object.assign(window, { kept });
  /** @type {string[]} */
  const apart = [];
  /** @param {string} line */
  const trackOf = (line) => 1 + apart.findIndex((what) => line.startsWith(`${what} `));

  /**
   * @param {string} what
   * @param {...unknown} values
   */
  const note = (what, ...values) => {
    lines.push([what, ...values.map((value) => describe(value))].join(' '));
    counts.set(what, (counts.get(what) ?? 0) + 1);
    for (const look of waiting) look();
  };

  /**
   * @param {string} what
   * @param {() => unknown} condition
   * @returns {Promise<void>}
   */
  const until = (what, condition) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(patience);
        clearInterval(looking);
        waiting.delete(look);
      };
      const look = () => {
        if (!condition()) return;
        stop();
        resolve();
      };
      const patience = setTimeout(() => {
        stop();
        reject(new Error(`never: ${what}`));
      }, PATIENCE_MS);
      const looking = setInterval(look, LOOK_MS);
      waiting.add(look);
      look();
    });

  /** @param {string} line */
  const nameless = (line) =>
    names.reduce((text, [value, name]) => text.replaceAll(value, name), line);

  return {
    note,
    until,

    /**
     * Notes each call with what it was called with.
     *
     * @param {string} what
     * @returns {(...values: unknown[]) => void}
     */
    noting:
      (what) =>
      (...values) =>
        note(what, ...values),

    /**
     * Until `what` has been noted that many times since the beginning.
     *
     * @param {string} what
     * @param {number} [times]
     */
    heard: (what, times = 1) => until(`${what} (${times})`, () => (counts.get(what) ?? 0) >= times),

    /**
     * Notes what a promise or a call comes to, an error as well as a value.
     *
     * @param {string} what
     * @param {() => unknown} run
     */
    async outcome(what, run) {
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      let patience;
      const late = new Promise((_, reject) => {
        patience = setTimeout(() => reject(new Error('it never settles')), PATIENCE_MS);
      });
      try {
        note(what, await Promise.race([run(), late]));
      } catch (error) {
        note(`${what} fails:`, error);
      } finally {
        clearTimeout(patience);
      }
    },

    /**
     * An id or address that is another one each time stands in the transcript under this name.
     *
     * @param {string} value
     * @param {string} name
     */
    alias(value, name) {
      names.push([value, name]);
    },

    /**
     * What two connections are given at the same time comes in no order that a page could rely on: lines
     * that begin with `what` keep theirs, and stand after the others.
     *
     * @param {string} what
     */
    apart(what) {
      apart.push(what);
    },

    /**
     * What nobody refers to any more may be collected at any time, and then is no longer counted.
     *
     * @param {...object} things
     */
    keep(...things) {
      kept.push(...things);
    },

    /** @param {number} tries at `refusedUrl` */
    knocked(tries) {
      knocked += tries;
    },

    /** @param {boolean} finished @returns {Transcript} */
    transcript: (finished) => ({
      finished,
      knocked,
      // A sort keeps the order of what it finds equal.
      lines: [...lines].sort((a, b) => trackOf(a) - trackOf(b)).map(nameless),
      fetched: fetched().map(nameless).sort(),
    }),
  };
}

/** What libraries and the browser complain of belongs to what a page sees. */
function hearComplaints(/** @type {Scene} */ { note }) {
  for (const level of /** @type {const} */ (['debug', 'log', 'info', 'warn', 'error'])) {
    console[level] = (...values) => note(`console.${level}`, ...values);
  }
  addEventListener('error', (event) => note('uncaught', event));
  addEventListener('unhandledrejection', (event) => note('unhandled', event.reason));
}

/** @param {(scene: Scene) => Promise<void>} scenario */
export function play(scenario) {
  const scene = createScene();
  hearComplaints(scene);
  const run = async () => {
    let finished = true;
    try {
      await scenario(scene);
      // A fetch is listed some time after its answer is there.
      const isListed = (/** @type {string} */ name) => fetched().includes(name);
      await scene.until('what was fetched is listed', () => [...ordered].every(isListed));
    } catch (error) {
      finished = false;
      scene.note('ended by', error);
    }
    return scene.transcript(finished);
  };
  Object.assign(window, { transcript: run() });
}
