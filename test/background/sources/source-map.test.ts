import { describe, expect, test } from 'vitest';
import { openSourceMap } from '../../../src/adapters/source-map';

/** One segment: column 0 is line 1, column 0 of the first source, with the first name. */
const ONE = 'AAAAA';
const map = (over: object = {}) => ({
  version: 3,
  sources: ['src/a.ts'],
  names: ['connect'],
  mappings: ONE,
  ...over,
});
const first = (value: unknown) => openSourceMap(JSON.stringify(value))?.at(1, 0) ?? null;
const FOUND = { source: 'src/a.ts', line: 1, column: 0, name: 'connect' };

test('a place is what the map says', () => {
  expect(first(map())).toEqual(FOUND);
  expect(first(map({ sourceRoot: '/root' }))?.source).toBe('/root/src/a.ts');
  expect(openSourceMap(`)]}'\n${JSON.stringify(map())}`)?.at(1, 0)).toEqual(FOUND);
});

test('in sections, too', () => {
  const sections = [
    { offset: { line: 0, column: 0 }, map: map() },
    { offset: { line: 2, column: 4 }, map: map({ sources: ['src/b.ts'] }) },
  ];
  const opened = openSourceMap(JSON.stringify({ version: 3, sections }));
  expect(opened?.at(1, 0)?.source).toBe('src/a.ts');
  expect(opened?.at(3, 9)?.source).toBe('src/b.ts');
});

test('where nothing is mapped there is nothing', () => {
  const opened = openSourceMap(JSON.stringify(map()));
  expect(opened?.at(2, 0)).toBeNull();
  expect(openSourceMap(JSON.stringify(map({ mappings: ';EAAA' })))?.at(2, 0)).toBeNull();
  expect(openSourceMap(JSON.stringify(map({ mappings: 'A' })))?.at(1, 0)).toBeNull();
});

describe('refused, not tried', () => {
  const nested = (depth: number): unknown =>
    depth === 0
      ? map()
      : { version: 3, sections: [{ offset: { line: 0, column: 0 }, map: nested(depth - 1) }] };
  const section = (offset: unknown, inner: unknown = map()) => ({
    version: 3,
    sections: [{ offset, map: inner }],
  });
  test.each([
    ['no object', 7],
    ['a list', []],
    ['another version', map({ version: 2 })],
    ['mappings that are no text', map({ mappings: [[[0, 0, 0, 0]]] })],
    ['no sources', map({ sources: null })],
    ['names that are no list', map({ names: 'connect' })],
    ['sections in sections', nested(2)],
    ['a section a billion lines down', section({ line: 1e9, column: 0 })],
    ['a section before the start', section({ line: -1, column: 0 })],
    ['a section nowhere', section(null)],
    ['a section without a map', section({ line: 0, column: 0 }, null)],
    ['too many lines', map({ mappings: ';'.repeat(600_000) })],
    ['too many mappings', map({ mappings: ONE.repeat(2_000_000) })],
    [
      'too many sections',
      { version: 3, sections: Array(1001).fill(section({ line: 0, column: 0 }).sections[0]) },
    ],
  ])('%s', (_name, value) => expect(openSourceMap(JSON.stringify(value))).toBeNull());

  test.each(['', 'no json', '{', '<!doctype html>', '['.repeat(100_000), 'null'])(
    'text that is no map: %.12s',
    (text) => expect(openSourceMap(text)).toBeNull(),
  );
});

test('what it names is text, whatever it is', () => {
  const evil = 'javascript:alert(1)//<img src=x onerror=alert(1)>';
  expect(first(map({ sources: [evil], names: [evil] }))).toMatchObject({
    source: evil,
    name: evil,
  });
  expect(first(map({ sources: [{ toString: 'x' }] }))).toBeNull();
  expect(first(map({ names: [{ evil }] }))?.name).toBeNull();
  // Indexes that lead nowhere, and before the beginning.
  expect(first(map({ mappings: 'AEAA' }))).toBeNull();
  expect(first(map({ mappings: 'ADAA' }))).toBeNull();
  expect(first(map({ mappings: 'AADA' }))).toBeNull();
});
