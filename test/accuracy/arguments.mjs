import { parseArgs } from 'node:util';
import { Failure } from '../../src/cli/failure.mjs';
import { CASES } from './cases/index.mjs';

export const HELP = `Usage: npm run accuracy [-- options]

Opens the labelled pages, faulty and healthy, in Chromium and Firefox, prints how many faults were
found, how many alarms were false and whether the counts are exact, and writes docs/ACCURACY.md. A
full run takes a quarter of an hour.

  --only NAME,...    these pages alone; a name that ends with * stands for all that begin with it
  --browser NAME     chrome or firefox alone
  --list             the names of the pages
  --out FILE         where the document goes; with --only or --browser nowhere if not given
  --help             this text`;

/** @typedef {import('./case.mjs').BrowserKind} BrowserKind */

/** @param {string} name @param {string} pattern */
const fits = (name, pattern) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** @param {string[]} argv */
export function parseAccuracyArguments(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string' },
      browser: { type: 'string' },
      list: { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const wanted = values.only?.split(',');
  const unknown = wanted?.find((pattern) => !CASES.some(({ name }) => fits(name, pattern)));
  if (unknown !== undefined) throw new Failure(`There is no page "${unknown}"; see --list.`);
  const { browser } = values;
  if (browser !== undefined && browser !== 'chrome' && browser !== 'firefox') {
    throw new Failure(`--browser is chrome or firefox, not "${browser}".`);
  }
  const isPart = wanted !== undefined || browser !== undefined;
  return {
    cases: CASES.filter(({ name }) => wanted?.some((pattern) => fits(name, pattern)) ?? true),
    kinds: /** @type {BrowserKind[]} */ (browser ? [browser] : ['chrome', 'firefox']),
    out: values.out ?? (isPart ? null : 'docs/ACCURACY.md'),
    list: values.list,
    help: values.help,
  };
}
