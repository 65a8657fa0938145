import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * The patchers are bundled as a page's own bundler would, each with its scenario in it. Each state of
 * the sources and of the packages has its own folder.
 */
const HERE = fileURLToPath(new URL('.', import.meta.url));
const MODULES = fileURLToPath(new URL('../../../node_modules/', import.meta.url));
const BUILDS = join(MODULES, '.cache/whylag-patchers');
const PACKAGES = [
  'vite',
  'zone.js',
  '@sentry/browser',
  'mock-socket',
  'msw',
  '@mswjs/interceptors',
];

export const PATCHERS = ['zone', 'sentry', 'mock-socket', 'msw'];

async function fingerprint() {
  const hash = createHash('sha256');
  for (const name of (await readdir(HERE)).sort())
    hash.update(name).update(await readFile(join(HERE, name)));
  for (const name of PACKAGES)
    hash.update(await readFile(join(MODULES, name, 'package.json'), 'utf8'));
  return hash.digest('hex').slice(0, 16);
}

/** @returns {Promise<string>} the folder with one script for each of `PATCHERS` */
export async function buildPatchers() {
  const folder = join(BUILDS, await fingerprint());
  if (await stat(folder).catch(() => null)) return folder;
  const { build } = await import('vite');
  const making = join(BUILDS, `.making-${randomUUID()}`);
  for (const name of PATCHERS) {
    await build({
      configFile: false,
      root: HERE,
      logLevel: 'error',
      publicDir: false,
      build: {
        outDir: making,
        emptyOutDir: false,
        target: ['chrome116', 'firefox128'],
        reportCompressedSize: false,
        // Readable, so that the frames of an error are.
        minify: false,
        lib: {
          entry: join(HERE, `${name}.js`),
          formats: ['iife'],
          name: 'patcher',
          fileName: () => `${name}.js`,
        },
      },
    });
  }
  await rename(making, folder).catch(async (error) => {
    await rm(making, { recursive: true, force: true });
    // Another process was faster: its result is the same.
    if (!(await stat(folder).catch(() => null))) throw error;
  });
  return folder;
}
