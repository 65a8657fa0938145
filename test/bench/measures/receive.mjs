import { cpuNs } from '../drive/main-thread.mjs';
import { sampleRounds } from '../drive/rounds.mjs';
import { addedRow, ratioRow } from '../rows.mjs';
import { compare } from '../statistics.mjs';

/** @typedef {import('../page/receive.js').Payload} Payload */

/** So many that a block takes a third of a second or so; the page's reading is what ends it. */
/** @type {Record<string, { payload: Payload, count: number }>} */
const CASES = {
  '200 B text': { payload: { kind: 'text', bytes: 200 }, count: 16_000 },
  '4 KB text': { payload: { kind: 'text', bytes: 4096 }, count: 8000 },
  '300 KB text': { payload: { kind: 'text', bytes: 300_000 }, count: 300 },
  '4 KB ArrayBuffer': { payload: { kind: 'arraybuffer', bytes: 4096 }, count: 8000 },
  '4 KB Blob': { payload: { kind: 'blob', bytes: 4096 }, count: 1500 },
};

const RATIO = 1.02;
const ADDED_US = 2;

/**
 * @param {import('../drive/rounds.mjs').Tab} tab
 * @param {string} url
 * @param {string} name
 * @param {'count' | 'clock' | 'listener'} mode
 * @returns {Promise<import('../page/receive.js').Received & { cpuUs: number, us: number }>}
 */
async function take({ page, pid }, url, name, mode) {
  const { payload, count } = /** @type {typeof CASES[string]} */ (CASES[name]);
  const before = pid === null ? Number.NaN : cpuNs(pid);
  const call = `bench.receive(${JSON.stringify(url)}, ${JSON.stringify(payload)}, ${count}, '${mode}')`;
  const received = /** @type {import('../page/receive.js').Received} */ (await page.evaluate(call));
  if (received.bytes !== payload.bytes * count) throw new Error(`${name}: bytes were lost`);
  const cpuUs = pid === null ? Number.NaN : (cpuNs(pid) - before) / count / 1000;
  return { ...received, cpuUs, us: (received.ms * 1000) / (count - 1) };
}

/** @type {import('./measure.mjs').Measure} */
export const receive = {
  id: 'receive',
  title: 'Receiving messages',
  method: [
    'End to end: the server writes frames that were made before as fast as the page takes them; the page',
    'counts them and reads `data`; the time runs from the first message to the last. *Main thread* is what',
    'the thread of that page really ran for it, by the accounts of the kernel.',
  ],
  async run({ kind, server, quick, say }) {
    const url = `${server.wsOrigin}/flood`;
    const taken = await sampleRounds({
      kind,
      origin: server.origin,
      script: 'receive.js',
      cases: Object.keys(CASES),
      launches: quick ? 1 : 2,
      rounds: quick ? 5 : 12,
      sample: async (tab, name) => {
        const { us, cpuUs } = await take(tab, url, name, 'count');
        return { us, cpuUs };
      },
    });
    say(kind, taken);
    return Object.entries(taken).flatMap(([name, { us = [], cpuUs = [] }]) => [
      ratioRow(`receive ${name}, end to end`, kind, 'µs', compare(us), RATIO),
      ratioRow(`receive ${name}, main thread`, kind, 'µs', compare(cpuUs), null),
    ]);
  },
};

/**
 * The native rounds again, with the page's own empty listener in the place of the extension's.
 * @param {import('../statistics.mjs').Round[]} rounds
 * @param {import('../statistics.mjs').Round[]} empty
 */
const emptyFor = (rounds, empty) =>
  rounds.map((round, i) => ({
    ...round,
    extension: ((empty[i]?.native ?? Number.NaN) + (empty[i]?.again ?? Number.NaN)) / 2,
  }));

/** @type {import('./measure.mjs').Measure} */
export const added = {
  id: 'added',
  title: 'Synchronous cost added per message',
  method: [
    'Directly, message by message: the browser stamps an event when it makes it (`timeStamp`), right before',
    'the first listener runs, which is ours; the page reads the same clock in its own listener after reading',
    '`data`. Transport, queues and the wait for the thread are not in between, so the difference of the means',
    'with and without is what is added. The clock is a fine one (Chromium: isolated page, 5 µs, dithered, the',
    'mean of thousands is exact; Firefox: rounding switched off in all arms). Means of 250 messages each, the',
    'median of those: a message during which the system ran something else does not count. *Any second',
    'listener* is what a page without the extension pays for one more listener that does nothing: less than',
    'that, nothing that hears messages can cost.',
  ],
  async run({ kind, server, quick, say }) {
    const url = `${server.wsOrigin}/flood`;
    const taken = await sampleRounds({
      kind,
      origin: server.origin,
      script: 'receive.js',
      cases: Object.keys(CASES),
      launches: quick ? 1 : 2,
      rounds: quick ? 5 : 8,
      sample: async (tab, name) => {
        const { toEndUs } = await take(tab, url, name, 'clock');
        const { toEndUs: floorUs } = await take(tab, url, name, 'listener');
        return { toEndUs, floorUs };
      },
    });
    say(kind, taken);
    return Object.entries(taken).flatMap(([name, { toEndUs = [], floorUs = [] }]) => [
      addedRow(`added per message, ${name}`, kind, 'µs', compare(toEndUs), ADDED_US),
      addedRow(
        'of which any second listener',
        kind,
        'µs',
        compare(emptyFor(toEndUs, floorUs)),
        null,
      ),
    ]);
  },
};
