import { setTimeout as sleep } from 'node:timers/promises';
import { backgroundStopper } from './background.mjs';
import { accountsOf, calm, startStorms } from './storm.mjs';

/**
 * The background is stopped again and again during a storm in three tabs.
 *
 * @typedef {ReturnType<typeof accountsOf>['server']} Account
 *
 * @typedef {object} Outcome
 * @property {number} stops
 * @property {{ name: string, server: Account, report: object }[]} tabs what either side has counted, once nothing
 *   changes any more
 * @property {{ before: number[], after: number[] }} storm when the storm of the first tab was found to begin
 */

/** A batch is told a quarter of a second after a change: so a stop falls on any moment of it. */
const PAUSE_MS = /** @type {const} */ ([5, 700]);
const PATIENCE_MS = 30_000;

/**
 * A seeded generator (mulberry32): numbers from 0 to 1, the same ones for the same seed.
 *
 * @param {number} seed
 */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * When the storm of the first tab began, as soon as it is found.
 *
 * @param {import('../../../src/cli/launch.mjs').Session} session
 * @param {readonly import('./storm.mjs').Storm[]} storms
 */
async function foundIn(session, [first]) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { findings } = await session.report(first?.tabId ?? -1);
    const found = findings.filter(({ id }) => id === 'reconnect-storm').map(({ since }) => since);
    if (found.length || Date.now() > deadline) return found;
    await sleep(200);
  }
}

/**
 * @param {import('../../../src/cli/launch.mjs').Session} session
 * @param {{ stops: number, seed: number }} how
 * @returns {Promise<Outcome>}
 */
export async function stopAgainAndAgain(session, { stops, seed }) {
  const random = randomOf(seed);
  const stop = await backgroundStopper(session);
  const { storms, close } = await startStorms(session);
  try {
    const before = await foundIn(session, storms);
    let stopped = 0;
    while (stopped < stops) {
      const [least, most] = PAUSE_MS;
      await sleep(least + random() * (most - least));
      if (await stop()) stopped++;
    }
    const after = await foundIn(session, storms);
    await calm(storms);
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const tabs = [];
      for (const storm of storms) {
        const report = await session.report(storm.tabId);
        tabs.push({ name: storm.name, ...accountsOf(storm, report) });
      }
      const agree = tabs.every(
        ({ server, report }) => JSON.stringify(server) === JSON.stringify(report),
      );
      const over = tabs.every(({ server }) => server.live === 0);
      if ((agree && over) || Date.now() > deadline)
        return { stops: stopped, tabs, storm: { before, after } };
      await sleep(200);
    }
  } finally {
    await close();
  }
}
