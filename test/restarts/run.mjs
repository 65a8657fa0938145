import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../src/cli/build.mjs';
import { failureLine } from '../../src/cli/failure.mjs';
import { launchWithExtension } from '../../src/cli/launch.mjs';
import { describeHost } from '../bench/machine.mjs';
import { claimsOf, documentOf, lostIn, tableOf } from './document.mjs';
import { isTrue, suffer } from './drive/claims.mjs';
import { FAULTS } from './drive/faults.mjs';
import { stopAgainAndAgain } from './drive/stops.mjs';

/** @typedef {import('./document.mjs').Row} Row @typedef {import('./document.mjs').BrowserKind} BrowserKind */

const HELP = `Restarts everything that can be restarted, and compares what is counted with the server's own account.

  npm run restarts -- [--browser chrome|firefox] [--stops 100] [--times 5] [--seed N] [--out FILE]

A run of both browsers writes docs/RESTARTS.md, if no other file is given.
`;

/** @param {Row} row */
const progress = (row) =>
  console.error(`${row.kind}: ${row.fault}, ${row.times} times: ${lostIn(row)}`);

/**
 * @param {BrowserKind} kind
 * @param {{ stops: number, times: number, seed: number }} how
 */
async function sufferAll(kind, { stops, times, seed }) {
  const session = await launchWithExtension({ browser: kind });
  /** @type {Row[]} */
  const rows = [];
  /** @param {Row} row */
  const add = (row) => {
    rows.push(row);
    progress(row);
  };
  try {
    const outcome = await stopAgainAndAgain(session, { stops, seed });
    const fault = 'the background is stopped during a storm in three tabs';
    add({ fault, kind, times: outcome.stops, claims: claimsOf(outcome) });
    for (const { name, onlyIn, ...rest } of FAULTS) {
      if ((onlyIn ?? kind) !== kind) continue;
      const claims = [];
      for (let i = 0; i < times; i++) claims.push(...(await suffer(session, { name, ...rest })));
      add({ fault: name, kind, times, claims });
    }
    return { rows, version: session.version };
  } finally {
    await session.close();
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      browser: { type: 'string' },
      stops: { type: 'string', default: '100' },
      times: { type: 'string', default: '5' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      out: { type: 'string' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return true;
  }
  const since = Date.now();
  const seed = Number(values.seed);
  console.error(`seed ${seed}`);
  await ensureBuilt();
  const how = { stops: Number(values.stops), times: Number(values.times), seed };
  const kinds = /** @type {BrowserKind[]} */ (
    values.browser ? [values.browser] : ['chrome', 'firefox']
  );
  const seen = [];
  for (const kind of kinds) seen.push(await sufferAll(kind, how));
  const rows = seen.flatMap((one) => one.rows);
  console.log(tableOf(rows));
  const out = values.out ?? (values.browser ? null : 'docs/RESTARTS.md');
  if (out) {
    const browsers = seen.map(({ version }) => version);
    const minutes = (Date.now() - since) / 60_000;
    writeFileSync(out, documentOf(rows, { host: describeHost(), browsers, seed, minutes }));
  }
  return rows.every(({ claims }) => claims.every(isTrue));
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(failureLine(error));
  process.exitCode = 1;
}
