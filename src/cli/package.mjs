import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from './build.mjs';
import { Failure, failureLine } from './failure.mjs';
import { runNpm } from './run.mjs';
import { ROOT } from './setup.mjs';
import { zipFolder } from './zip.mjs';

/** Builds what the stores take: a zip file for each browser, byte for byte the same from the same sources. */
async function main() {
  const { code } = await runNpm(['run', 'build'], { cwd: ROOT, show: true });
  if (code !== 0) throw new Failure('The build failed.');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const kind of ['chrome', 'firefox']) {
    const zip = zipFolder(join(ROOT, 'dist', kind));
    const file = join(ROOT, 'dist', `whylag-${version}-${kind}.zip`);
    writeFileSync(file, zip);
    console.log(`${createHash('sha256').update(zip).digest('hex')}  ${fromRoot(file)}`);
  }
}

try {
  await main();
} catch (error) {
  console.error(failureLine(error));
  process.exitCode = 1;
}
