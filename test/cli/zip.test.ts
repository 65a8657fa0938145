import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { zipFolder } from '../../src/cli/zip.mjs';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'whylag-zip-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const FILES: [string, string][] = [
  ['manifest.json', '{"a":1}'],
  ['assets/b.js', 'b'.repeat(5000)],
  ['assets/a.js', 'a'],
  ['Z.txt', ''],
];
const write = (name: string, files: readonly [string, string][]): string => {
  const folder = join(dir, name);
  for (const [file, text] of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
};

test('holds every file as it is, in the order of names', () => {
  const entries = unzipSync(zipFolder(write('one', FILES)));
  expect(Object.keys(entries)).toEqual(['Z.txt', 'assets/a.js', 'assets/b.js', 'manifest.json']);
  for (const [file, text] of FILES) expect(new TextDecoder().decode(entries[file])).toBe(text);
});

test('is the same whoever made the files, when, in which order, and in which folder', () => {
  const one = write('one', FILES);
  const two = write('a-longer-name/two', FILES.toReversed());
  for (const [file] of FILES) utimesSync(join(two, file), 1e9, 1e9);
  chmodSync(join(two, 'Z.txt'), 0o600);
  const zone = process.env.TZ;
  const first = zipFolder(one);
  process.env.TZ = 'Pacific/Kiritimati';
  const second = zipFolder(two);
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
});

test('is another one where a file differs', () => {
  const one = zipFolder(write('one', FILES));
  const two = zipFolder(write('two', [...FILES, ['more', 'x']]));
  const three = zipFolder(write('three', [['Z.txt', 'z'], ...FILES.slice(0, 3)]));
  expect(Buffer.from(two).equals(Buffer.from(one))).toBe(false);
  expect(Buffer.from(three).equals(Buffer.from(one))).toBe(false);
});
