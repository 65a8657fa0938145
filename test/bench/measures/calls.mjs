import { sampleRounds } from '../drive/rounds.mjs';
import { ratioRow, shortAdded } from '../rows.mjs';
import { compare } from '../statistics.mjs';

const RATIO = 1.05;

/**
 * What is called, how often in one block, and whether the goal is for it. The few calls that
 * take long are few.
 * @type {Record<string, { batches: number, goal: boolean, kinds?: string[] }>}
 */
const CASES = {
  'send 200 B text': { batches: 12, goal: true },
  'send 4 KB text': { batches: 30, goal: true },
  'send 4 KB binary': { batches: 30, goal: true },
  start: { batches: 8, goal: true },
  'play a piece': { batches: 8, goal: true },
  'new AudioWorkletNode': { batches: 4, goal: true },
  'new AudioContext': { batches: 4, goal: true },
  'new WebSocket': { batches: 6, goal: true },
  'new Audio': { batches: 10, goal: true },
  'URL.createObjectURL': { batches: 4, goal: true },
};

/** @type {import('./measure.mjs').Measure} */
export const calls = {
  id: 'calls',
  title: 'Calls',
  method: [
    'A loop of a few calls under the clock, again and again, with what the calls need made before and what',
    'they leave taken away after; a block’s value is the mean of the faster half of its loops. *Play a',
    'piece* is what a voice page does for each bit of sound: a buffer source made, connected and started.',
  ],
  async run({ kind, server, quick, say }) {
    const taken = await sampleRounds({
      kind,
      origin: server.origin,
      script: 'calls.js',
      cases: Object.keys(CASES),
      launches: quick ? 1 : 2,
      rounds: quick ? 6 : 18,
      sample: async ({ page }, name) => {
        const batches = CASES[name]?.batches ?? 1;
        const call = `bench.measureCall(${JSON.stringify(name)}, '${server.wsOrigin}', ${batches})`;
        return { ns: /** @type {number} */ (await page.evaluate(call)) };
      },
    });
    say(kind, taken);
    return Object.entries(taken).map(([name, { ns = [] }]) => {
      const comparison = compare(ns);
      const row = ratioRow(name, kind, 'ns', comparison, CASES[name]?.goal ? RATIO : null);
      return { ...row, result: `${row.result}, ${shortAdded(comparison, 'ns')}` };
    });
  },
};
