import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLIENTS } from './clients/clients.mjs';
import { CACHE, CLIENT_PAGES_DIR, MODULES, VOICE_DIR } from './paths.mjs';

/**
 * Pages that stand for bundled apps are bundled: their libraries are module imports and leave no global
 * behind. Each state of the sources has its own folder, so a lab that is already running keeps the
 * pages it started with.
 *
 * @typedef {object} Bundle
 * @property {string} builds the folder below the cache that holds its states; no other bundle's
 * @property {string} root
 * @property {string[]} [also] files outside of `root` that are bundled with it
 * @property {string[]} packages what is bundled with it, and how
 * @property {Record<string, string>} input
 * @property {string} proof a file that is there once it is built
 * @property {import('vite').UserConfig} [config]
 */

/** Folders of other states may belong to a lab that runs now: only old ones are removed. */
const KEEP_MS = 24 * 3600_000;

/** @param {Bundle} bundle */
async function fingerprint({ root, also = [], packages }) {
  const hash = createHash('sha256');
  const sources = (await readdir(root)).filter((name) => !name.endsWith('.d.ts')).sort();
  for (const name of sources) hash.update(name).update(await readFile(join(root, name)));
  for (const file of also) hash.update(file).update(await readFile(file));
  hash.update(await readFile(fileURLToPath(import.meta.url)));
  for (const name of packages) {
    const { version } = JSON.parse(await readFile(join(MODULES, name, 'package.json'), 'utf8'));
    hash.update(`${name}@${version}`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** @param {string} file */
const exists = (file) =>
  stat(file).then(
    () => true,
    () => false,
  );

/**
 * @param {string} builds
 * @param {string} current
 */
async function removeOld(builds, current) {
  for (const name of await readdir(builds)) {
    const folder = join(builds, name);
    const info = await stat(folder).catch(() => null);
    if (info && folder !== current && Date.now() - info.mtimeMs > KEEP_MS) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/**
 * @param {Bundle} bundle
 * @returns {Promise<string>} the folder with what was built
 */
export async function make(bundle) {
  const builds = join(CACHE, bundle.builds);
  const folder = join(builds, await fingerprint(bundle));
  const proof = join(folder, bundle.proof);
  if (await exists(proof)) return folder;
  await mkdir(builds, { recursive: true });
  const temporary = join(builds, `.making-${randomUUID()}`);
  const { build, mergeConfig } = await import('vite');
  await build(
    mergeConfig(
      {
        configFile: false,
        root: bundle.root,
        base: '/',
        logLevel: 'warn',
        publicDir: false,
        build: {
          outDir: temporary,
          emptyOutDir: true,
          rollupOptions: { input: bundle.input },
          target: ['chrome116', 'firefox128'],
          reportCompressedSize: false,
          chunkSizeWarningLimit: 2000,
        },
      },
      bundle.config ?? {},
    ),
  );
  try {
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process was faster: its result is the same.
    if (!(await exists(proof))) throw error;
  }
  await removeOld(builds, folder);
  return folder;
}

/** @returns {Promise<string>} the folder with `voice.html` */
export const buildVoicePage = () =>
  make({
    builds: 'built',
    root: VOICE_DIR,
    packages: ['vite', '@ricky0123/vad-web', 'onnxruntime-web'],
    input: { voice: join(VOICE_DIR, 'voice.html') },
    proof: 'voice.html',
  });

/** @type {Promise<string> | undefined} */
let clientPages;

/**
 * A script per client library, and what they share. Built when first asked for: most labs need none.
 *
 * @returns {Promise<string>} the folder with `<name>.js`
 */
export function buildClientPages() {
  clientPages ??= make({
    builds: 'built-clients',
    root: CLIENT_PAGES_DIR,
    packages: ['vite', ...CLIENTS.map(({ library }) => library)],
    input: Object.fromEntries(
      [...CLIENTS.map(({ name }) => name), 'held'].map((name) => [
        name,
        join(CLIENT_PAGES_DIR, `${name}.js`),
      ]),
    ),
    proof: 'held.js',
    config: {
      base: '/clients/built/',
      // sockjs-client was written for bundlers that gave it Node's name for it.
      define: { global: 'globalThis' },
      build: { minify: false, rollupOptions: { output: { entryFileNames: '[name].js' } } },
    },
  });
  return clientPages;
}
