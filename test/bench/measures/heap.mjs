import { withArms } from '../drive/arms.mjs';
import { heapBytes, privateBytes } from '../drive/heap.mjs';
import { openBench } from '../drive/rounds.mjs';
import { countedRow } from '../rows.mjs';

/** @typedef {import('../drive/rounds.mjs').Tab} Tab */

const MESSAGE = { kind: 'text', bytes: 32 };
/** What one call of the driver waits for: it has a time limit. */
const STEP = { messages: 50_000, sockets: 500 };
/** With more that are pending Chromium holds every new one back. */
const AT_ONCE = 7;
/**
 * Ten million messages of which each leaves a single byte would be 10 MB; compiled code and feedback of
 * the engines come and go with some tens of KB.
 */
const SLACK = { chrome: 128 * 1024, firefox: 16 * 1024 * 1024 };

const AMOUNTS = {
  chrome: { messages: 10_000_000, sockets: 50_000 },
  firefox: { messages: 1_000_000, sockets: 10_000 },
};

const kib = (/** @type {number} */ bytes) => `${Math.round(bytes / 1024)} KiB`;
const many = (/** @type {number} */ count) => count.toLocaleString('en');

/** @param {Tab} tab */
const held = ({ page, pid }, /** @type {'chrome' | 'firefox'} */ kind) =>
  kind === 'chrome' ? heapBytes(page) : Promise.resolve(privateBytes(pid));

/**
 * @param {Tab} tab
 * @param {string} url
 * @param {number} count
 */
async function takeMessages({ page }, url, count) {
  for (let left = count; left > 0; left -= STEP.messages) {
    const step = Math.min(left, STEP.messages);
    const call = `bench.receive('${url}', ${JSON.stringify(MESSAGE)}, ${step}, 'count')`;
    await page.evaluate(call);
  }
}

/**
 * @param {Tab} tab
 * @param {string} url
 * @param {number} count
 */
async function churn({ page }, url, count) {
  for (let left = count; left > 0; left -= STEP.sockets) {
    const step = Math.min(left, STEP.sockets);
    const clean = await page.evaluate(`bench.churn('${url}', ${step}, ${AT_ONCE})`);
    if (clean !== step) throw new Error(`${step - Number(clean)} of ${step} sockets failed`);
  }
}

/**
 * What is held after a tenth, a half and all of the work: after the tenth everything has been compiled
 * and every table made that will be.
 * @param {Tab} tab
 * @param {'chrome' | 'firefox'} kind
 * @param {number} total
 * @param {(count: number) => Promise<void>} work
 */
async function course(tab, kind, total, work) {
  const sizes = [];
  let done = 0;
  for (const upTo of [0.1, 0.5, 1]) {
    const part = Math.round(total * upTo) - done;
    await work(part);
    done += part;
    sizes.push(await held(tab, kind));
    console.error(`  ${tab.arm.name}: ${many(done)}, ${kib(sizes.at(-1) ?? 0)}`);
  }
  return sizes;
}

/** @type {import('./measure.mjs').Measure} */
export const heap = {
  id: 'heap',
  title: 'Memory',
  method: [
    'Chromium: V8’s heap, the browser’s objects behind it and buffers, after a forced collection, at a tenth,',
    'a half and all of the messages (32 B text) and sockets (opened, then closed by the page). Firefox lets',
    'nobody force a collection: there it is the private memory of the page’s process, of a tenth of the',
    'messages and a fifth of the sockets. The result is how much more is held at the end than at the tenth. The extension’s own count',
    'is held against the server’s.',
  ],
  async run({ kind, server, quick, say }) {
    const part = quick ? 50 : 1;
    const messages = AMOUNTS[kind].messages / part;
    const sockets = AMOUNTS[kind].sockets / part;
    return withArms(kind, ['native', 'extension'], async (arms) => {
      const [native, extension] = await Promise.all(
        arms.map(async (arm) => {
          const own = `?heap&${kind}&${arm.name}`;
          const first = await openBench(arm, server.origin, 'receive.js');
          const byMessages = await course(first, kind, messages, (count) =>
            takeMessages(first, `${server.wsOrigin}/flood${own}`, count),
          );
          const report = await arm.session?.reportFor(first.page);
          await first.page.close();
          const second = await openBench(arm, server.origin, 'sockets.js');
          const bySockets = await course(second, kind, sockets, (count) =>
            churn(second, `${server.wsOrigin}/sink${own}`, count),
          );
          const created = (await arm.session?.reportFor(second.page))?.resources.webSocket.created;
          return {
            byMessages,
            bySockets,
            counted: report?.endpoints[0]?.messagesIn,
            sent: server.counts(`/flood${own}`).sent,
            created,
            opened: server.counts(`/sink${own}`).opened,
          };
        }),
      );
      if (!native || !extension) throw new Error('an arm is missing');
      say(kind, native, extension);
      const grown = (/** @type {number[]} */ [first = 0, , last = 0]) => last - first;
      /** @param {string} what @param {number[]} without @param {number[]} withIt */
      const row = (what, without, withIt) => {
        const more = grown(withIt) - grown(without);
        return countedRow(`growth over ${what}`, kind, {
          native: `${kib(grown(without))} of ${kib(without[2] ?? 0)}`,
          extension: `${kib(grown(withIt))} of ${kib(withIt[2] ?? 0)}`,
          result: `${kib(more)} more`,
          goal: `none (< ${kib(SLACK[kind])})`,
          met: more < SLACK[kind],
        });
      };
      return [
        row(`${many(messages)} messages`, native.byMessages, extension.byMessages),
        row(`${many(sockets)} sockets`, native.bySockets, extension.bySockets),
        countedRow('messages counted, of those that the server sent', kind, {
          extension: `${many(extension.counted ?? 0)} of ${many(extension.sent)}`,
          goal: 'all',
          met: extension.counted === extension.sent,
        }),
        countedRow('sockets counted, of those that the server opened', kind, {
          extension: `${many(extension.created ?? 0)} of ${many(extension.opened)}`,
          goal: 'all',
          met: extension.created === extension.opened,
        }),
      ];
    });
  },
};
