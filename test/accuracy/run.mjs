import { writeFileSync } from 'node:fs';
import { ensureBuilt } from '../../src/cli/build.mjs';
import { failureLine } from '../../src/cli/failure.mjs';
import { describeHost } from '../bench/machine.mjs';
import { HELP, parseAccuracyArguments } from './arguments.mjs';
import { CASES } from './cases/index.mjs';
import { countsOf, documentOf, resultOf, totalsTable } from './document.mjs';
import { runAll } from './drive/all.mjs';
import { librariesOf } from './libraries.mjs';
import { isGoalMet, labelOf, totalsOf } from './results.mjs';
import { guestFor } from './server/guest.mjs';

/** @param {import('./results.mjs').Outcome} outcome */
function progress(outcome) {
  const plain = `${resultOf(outcome)}, counts ${countsOf(outcome)}`.replaceAll('**', '');
  const late = outcome.latencyMs === null ? '' : ` after ${outcome.latencyMs} ms`;
  console.error(`${labelOf(outcome)}: ${plain}${late}`);
  for (const [id, summary] of Object.entries(outcome.found)) console.error(`  ${id}: ${summary}`);
}

/** @param {ReturnType<typeof parseAccuracyArguments>} options */
async function measure({ cases, kinds, out }) {
  const since = Date.now();
  await ensureBuilt();
  const libraries = librariesOf(CASES);
  const pages = [...new Set(CASES.map(({ page }) => page.split('?')[0] ?? ''))];
  const request = await guestFor(pages, Object.keys(libraries));
  const outcomes = [];
  /** @type {Partial<Record<import('./case.mjs').BrowserKind, string>>} */
  const versions = {};
  for (const kind of kinds) {
    const ran = await runAll(kind, cases, request, progress);
    outcomes.push(...ran.outcomes);
    versions[kind] = ran.version;
  }
  const minutes = (Date.now() - since) / 60_000;
  console.log(totalsTable(outcomes));
  if (out) {
    const circumstances = { host: describeHost(), versions, libraries, minutes };
    writeFileSync(out, documentOf(outcomes, circumstances));
  }
  return isGoalMet(totalsOf(outcomes));
}

try {
  const options = parseAccuracyArguments(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else if (options.list) for (const { name } of options.cases) console.log(name);
  else process.exitCode = (await measure(options)) ? 0 : 1;
} catch (error) {
  console.error(failureLine(error));
  process.exitCode = 1;
}
