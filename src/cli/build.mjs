import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Failure } from './failure.mjs';
import { runNpm } from './run.mjs';
import { ROOT, reason } from './setup.mjs';

const SOURCES = ['src', 'public', 'manifest.json', 'package.json', 'vite.config.ts'];

/**
 * The newest change in a file or folder; a folder's own time tells of files taken away.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) return 0;
  const inside = entry.isDirectory()
    ? readdirSync(path).map((name) => newest(join(path, name)))
    : [];
  return Math.max(entry.mtimeMs, ...inside);
}

/**
 * Whether both packages are there and newer than all they are made of.
 * @param {string} root
 */
export function isBuilt(root) {
  const made = ['chrome', 'firefox'].map((kind) => join(root, 'dist', kind, 'manifest.json'));
  if (!made.every((file) => existsSync(file))) return false;
  const oldest = Math.min(...made.map((file) => statSync(file).mtimeMs));
  return SOURCES.every((source) => newest(join(root, source)) < oldest);
}

export async function ensureBuilt() {
  if (isBuilt(ROOT)) return;
  console.log('Building dist/chrome and dist/firefox ...');
  const { code, output } = await runNpm(['run', 'build'], { cwd: ROOT });
  if (code !== 0) {
    throw new Failure(`The build failed: ${reason(output)} (npm run build shows it all)`);
  }
}

/** Where the two packages are, and how a person loads them. */
export function loadingInstructions() {
  const [chrome, firefox] = ['chrome', 'firefox'].map((kind) => join(ROOT, 'dist', kind));
  return [
    'The extension, ready to be loaded by hand:',
    `  Chrome   ${chrome}`,
    '           chrome://extensions, switch on "Developer mode", "Load unpacked", choose the folder',
    `  Firefox  ${firefox}`,
    '           about:debugging#/runtime/this-firefox, "Load Temporary Add-on", choose its manifest.json',
    'Tabs that are open already have to be reloaded.',
  ].join('\n');
}

/** @param {string} file */
export const fromRoot = (file) => relative(process.cwd(), file) || file;
