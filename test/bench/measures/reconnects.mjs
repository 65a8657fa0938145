import { withArms } from '../drive/arms.mjs';
import { countMessages } from '../drive/background.mjs';
import { cpuNs } from '../drive/main-thread.mjs';
import { openBench } from '../drive/rounds.mjs';
import { countedRow, ratioRow } from '../rows.mjs';
import { compare } from '../statistics.mjs';

/** @typedef {import('../drive/rounds.mjs').Tab} Tab */

const PER_SECOND = 50;
const RATIO = 1.02;
/** The page's time is read once a slice: as many rounds as there are slices. */
const SLICE_S = 15;
/** Five minutes in Chromium; Firefox is given two, so that a whole run stays within half an hour. */
const SLICES = { chrome: 20, firefox: 8 };
/** Changes of a quarter of a second travel together, so that is the most messages there may be. */
const MESSAGES_PER_SECOND = 4;

/**
 * Seconds that the page's main thread was at work: V8's and the browser's own account in Chromium, the
 * kernel's elsewhere.
 * @param {Tab} tab
 */
async function busyOf({ page, pid }, /** @type {string} */ kind) {
  return {
    task: kind === 'chrome' ? ((await page.metrics()).TaskDuration ?? Number.NaN) : Number.NaN,
    cpu: pid === null ? Number.NaN : cpuNs(pid) / 1e9,
  };
}

/**
 * All tabs at the same time, slice by slice; the first slice warms up.
 * @param {Tab[]} tabs @param {import('../drive/server.mjs').BenchServer} server @param {string} kind @param {number} slices
 */
async function runAll(tabs, server, kind, slices) {
  const busy = () => Promise.all(tabs.map((tab) => busyOf(tab, kind)));
  /** @type {{ task: import('../statistics.mjs').Round[], cpu: import('../statistics.mjs').Round[] }} */
  const rounds = { task: [], cpu: [] };
  const loops = tabs.map(() => ({ begun: 0, opened: 0, closed: 0 }));
  for (let slice = -1; slice < slices; slice++) {
    const before = await busy();
    const done = await Promise.all(
      tabs.map(({ page, arm }) => {
        const url = `${server.wsOrigin}/flap?${kind}&${arm.name}`;
        return page.evaluate(`bench.reconnect('${url}', ${PER_SECOND}, ${SLICE_S})`);
      }),
    );
    done.forEach((loop, i) => {
      const all = /** @type {typeof loops[number]} */ (loops[i]);
      for (const key of /** @type {const} */ (['begun', 'opened', 'closed']))
        all[key] += /** @type {any} */ (loop)[key];
    });
    const after = await busy();
    if (slice < 0) continue;
    for (const what of /** @type {const} */ (['task', 'cpu'])) {
      const spent = tabs.map(({ arm }, i) => [
        arm.name,
        (((after[i]?.[what] ?? 0) - (before[i]?.[what] ?? 0)) / (PER_SECOND * SLICE_S)) * 1e6,
      ]);
      rounds[what].push(Object.fromEntries(spent));
    }
  }
  return { rounds, loops };
}

/** @type {import('./measure.mjs').Measure} */
export const reconnects = {
  id: 'reconnects',
  title: 'Fifty reconnects a second',
  method: [
    'The server closes every socket as soon as it is open; the page opens 50 a second, in all browsers at the',
    'same time. The time is that of the page’s main thread for one reconnect: tasks as the browser accounts',
    'for them (`TaskDuration`, Chromium), and what the thread really ran by the accounts of the kernel. A',
    'round is 15 seconds, of which there are 20 in Chromium and 8 in Firefox. Counts are those of the report, held against the server’s.',
  ],
  async run({ kind, server, quick, say }) {
    const slices = quick ? 2 : SLICES[kind];
    return withArms(kind, ['native', 'extension', 'again'], async (arms) => {
      const tabs = [];
      for (const arm of arms) tabs.push(await openBench(arm, server.origin, 'sockets.js'));
      const watched = /** @type {Tab} */ (tabs[1]);
      const session = /** @type {NonNullable<Tab['arm']['session']>} */ (watched.arm.session);
      const messages = await countMessages(session);
      const since = performance.now();
      const { rounds, loops } = await runAll(tabs, server, kind, slices);
      const truth = server.counts(`/flap?${kind}&extension`);
      const told = await messages();
      const seconds = (performance.now() - since) / 1000;
      const { endpoints, resources } = await session.reportFor(watched.page);
      const [row] = endpoints;
      say(kind, rounds, loops, truth, row, told);
      const codes = Object.values(row?.closeCodes ?? {}).reduce((sum, one) => sum + one, 0);
      const begun = loops[1]?.begun ?? 0;
      const exact =
        row?.attempts === begun &&
        resources.webSocket.created === begun &&
        codes === begun &&
        row.opened === truth.opened;
      const most = Math.ceil(seconds * MESSAGES_PER_SECOND);
      return [
        ...(kind === 'chrome'
          ? [ratioRow('tasks of one reconnect', kind, 'µs', compare(rounds.task), null)]
          : []),
        ratioRow('main thread of one reconnect', kind, 'µs', compare(rounds.cpu), RATIO),
        countedRow('attempts and closes, of the page’s', kind, {
          extension: `${row?.attempts} and ${codes} of ${begun}`,
          result: `opened ${row?.opened}, of the server’s ${truth.opened}`,
          goal: 'exact',
          met: exact,
        }),
        countedRow(`messages to the background for ${begun} reconnects`, kind, {
          extension: String(told),
          goal: `≤ ${most}`,
          met: told > 0 && told <= most,
        }),
      ];
    });
  },
};
