import { appendFileSync, writeFileSync } from 'node:fs';
import { ensureBuilt } from '../../src/cli/build.mjs';
import { failureLine } from '../../src/cli/failure.mjs';
import { HELP, parseBenchArguments } from './arguments.mjs';
import { documentOf } from './document.mjs';
import { startServer } from './drive/server.mjs';
import { describeMachine } from './machine.mjs';
import { countedRow } from './rows.mjs';

/**
 * A measure that fails is a row that says so: the half hour of the others is not lost.
 * @param {import('./measures/measure.mjs').Measure} measure
 * @param {import('./measures/measure.mjs').Surroundings} where
 */
async function rowsOf(measure, where) {
  const since = Date.now();
  try {
    return await measure.run(where);
  } catch (error) {
    const failed = `failed: ${failureLine(error)}`;
    return [countedRow(measure.id, where.kind, { extension: failed, goal: '', met: false })];
  } finally {
    console.error(`${measure.id}, ${where.kind}: ${Math.round((Date.now() - since) / 1000)} s`);
  }
}

/** @param {ReturnType<typeof parseBenchArguments>} options */
async function bench({ measures, kinds, quick, partial, out, samples }) {
  const since = Date.now();
  await ensureBuilt();
  const machine = await describeMachine(kinds);
  const server = await startServer();
  const sections = [];
  for (const measure of measures) {
    const rows = [];
    for (const kind of kinds) {
      const say = (/** @type {unknown[]} */ ...what) => {
        if (samples) appendFileSync(samples, `${JSON.stringify([measure.id, ...what])}\n`);
      };
      rows.push(...(await rowsOf(measure, { kind, server, quick, say })));
    }
    sections.push({ measure, rows });
  }
  await server.close();
  const text = documentOf(sections, machine, {
    partial,
    quick,
    minutes: (Date.now() - since) / 60_000,
  });
  console.log(text);
  if (out) writeFileSync(out, text);
  return sections.every(({ rows }) => rows.every((row) => !row.extension.startsWith('failed')));
}

try {
  const options = parseBenchArguments(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else process.exitCode = (await bench(options)) ? 0 : 1;
} catch (error) {
  console.error(failureLine(error));
  process.exitCode = 1;
}
