import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../../../src/cli/setup.mjs';
import { countedRow } from '../rows.mjs';

const KIB = 1024;

/** What every page gets, and how much of it there may be. */
export const SCRIPTS = /** @type {const} */ ([
  { name: 'page script', file: 'src/page/page.iife.js', most: 6 * KIB },
  { name: 'bridge', file: 'src/bridge/bridge.iife.js', most: 2 * KIB },
]);

/**
 * As the program makes it, where there is one: Node's own zlib packs a little tighter.
 * @param {string} file
 */
export const gzipped = (file) => {
  try {
    return execFileSync('gzip', ['-9', '-c', file]).length;
  } catch {
    return gzipSync(readFileSync(file), { level: 9 }).length;
  }
};

/** @param {'chrome' | 'firefox'} kind */
export const distOf = (kind) => join(ROOT, 'dist', kind);

/** @type {import('./measure.mjs').Measure} */
export const sizes = {
  id: 'sizes',
  title: 'Size',
  method: ['The built scripts after `gzip -9`, and the manifest as it was built.'],
  async run({ kind }) {
    const dist = distOf(kind);
    const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
    const resources = manifest.web_accessible_resources?.length ?? 0;
    return [
      ...SCRIPTS.map(({ name, file, most }) => {
        const size = gzipped(join(dist, file));
        return countedRow(name, kind, {
          extension: `${size} B`,
          goal: `≤ ${most} B`,
          met: size <= most,
        });
      }),
      countedRow('`web_accessible_resources`', kind, {
        extension: String(resources),
        goal: '0',
        met: resources === 0,
      }),
    ];
  },
};
