import { failureLine } from './failure.mjs';
import { onSignals } from './lifetime.mjs';
import { runNpm, stopChildren } from './run.mjs';
import { ensureBrowser, ensureDependencies, ensurePulse, ensureSpeech, ROOT } from './setup.mjs';

const SCRIPTS = ['typecheck', 'lint', 'test:unit', 'build', 'lint:package', 'test:browser'];

/** @typedef {{ name: string, seconds: number, code: number }} Step */

/** All the machine needs: npm's packages, both browsers, their voice and sound. */
async function setUp() {
  await ensureDependencies();
  await ensureBrowser('chrome');
  await ensureBrowser('firefox');
  await ensureSpeech();
  await ensurePulse();
}

/**
 * @param {string} name
 * @param {() => Promise<number>} work
 * @returns {Promise<Step>}
 */
async function timed(name, work) {
  console.log(`\n== ${name}`);
  const start = Date.now();
  const code = await work();
  return { name, code, seconds: (Date.now() - start) / 1000 };
}

async function prepare() {
  try {
    await setUp();
    return 0;
  } catch (error) {
    console.error(failureLine(error));
    return 1;
  }
}

async function main() {
  const steps = [await timed('setup', prepare)];
  for (const name of SCRIPTS) {
    if (steps.at(-1)?.code !== 0) break;
    const script = async () => (await runNpm(['run', name], { cwd: ROOT, show: true })).code;
    steps.push(await timed(`npm run ${name}`, script));
  }
  const failed = steps.filter(({ code }) => code !== 0);
  console.log('\n== summary');
  for (const { name, code, seconds } of steps) {
    console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${name.padEnd(22)} ${seconds.toFixed(1)} s`);
  }
  console.log(`${steps.length - failed.length} passed, ${failed.length} failed`);
  return failed[0]?.code ?? 0;
}

onSignals(async (exitCode) => {
  await stopChildren();
  process.exit(exitCode);
});
process.exit(await main());
