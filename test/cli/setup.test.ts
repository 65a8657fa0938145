import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBuilt } from '../../src/cli/build.mjs';
import { dependenciesMatch, reason } from '../../src/cli/setup.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'whylag-setup-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, content: unknown, changedAt?: number): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  if (changedAt !== undefined) utimesSync(file, changedAt, changedAt);
}

test('installed packages are compared with the lock', () => {
  const vite = { version: '8.0.0', integrity: 'sha512-a' };
  const lock = (version: string) => ({
    packages: {
      '': {},
      'node_modules/vite': { ...vite, version },
      'node_modules/for-another-platform': { version: '1.0.0', optional: true },
    },
  });
  put('package.json', { devDependencies: { vite: '^8' } });
  put('package-lock.json', lock('8.0.0'));
  expect(dependenciesMatch(root)).toBe(false);
  put('node_modules/.package-lock.json', { packages: { 'node_modules/vite': vite } });
  expect(dependenciesMatch(root)).toBe(false);
  put('node_modules/vite/package.json', {});
  expect(dependenciesMatch(root)).toBe(true);
  put('package-lock.json', lock('8.0.1'));
  expect(dependenciesMatch(root)).toBe(false);
});

test('a build is stale when anything it is made of is newer', () => {
  expect(isBuilt(root)).toBe(false);
  put('src/a/b.ts', '', 1000);
  put('package.json', '', 1000);
  put('dist/chrome/manifest.json', '', 2000);
  put('dist/firefox/manifest.json', '', 2000);
  for (const folder of ['src/a', 'src']) utimesSync(join(root, folder), 1000, 1000);
  expect(isBuilt(root)).toBe(true);
  put('src/a/b.ts', '', 3000);
  expect(isBuilt(root)).toBe(false);
});

test('the line that says why a command failed', () => {
  expect(reason('npm error code EUSAGE\nnpm error\nnpm error `npm ci` needs a lock\n')).toBe(
    'npm error `npm ci` needs a lock',
  );
  expect(reason('Reading...\nE: Unable to locate package chromium\n')).toBe(
    'E: Unable to locate package chromium',
  );
  const vite =
    'error during build:\nBuild failed with 1 error:\n\n\u001b[31m[vite:x] \u001b[0mBad\n  at y';
  expect(reason(vite)).toBe('[vite:x] Bad');
  expect(reason('something\nelse\n\n')).toBe('else');
  expect(reason('')).toBe('no output');
});
