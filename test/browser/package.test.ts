import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../../src/cli/build.mjs';
import { ROOT } from '../../src/cli/setup.mjs';
import { zipFolder } from '../../src/cli/zip.mjs';
import { distOf } from '../bench/measures/sizes.mjs';

/* What the stores get: nothing that runs text or loads code, and the same bytes wherever it is built. */

const run = promisify(execFile);
const KINDS = ['chrome', 'firefox'] as const;
const SOURCES = [
  'src',
  'public',
  'manifest.json',
  'package.json',
  'tsconfig.json',
  'vite.config.ts',
];

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

beforeAll(ensureBuilt);

describe.each(KINDS)('the package for %s', (kind) => {
  const scripts = () => filesIn(distOf(kind)).filter((file) => file.endsWith('.js'));

  test('makes no code from text and loads none from elsewhere', () => {
    expect(scripts().length).toBeGreaterThan(3);
    for (const file of scripts()) {
      const code = readFileSync(file, 'utf8');
      expect(code, file).not.toMatch(
        /\beval\(|\bnew Function\b|\bFunction\(["'`]|importScripts|\bimport\(|set(Timeout|Interval)\(["'`]/,
      );
      expect(code, file).not.toMatch(/\b(from|import)\s*["'](https?:)?\/\//);
      expect(code, file).not.toMatch(/^\/\/# sourceMappingURL/m);
    }
  });

  test('its pages have no script and no style of their own, and load only what is in it', () => {
    const pages = filesIn(distOf(kind)).filter((file) => file.endsWith('.html'));
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages) {
      const html = readFileSync(page, 'utf8');
      const bodies = [...html.matchAll(/<(script|style)\b[^>]*>([^<]*)</g)];
      for (const [, , inside = ''] of bodies) expect(inside.trim()).toBe('');
      expect(html).not.toMatch(/\son\w+=|javascript:|\sstyle=/i);
      for (const [, address = ''] of html.matchAll(/\s(?:src|href)="([^"]*)"/g))
        expect(address).toMatch(/^\/(assets|icons)\//);
    }
  });

  test('asks for what the manifest in the sources asks for, under the same policy', () => {
    const built = JSON.parse(readFileSync(join(distOf(kind), 'manifest.json'), 'utf8'));
    const source = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8'));
    for (const key of ['permissions', 'host_permissions', 'content_security_policy'])
      expect(built[key]).toEqual(source[key]);
    for (const key of [
      'externally_connectable',
      'web_accessible_resources',
      'optional_permissions',
    ])
      expect(built).not.toHaveProperty(key);
  });
});

describe('built anew in another folder', () => {
  let folder = '';
  beforeAll(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'whylag-built-')), 'in/another/folder');
    mkdirSync(folder, { recursive: true });
    for (const source of SOURCES)
      cpSync(join(ROOT, source), join(folder, source), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    // What a shell may say must not matter.
    const env = {
      ...process.env,
      NODE_ENV: 'development',
      TZ: 'Pacific/Kiritimati',
      LANG: 'tr_TR.UTF-8',
    };
    for (const kind of KINDS)
      await run(
        process.execPath,
        [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--mode', kind],
        { cwd: folder, env },
      );
  });
  afterAll(() => rmSync(folder.split('/in/')[0] as string, { recursive: true, force: true }));

  test.each(KINDS)('the package for %s is the same, byte for byte', (kind) => {
    const [here, there] = [distOf(kind), join(folder, 'dist', kind)].map(zipFolder) as [
      Uint8Array,
      Uint8Array,
    ];
    expect(Buffer.from(there).equals(Buffer.from(here))).toBe(true);
  });
});
