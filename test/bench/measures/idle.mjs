import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { withArms } from '../drive/arms.mjs';
import { SHORT_IDLE, watchBackground } from '../drive/background.mjs';
import { processOf, sleeps } from '../drive/main-thread.mjs';
import { countedRow } from '../rows.mjs';
import { median } from '../statistics.mjs';

/** @typedef {import('../drive/arms.mjs').Arm} Arm @typedef {import('puppeteer-core').Page} Page */

const COUNTER = readFileSync(new URL('../page/count-builtins.js', import.meta.url), 'utf8');
/** What a page does may show in the background a moment later: gathered facts wait a quarter of a second. */
const ECHO_MS = 1500;
const USE = "import('/ordinary.js').then((bench) => { globalThis.bench = bench; })";
const REST_MS = 5000;

const PATIENCE_MS = 30_000;

/**
 * Resolves to the first count above zero, to zero where none comes.
 * @param {() => number | Promise<number>} count
 */
async function anyOf(count) {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const seen = await count();
    if (seen > 0) return seen;
    await sleep(100);
  }
  return 0;
}

/** @param {Record<string, number>} calls */
const sum = (calls) => Object.values(calls).reduce((all, one) => all + one, 0);

/** @param {Page} page */
const callsIn = async (page) =>
  /** @type {Record<string, number>} */ (await page.evaluate('({ ...benchCalls })'));

/**
 * Timers and messages that are begun in a page at rest, from its first script on.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} origin
 */
export async function callsAtRest(browser, origin) {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(COUNTER);
  await page.goto(`${origin}/`);
  await sleep(ECHO_MS);
  const rest = await callsIn(page);
  // The control: the same counter sees the extension as soon as the page does use something.
  await page.evaluate('void new Audio("data:audio/wav;base64,UklGRg==")');
  const used = await anyOf(async () => sum(await callsIn(page)) - sum(rest));
  await page.close();
  return { rest: sum(rest), used, names: rest };
}

/**
 * How often the background is started while an ordinary page is loaded, works for so long, shows another
 * title and address, and is closed; `control` is a page that opens a socket.
 * @param {import('../../../src/cli/launch.mjs').Session} session
 * @param {string} origin
 * @param {number} ms
 */
export async function wakesOf(session, origin, ms) {
  const { browser } = session;
  const watch = watchBackground(session);
  /** @param {() => Promise<unknown>} act */
  const during = async (act) => {
    await watch.asleep();
    const before = watch.wakes();
    await act();
    await sleep(ECHO_MS);
    return watch.wakes() - before;
  };
  try {
    await session.extensionPage();
    const page = await browser.newPage();
    const load = await during(() => page.goto(`${origin}/`));
    await page.evaluate(USE);
    const life = await during(() => page.evaluate(`bench.live(${ms})`));
    const move = await during(() => page.evaluate('bench.move()'));
    await watch.asleep();
    const asleep = watch.wakes();
    await page.evaluate(`void new WebSocket('${origin.replace('http', 'ws')}/sink')`);
    const control = await anyOf(() => watch.wakes() - asleep);
    await page.close();
    const other = await browser.newPage();
    await other.goto(`${origin}/`);
    // Behind another one: the extension's own page asks as soon as it is seen.
    await (await browser.newPage()).goto(`${origin}/`);
    const leave = await during(() => other.close());
    return { load, life, move, leave, control };
  } finally {
    watch.end();
  }
}

/** @param {Arm} arm @param {string} origin @param {number} times */
async function wakesOfThread({ browser }, origin, times) {
  const page = await browser.newPage();
  await page.goto(`${origin}/`);
  const pid = await processOf(page);
  const counts = [];
  await sleep(REST_MS);
  for (let i = 0; i < times && pid !== null; i++) {
    const before = sleeps(pid);
    await sleep(REST_MS);
    counts.push(sleeps(pid) - before);
  }
  await page.close();
  return median(counts);
}

/** @type {import('./measure.mjs').Measure} */
export const idle = {
  id: 'idle',
  title: 'A page that uses none of it',
  method: [
    'The background is stopped, then a page is loaded, works (DOM, canvas, timers, fetch), changes its title',
    'and address, and is closed: counted is how often the background was started; a socket has to start it,',
    'or the count would be worth nothing. *Timers and messages* are calls that a counter sees which was in',
    'the page before our scripts. *Wake-ups of the main thread* are its own naps in 5 s at rest: they hold',
    'also what another world of the page (the bridge) would do.',
  ],
  async run({ kind, server, quick, say }) {
    const { origin } = server;
    const work = async (/** @type {Arm[]} */ arms) => {
      const [native, again, extension] = arms;
      if (!native || !again || !extension?.session) throw new Error('an arm is missing');
      const wakes = await wakesOf(extension.session, origin, quick ? 3000 : 20_000);
      if (wakes.control === 0) throw new Error('a socket did not wake the background');
      const without = await callsAtRest(native.browser, origin);
      const withIt = await callsAtRest(extension.browser, origin);
      if (withIt.used === 0) throw new Error('the counter does not see the extension');
      const naps = await Promise.all(arms.map((arm) => wakesOfThread(arm, origin, quick ? 1 : 5)));
      say(kind, wakes, without, withIt, naps);
      const [a = 0, b = 0, c = 0] = naps;
      /** @param {string} what @param {number} count */
      const woken = (what, count) =>
        countedRow(`background started ${what}`, kind, {
          extension: String(count),
          goal: '0',
          met: count === 0,
        });
      return [
        woken('while such a page works', wakes.life),
        woken('when it is loaded', wakes.load),
        woken('when its title and address change', wakes.move),
        woken('when it is closed', wakes.leave),
        countedRow('timers and messages begun', kind, {
          native: String(without.rest),
          extension: String(withIt.rest),
          goal: '0 more',
          met: withIt.rest <= without.rest,
        }),
        {
          ...countedRow('wake-ups of its main thread in 5 s', kind, {
            native: `${a} and ${b}`,
            extension: String(c),
            goal: 'as native',
            met: c <= Math.max(a, b) + 2,
          }),
        },
      ];
    };
    return withArms(kind, ['native', 'again', 'extension'], work, SHORT_IDLE);
  },
};
