import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE, MODULES, VOICE_DIR } from './paths.mjs';

/**
 * The voice page is bundled, as the pages it stands for are: the detector is a module import and leaves
 * no global behind. Each state of its sources has its own folder, so a lab that is already running keeps
 * the page it started with.
 */
const PACKAGES = ['vite', '@ricky0123/vad-web', 'onnxruntime-web'];
/** Folders of other states may belong to a lab that runs now: only old ones are removed. */
const KEEP_MS = 24 * 3600_000;

async function fingerprint() {
  const hash = createHash('sha256');
  const sources = (await readdir(VOICE_DIR)).filter((name) => !name.endsWith('.d.ts')).sort();
  for (const name of sources) hash.update(name).update(await readFile(join(VOICE_DIR, name)));
  hash.update(await readFile(fileURLToPath(import.meta.url)));
  for (const name of PACKAGES) {
    const { version } = JSON.parse(await readFile(join(MODULES, name, 'package.json'), 'utf8'));
    hash.update(`${name}@${version}`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** @param {string} folder */
const exists = (folder) =>
  stat(join(folder, 'voice.html')).then(
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

/** @returns {Promise<string>} the folder with `voice.html` */
export async function buildVoicePage() {
  const builds = join(CACHE, 'built');
  const folder = join(builds, await fingerprint());
  if (await exists(folder)) return folder;
  await mkdir(builds, { recursive: true });
  const temporary = join(builds, `.making-${randomUUID()}`);
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: VOICE_DIR,
    base: '/',
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: temporary,
      emptyOutDir: true,
      rollupOptions: { input: join(VOICE_DIR, 'voice.html') },
      target: ['chrome116', 'firefox128'],
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
    },
  });
  try {
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process was faster: its result is the same.
    if (!(await exists(folder))) throw error;
  }
  await removeOld(builds, folder);
  return folder;
}
