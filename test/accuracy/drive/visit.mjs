import { setTimeout as sleep } from 'node:timers/promises';
import { servedRows, settledCounts } from './counts.mjs';
import { openStage } from './stage.mjs';

/**
 * @typedef {import('../../../src/cli/launch.mjs').Session} Session
 * @typedef {import('../../../src/core/report.ts').Report} Report
 * @typedef {import('../case.mjs').Case} Case
 *
 * @typedef {object} Outcome
 * @property {Case} one
 * @property {import('../case.mjs').BrowserKind} browser
 * @property {Record<string, string>} found what each finding said, by its id
 * @property {number | null} latencyMs from the moment at which the definition was met to the report that
 *   has the finding
 * @property {import('./counts.mjs').Count[]} counts
 * @property {string | null} trouble why the case says nothing
 * @property {boolean} heldUp the page's own timer tells that it stood still, and it was not to
 * @property {boolean} [again] it had been held up, and was opened again with nothing beside it
 */

const LOOK_MS = 400;
const METER_MS = 20;
/** After its own finding, others that do not belong there may still come. */
const AFTER_MS = 4000;
/** What is found before its definition is met has that moment still to come. */
const TELLS_MS = 15_000;
/** Firefox holds back a try after many that failed for half a minute and longer. */
const SETTLES_MS = { chrome: 15_000, firefox: 45_000 };

/**
 * @param {Session} session
 * @param {Case} one
 * @param {import('../../lab/server.mjs').Guest['request']} request
 * @returns {Promise<Outcome>}
 */
export async function visit(session, one, request) {
  /** @type {Outcome} */
  const outcome = {
    one,
    browser: session.kind,
    found: {},
    latencyMs: null,
    counts: [],
    trouble: null,
    heldUp: false,
  };
  const { stage, errors, open, ask, close } = await openStage(one, request);
  /** @type {number | null} */
  let metAt = null;
  const meter = setInterval(() => {
    if (metAt === null && one.met?.(stage.lab)) metAt = Date.now();
  }, METER_MS);
  try {
    await open(session.browser);
    const began = Date.now();
    const tabs = await Promise.all(stage.pages.map((page) => session.tabIdOf(page.url())));
    const reports = () => Promise.all(tabs.map((tabId) => session.report(tabId)));
    let failure;
    const story = Promise.resolve(one.meanwhile?.(stage)).catch((error) => {
      failure = error;
    });
    const foundAt = await watch(one, began, reports, outcome);
    await story;
    if (failure) throw failure;
    clearInterval(meter);
    metAt ??= await toldBy(ask, foundAt === null ? 0 : TELLS_MS);
    if (foundAt !== null) {
      if (metAt === null) throw new Error('found, but neither page nor server says why');
      outcome.latencyMs = foundAt - metAt;
    }
    outcome.heldUp = one.fault !== 'main-thread-stall' && (await ask('stoodStill')).includes(true);
    for (const path of Object.keys(one.server ?? {})) stage.lab.command(path, { mode: 'ok' });
    await one.settle?.(stage);
    await ask('stop');
    outcome.counts = await settledCounts(
      () => servedRows(stage.lab),
      async () => ({ reports: await reports(), held: await ask('held') }),
      one.counted,
      SETTLES_MS[session.kind],
    );
    const hasWorked = outcome.counts.some(({ seen }) => seen > 0) || one.counted === 'none';
    if (!hasWorked && !one.asks) throw new Error('its page has done nothing');
    if (errors.length) throw new Error(errors[0]);
  } catch (error) {
    outcome.trouble = error instanceof Error ? error.message : String(error);
  } finally {
    clearInterval(meter);
    await close();
  }
  return outcome;
}

/**
 * When the definition was met, as a page tells.
 *
 * @param {(what: 'metAt') => Promise<unknown[]>} ask
 * @param {number} patienceMs
 */
async function toldBy(ask, patienceMs) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const told = (await ask('metAt')).find((at) => typeof at === 'number');
    if (typeof told === 'number') return told;
    if (Date.now() >= deadline) return null;
    await sleep(LOOK_MS);
  }
}

/**
 * Looks again and again for findings, and gives the time of the first report with the one that is due.
 *
 * @param {Case} one
 * @param {number} began
 * @param {() => Promise<Report[]>} reports
 * @param {Outcome} outcome
 */
async function watch(one, began, reports, outcome) {
  /** @type {number | null} */
  let foundAt = null;
  const isOver = () =>
    foundAt === null ? Date.now() - began > one.seconds * 1000 : Date.now() - foundAt > AFTER_MS;
  while (!isOver()) {
    await sleep(LOOK_MS);
    for (const { generatedAt, findings } of await reports()) {
      for (const { id, summary } of findings) {
        outcome.found[id] ??= summary;
        if (id === one.fault) foundAt ??= generatedAt;
      }
    }
  }
  return foundAt;
}
