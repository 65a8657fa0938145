/**
 * @typedef {{ id: string, what: string, cases: number, seconds: number, failures: string[] }} Row
 * @typedef {{ seed: number, seconds: number, threads: number }} Run
 */

const grouped = new Intl.NumberFormat('en-US');

/**
 * @param {Row[]} rows
 * @param {Run} run
 * @param {ReturnType<typeof import('../bench/machine.mjs').describeHost>} machine
 */
export function documentOf(rows, { seed, seconds, threads }, machine) {
  const cases = rows.reduce((sum, row) => sum + row.cases, 0);
  const failed = rows.reduce((sum, row) => sum + row.failures.length, 0);
  return `${[
    '# What a page may say',
    [
      `Made by \`npm run fuzz\`: ${grouped.format(cases)} cases in ${Math.round(seconds)} s on ${threads} threads,`,
      `${failed === 0 ? 'none failed' : `**${failed} failed**`}. Seed ${seed}.`,
    ].join('\n'),
    [
      `- Processor: ${machine.processor}; memory ${machine.memory}`,
      `- System: ${machine.system}`,
      `- ${machine.date}, commit ${machine.commit}`,
    ].join('\n'),
    [
      'A case is one drawn input of its property: a word of a bridge, a row of things that happen in a tab, a',
      'request, the texts of a report. Words are right ones, right ones with places changed, broken text, and',
      'anything at all; texts are markup, links, mentions, formulas, names of prototypes, characters that nobody',
      'sees. What fails is made as small as it gets and printed with its seed, and becomes an example in a test.',
    ].join('\n'),
    [
      '| property | what holds | cases | seconds | failed |',
      '| --- | --- | ---: | ---: | ---: |',
      ...rows.map(
        ({ id, what, cases: all, seconds: time, failures }) =>
          `| ${id} | ${what} | ${grouped.format(all)} | ${Math.round(time)} | ${failures.length} |`,
      ),
    ].join('\n'),
  ].join('\n\n')}\n`;
}
