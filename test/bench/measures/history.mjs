import { withArms } from '../drive/arms.mjs';
import { seedHistory } from '../drive/seed-history.mjs';
import { countedRow, short } from '../rows.mjs';
import { median } from '../statistics.mjs';

const RECORDS = 500;
/** A week of minutes would be 10,080; with these a million samples stay within the 50 MB that are kept. */
const SAMPLES = 2000;
const LIST_MS = 200;
const DAY_MS = 86_400_000;

/**
 * How long a question to the background takes from a page of the extension, in milliseconds, again and again.
 * @param {import('../../../src/cli/launch.mjs').Session} session
 * @param {object} message
 * @param {number} times
 */
const ask = (session, message, times) =>
  session.evaluateInExtension(
    async (request, count) => {
      const { runtime } = /** @type {any} */ (globalThis).browser;
      const took = [];
      let answer;
      for (let i = 0; i < count; i++) {
        const began = performance.now();
        answer = await runtime.sendMessage(request);
        took.push(performance.now() - began);
      }
      return { took, answer: JSON.parse(JSON.stringify(answer)) };
    },
    message,
    times,
  );

/** @type {import('./measure.mjs').Measure} */
export const history = {
  id: 'history',
  title: 'A history of a million samples',
  method: [
    `${RECORDS} closed tabs with ${SAMPLES} samples each are written to the extension's own store, then a page of the`,
    'extension asks for the list of the history, for the list of all tabs and for one day of one tab. Told is the',
    'first answer, which finds nothing in any cache of ours, and the median of twenty.',
  ],
  async run({ kind, quick, say }) {
    const records = quick ? RECORDS / 10 : RECORDS;
    return withArms(kind, ['extension'], async ([arm]) => {
      const session = arm?.session;
      if (!session) throw new Error('the extension is missing');
      const samples = await seedHistory(session, { records, samples: SAMPLES });
      const list = await ask(session, { type: 'history' }, 20);
      if (list.answer.records.length < records) throw new Error('the list is not complete');
      const { tabId, firstAt } = list.answer.records.at(-1);
      const day = await ask(
        session,
        { type: 'span', tabId, from: firstAt, to: firstAt + DAY_MS },
        20,
      );
      if (day.answer.samples.length < 1400) throw new Error('a day of minutes is missing');
      const tabs = await ask(session, { type: 'tabs' }, 20);
      say(kind, samples, list.took, day.took, tabs.took);
      /** @param {string} what @param {number[]} took */
      const row = (what, took) => {
        const [first = Number.NaN] = took;
        return countedRow(`${what}, first and median`, kind, {
          extension: `${short(first)} ms, ${short(median(took))} ms`,
          goal: `≤ ${LIST_MS} ms`,
          met: first <= LIST_MS,
        });
      };
      return [
        countedRow('samples in the store', kind, {
          extension: String(samples),
          goal: '',
          met: true,
        }),
        row(`list of ${records} tabs`, list.took),
        row('one day of one tab', day.took),
        row('`tabs`, the closed ones among them', tabs.took),
      ];
    });
  },
};
