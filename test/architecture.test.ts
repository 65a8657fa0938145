import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DETECTORS } from '../src/core/detectors';
import type { Detector } from '../src/core/detectors/detector';
import { FINDING_IDS } from '../src/core/report';

/*
 * The folder list is the data flow (docs/ARCHITECTURE.md):
 * page → bridge → background → views, all of them on core and protocol.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

const SOURCES = filesIn('src').filter((file) => /\.(ts|tsx|mjs|js)$/.test(file));

interface Import {
  from: string;
  /** Nothing of it is left at run time. */
  typeOnly: boolean;
}

/** The import and re-export statements of a file, read simply: each of ours stands at a line's start. */
const importsOf = (text: string): Import[] => {
  const found: Import[] = [];
  for (const [, head = '', from = ''] of text.matchAll(
    /^(?:import|export)\b([^'"`;]*?)\bfrom\s*['"]([^'"]+)['"]/gm,
  )) {
    const names =
      /\{([^}]*)\}/
        .exec(head)?.[1]
        ?.split(',')
        .map((name) => name.trim()) ?? [];
    const inline = names.filter(Boolean);
    const typeOnly =
      /^\s*type\b/.test(head) ||
      (/^\s*\{/.test(head) &&
        inline.length > 0 &&
        inline.every((name) => name.startsWith('type ')));
    found.push({ from, typeOnly });
  }
  for (const [, from = ''] of text.matchAll(/^import\s*['"]([^'"]+)['"]/gm))
    found.push({ from, typeOnly: false });
  for (const [, from = ''] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g))
    found.push({ from, typeOnly: /typeof import\(/.test(text) });
  return found;
};

/** `src/core/x` → `core`; a package keeps its name. */
const targetOf = (file: string, from: string): string => {
  if (!from.startsWith('.')) return `package ${from}`;
  return normalize(join(dirname(file), from)).replace(/^src\//, '');
};

/** What a folder may import: at run time, and as types alone. */
const RULES: Record<string, { may: string[]; types?: string[] }> = {
  core: { may: ['core'], types: ['protocol'] },
  protocol: { may: ['protocol', 'package valibot'], types: ['core'] },
  page: { may: ['page'], types: ['protocol', 'core'] },
  bridge: { may: ['bridge', 'protocol'], types: ['package webextension-polyfill'] },
  adapters: { may: ['adapters', 'protocol', 'package '], types: ['core'] },
  background: { may: ['background', 'core', 'protocol', 'adapters'] },
  views: {
    may: ['views', 'protocol', 'adapters', 'package preact', 'package @preact/'],
    types: ['core'],
  },
};
/**
 * Exceptions, each with its reason.
 * - Constants that two worlds must agree on (limits, names of events) are inlined into each bundle.
 * - The one table of voice detectors is read by page, bridge and core.
 * - An address is cut in the bridge as everywhere else.
 * - The guards check against the one list of resource kinds.
 * - The history's store keeps its rows within the core's limits, and fails in the core's words.
 * - Views draw numbers and words with the formats that the report's Markdown is written in.
 */
const EXCEPTIONS: Record<string, string[]> = {
  core: ['protocol/vad-rules'],
  page: ['protocol/facts', 'protocol/handshake', 'protocol/vad-rules'],
  bridge: ['core/address'],
  adapters: ['core/history/shape', 'core/history/store'],
  protocol: ['core/report'],
  views: ['core/format', 'core/evidence-label', 'core/markdown-text', 'core/report'],
};

describe('imports', () => {
  const folderOf = (file: string): string => file.split('/')[1] ?? '';
  const checked = SOURCES.filter((file) => folderOf(file) in RULES);

  test.each(checked)('%s', (file) => {
    const folder = folderOf(file);
    const rule = RULES[folder] ?? { may: [] };
    const isIn = (target: string, names: string[]): boolean =>
      names.some(
        (name) =>
          target === name ||
          target.startsWith(name.endsWith('/') ? name : `${name}/`) ||
          (name === 'package ' && target.startsWith(name)),
      );
    const forbidden = importsOf(textOf(file))
      .map(({ from, typeOnly }) => ({ target: targetOf(file, from), typeOnly }))
      .filter(({ target }) => !/\.(css|html|svg|png)$/.test(target))
      .filter(
        ({ target, typeOnly }) =>
          !isIn(target, rule.may) &&
          !(typeOnly && isIn(target, rule.types ?? [])) &&
          !(EXCEPTIONS[folder] ?? []).includes(target),
      )
      .map(({ target }) => target);
    expect(forbidden).toEqual([]);
  });

  test('every folder of the extension has its rule', () => {
    const folders = new Set(SOURCES.map(folderOf));
    // The commands run in Node beside the extension, and import nothing of it.
    folders.delete('cli');
    expect([...folders].filter((folder) => !(folder in RULES))).toEqual([]);
  });

  test('the reader of import statements sees each form', () => {
    const text = [
      "import type { A } from './a';",
      "import { type B, type C } from './b';",
      "import { type D, e } from './c';",
      "import f, {\n  g,\n} from './d';",
      "import * as h from './e';",
      "import './f';",
      "export { i } from './g';",
      "export type { j } from './h';",
      "const k = await import('./i');",
    ].join('\n');
    const seen = importsOf(text).map(({ from, typeOnly }) => `${from}${typeOnly ? ' type' : ''}`);
    expect(seen.sort()).toEqual(
      ['./a type', './b type', './c', './d', './e', './f', './g', './h type', './i'].sort(),
    );
  });
});

test('only src/adapters/browser.ts imports webextension-polyfill at run time', () => {
  const importers = SOURCES.filter((file) =>
    importsOf(textOf(file)).some((i) => i.from === 'webextension-polyfill' && !i.typeOnly),
  );
  expect(importers).toEqual(['src/adapters/browser.ts']);
});

describe('the core is pure', () => {
  const FORBIDDEN =
    /\b(Date\.now|new Date\(\)|performance\.|Math\.random|setTimeout|setInterval|document\.|window\.|navigator\.|globalThis|localStorage|fetch\(|chrome\.|browser\.runtime|indexedDB|crypto\.)/;
  test.each(SOURCES.filter((file) => file.startsWith('src/core/')))('%s', (file) => {
    const code = textOf(file)
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/(^|\s)\/\/.*$/gm, '')
      .replace(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, "''");
    expect(code).not.toMatch(FORBIDDEN);
  });
});

describe('detectors', () => {
  const folder = 'src/core/detectors';
  const names = readdirSync(join(root, folder))
    .filter((name) => name !== 'detector.ts' && name !== 'index.ts')
    .map((name) => name.replace(/\.ts$/, ''));

  test('there are some', () => {
    expect(names.length).toBeGreaterThan(2);
  });

  test.each(names)(
    '%s: its file is named by its id, it is listed and has its look-alike test',
    async (name) => {
      const file = pathToFileURL(join(root, folder, `${name}.ts`)).href;
      const module: Record<string, Detector> = await import(file);
      const detectors = Object.values(module).filter(
        (value) => typeof value?.detect === 'function',
      );
      expect(detectors.map((detector) => detector.id)).toEqual([name]);
      expect(FINDING_IDS).toContain(name);
      expect(DETECTORS).toContain(detectors[0]);
      const test = `test/core/detectors/${name}.test.ts`;
      expect(existsSync(join(root, test)), test).toBe(true);
      expect(textOf(test)).toMatch(/(?:test(?:\.each\([\s\S]*?\))?\(|\[)\s*['"`]silent: /);
    },
  );

  test('none is listed twice, none is listed without a file', () => {
    const ids = DETECTORS.map((detector) => detector.id);
    expect([...ids].sort()).toEqual([...names].sort());
  });
});

describe('files', () => {
  test.each(SOURCES)('%s is small and has a name of its own', (file) => {
    expect(textOf(file).split('\n').length - 1).toBeLessThanOrEqual(250);
    expect(file).not.toMatch(/(^|\/)(utils?|helpers?|misc|common)\b/i);
  });
});
