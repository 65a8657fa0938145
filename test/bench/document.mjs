/**
 * @typedef {import('./rows.mjs').Row} Row
 * @typedef {{ measure: import('./measures/measure.mjs').Measure, rows: Row[] }} Section
 */

const NAMES = { chrome: 'Chromium', firefox: 'Firefox', both: 'both' };

/** @param {string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`;

/** @param {Row[]} rows */
function table(rows) {
  const head = ['measure', 'browser', 'native', 'with Whylag', 'result', 'A/A', 'goal', 'met'];
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map((row) =>
      line([
        row.what,
        NAMES[row.browser],
        row.native,
        row.extension,
        row.result,
        row.noise,
        row.goal,
        row.met,
      ]),
    ),
  ].join('\n');
}

/**
 * @param {Section[]} sections
 * @param {Awaited<ReturnType<typeof import('./machine.mjs').describeMachine>>} machine
 * @param {{ partial: boolean, quick: boolean, minutes: number }} run
 */
export function documentOf(sections, machine, { partial, quick, minutes }) {
  const kind = quick
    ? '**A quick run: fewer rounds and messages than a recorded one.**'
    : partial
      ? '**A run of some measures alone.**'
      : '';
  return `${[
    '# What Whylag costs a page',
    `Made by \`npm run bench\` in ${Math.round(minutes)} minutes. ${kind}`.trim(),
    [
      `- Processor: ${machine.processor}; memory ${machine.memory}`,
      `- System: ${machine.system}`,
      `- Browsers: ${machine.browsers}, headless`,
      `- ${machine.date}, commit ${machine.commit}`,
    ].join('\n'),
    [
      'The same page runs in three browsers of one kind: two without the extension and one with it, in turn,',
      'block by block, in all orders. *Result* is the median over the rounds of what the watched one took by',
      'what the mean of the two native ones took in the same round, with the interval that 95 of 100',
      'resamplings of the rounds fall into. *A/A* is one native browser by the other: what the method says',
      'where nothing differs, so a difference smaller than that is none. *Met* says "within noise" where the',
      'interval holds the goal.',
    ].join('\n'),
    ...sections.map(({ measure, rows }) =>
      [`## ${measure.title}`, measure.method.join('\n'), table(rows)].join('\n\n'),
    ),
  ].join('\n\n')}\n`;
}
