import { openTab, withArms } from './arms.mjs';
import { processOf } from './main-thread.mjs';

/**
 * @typedef {import('./arms.mjs').ArmName} ArmName
 * @typedef {object} Tab
 * @property {import('./arms.mjs').Arm} arm
 * @property {import('puppeteer-core').Page} page
 * @property {number | null} pid the process of the page, where the system tells
 *
 * @typedef {object} Plan
 * @property {import('./arms.mjs').BrowserKind} kind
 * @property {string} origin
 * @property {string} script of `test/bench/page`, as `globalThis.bench` in the page
 * @property {string[]} cases
 * @property {number} launches browsers are started anew so often: two starts of one browser differ, too
 * @property {number} rounds in each launch
 * @property {(tab: Tab, name: string) => Promise<Record<string, number>>} sample
 */

/** @type {ArmName[]} */
const ARMS = ['native', 'extension', 'again'];

/** Each arm is first, middle and last equally often, and each pair stands both ways round. */
const ORDERS = [
  [0, 1, 2],
  [2, 1, 0],
  [1, 2, 0],
  [0, 2, 1],
  [2, 0, 1],
  [1, 0, 2],
];

/** @param {import('./arms.mjs').Arm} arm @param {string} origin @param {string} script @returns {Promise<Tab>} */
export async function openBench(arm, origin, script) {
  const page = await openTab(arm, `${origin}/`);
  // Text, because a test runner or bundler would rewrite an `import()` of ours.
  await page.evaluate(`import('/${script}').then((bench) => { globalThis.bench = bench; })`);
  return { arm, page, pid: await processOf(page) };
}

/**
 * Samples all arms in turn, case by case, and gives each case's rounds by what was sampled. The first
 * round of a launch warms the browsers up and does not count.
 * @param {Plan} plan
 * @returns {Promise<Record<string, Record<string, import('../statistics.mjs').Round[]>>>}
 */
export async function sampleRounds({ kind, origin, script, cases, launches, rounds, sample }) {
  /** @type {Record<string, Record<string, import('../statistics.mjs').Round[]>>} */
  const taken = {};
  /** @param {Tab[]} tabs @param {string} name @param {number} round */
  const oneRound = async (tabs, name, round) => {
    /** @type {Record<string, Partial<import('../statistics.mjs').Round>>} */
    const values = {};
    for (const index of ORDERS[round % ORDERS.length] ?? []) {
      const tab = /** @type {Tab} */ (tabs[index]);
      for (const [what, value] of Object.entries(await sample(tab, name))) {
        const row = values[what] ?? {};
        row[tab.arm.name] = value;
        values[what] = row;
      }
    }
    return values;
  };
  for (let launch = 0; launch < launches; launch++) {
    await withArms(kind, ARMS, async (arms) => {
      const tabs = [];
      for (const arm of arms) tabs.push(await openBench(arm, origin, script));
      for (let round = -1; round < rounds; round++) {
        for (const name of cases) {
          const values = await oneRound(tabs, name, round + 1);
          if (round < 0) continue;
          const rows = taken[name] ?? {};
          taken[name] = rows;
          for (const [what, row] of Object.entries(values)) {
            rows[what] = [...(rows[what] ?? []), /** @type {any} */ (row)];
          }
        }
      }
    });
  }
  return taken;
}
