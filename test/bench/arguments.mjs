import { parseArgs } from 'node:util';
import { Failure } from '../../src/cli/failure.mjs';
import { MEASURES } from './measures/index.mjs';

export const HELP = `Usage: npm run bench [-- options]

Measures what Whylag costs a page, with and without it in one run, prints the table and writes it
to docs/BENCHMARKS.md. A full run takes half an hour; nothing else should run on the machine.

  --only NAME,...    some measures alone: ${MEASURES.map(({ id }) => id).join(', ')}
  --browser NAME     chrome or firefox alone
  --quick            fewer rounds and messages: to see that it works, not to record
  --out FILE         where the document goes; with --only, --browser or --quick nowhere if not given
  --samples FILE     also writes the raw samples, a line of JSON each
  --help             this text`;

/** @typedef {import('../../src/cli/find-browser.mjs').BrowserKind} BrowserKind */

/** @param {string[]} argv */
export function parseBenchArguments(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string' },
      browser: { type: 'string' },
      quick: { type: 'boolean', default: false },
      out: { type: 'string' },
      samples: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const wanted = values.only?.split(',');
  const unknown = wanted?.find((id) => !MEASURES.some((measure) => measure.id === id));
  if (unknown !== undefined) throw new Failure(`There is no measure "${unknown}"; see --help.`);
  const { browser } = values;
  if (browser !== undefined && browser !== 'chrome' && browser !== 'firefox') {
    throw new Failure(`--browser is chrome or firefox, not "${browser}".`);
  }
  const partial = values.quick || wanted !== undefined || browser !== undefined;
  return {
    measures: MEASURES.filter(({ id }) => wanted?.includes(id) ?? true),
    kinds: /** @type {BrowserKind[]} */ (browser ? [browser] : ['chrome', 'firefox']),
    quick: values.quick,
    partial,
    out: values.out ?? (partial ? null : 'docs/BENCHMARKS.md'),
    samples: values.samples ?? null,
    help: values.help,
  };
}
