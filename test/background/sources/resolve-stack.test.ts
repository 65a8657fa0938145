import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { openSourceMap } from '../../../src/adapters/source-map';
import { type MappedScript, resolveStack } from '../../../src/background/sources/resolve-stack';
import { frameOf } from '../../../src/background/sources/stack-frame';
import { buildMapped } from '../../lab/mapped.mjs';

const URL_ = 'https://a.example/assets/app.js';
const source = readFileSync(new URL('../../lab/mapped/connection.js', import.meta.url), 'utf8');
/** Where a text stands in the source, as `line`. */
const lineOf = (text: string): number =>
  source.split('\n').findIndex((line) => line.includes(text)) + 1;

let mapped: MappedScript;
/** The stack of the bundle's own socket, as the engine words it. */
let stack = '';

beforeAll(async () => {
  const { script, map } = await buildMapped();
  mapped = { text: script, map: openSourceMap(map) as NonNullable<MappedScript['map']> };
  class WebSocket {
    constructor() {
      stack = (new Error('x').stack ?? '').split('\n').slice(2).join('\n');
    }
  }
  class AudioContext {
    createGain() {
      return { connect() {} };
    }
  }
  const context = {
    WebSocket,
    AudioContext,
    setTimeout,
    location: { origin: 'https://a.example' },
  };
  vm.runInNewContext(script, context, { filename: URL_ });
});

const resolved = (text: string): string[] =>
  (resolveStack(text, new Map([[URL_, mapped]])) ?? '').split('\n');

const expected = () => [
  expect.stringMatching(
    `^ReconnectingClient.openConnection \\(connection\\.js:${lineOf('new WebSocket')}:\\d+\\)$`,
  ),
  expect.stringMatching(
    `^keepConnected \\(connection\\.js:${lineOf('client.openConnection()')}:\\d+\\)$`,
  ),
];

test('a minified frame has the file, the line and the function that a person wrote', () => {
  expect(stack).toMatch(/app\.js:1:\d+/);
  const [first, second, ...rest] = resolved(stack);
  expect([first, second]).toEqual(expected());
  expect(rest.join()).toMatch(/connectEverything \(connection\.js:/);
  expect(rest.join()).toMatch(/app\.js:/);
});

test('in the words of Firefox, too', () => {
  const words = stack
    .split('\n')
    .flatMap((line) => frameOf(line) ?? [])
    .map(({ name, url, line, column }) => `${name}@${url}:${line}:${column}`);
  // Firefox names a method by itself.
  const [first = '', ...rest] = words;
  const [one, two] = resolved([first.replace(/^[^@]*\./, ''), ...rest].join('\n'));
  expect(one).toMatch(/^openConnection \(connection\.js:/);
  expect(two).toEqual(expected()[1]);
});

test('what has no map stays as it is', () => {
  const other = 'at f (https://a.example/other.js:1:2)';
  const lines = resolved(`${other}\n${stack}\nat <anonymous>`);
  expect(lines[0]).toBe(other);
  expect(lines[1]).toEqual(expected()[0]);
  expect(lines.at(-1)).toBe('at <anonymous>');
  expect(resolveStack(other, new Map([[URL_, mapped]]))).toBeNull();
});

test('a script that has changed since resolves nothing: the place is not in it', () => {
  const at = (line: number, column: number) =>
    resolveStack(`at f (${URL_}:${line}:${column})`, new Map([[URL_, mapped]]));
  expect(at(99, 1)).toBeNull();
  expect(at(1, 999_999)).toBeNull();
  expect(at(1, 0)).toBeNull();
});

describe('a frame', () => {
  test.each([
    ['at connect (https://a.b/x.js:1:2)', 'connect', 'https://a.b/x.js', 1, 2],
    ['at https://a.b/x.js:10:20', '', 'https://a.b/x.js', 10, 20],
    ['at async Client.open (https://a.b/x.js:1:2)', 'Client.open', 'https://a.b/x.js', 1, 2],
    ['at new e (https://a.b/x.js:1:2)', 'e', 'https://a.b/x.js', 1, 2],
    ['at Object.f [as g] (https://a.b/x.js:1:2)', 'Object.f', 'https://a.b/x.js', 1, 2],
    ['connect@https://a.b/x.js:1:2', 'connect', 'https://a.b/x.js', 1, 2],
    ['async*open/<@https://a.b/x.js:1:2', 'open', 'https://a.b/x.js', 1, 2],
    ['open/this.socket.onclose/<@https://a.b/x.js:1:2', 'open', 'https://a.b/x.js', 1, 2],
    ['@https://a.b/x.js:1:2', '', 'https://a.b/x.js', 1, 2],
    ['f@https://cdn.b/npm/@s/p@1.2/(x).js:1:2', 'f', 'https://cdn.b/npm/@s/p@1.2/(x).js', 1, 2],
  ])('%s', (text, name, url, line, column) => {
    expect(frameOf(text)).toEqual({ name, url, line, column });
  });

  test.each([
    'at <anonymous>',
    'at f (file:///etc/passwd:1:2)',
    'at f (javascript:alert(1):1:2)',
    'at eval (eval at f (https://a.b/x.js:1:2), <anonymous>:1:1)',
    'f@https://a.b/x.js line 3 > eval:1:1',
    'at f (https://a.b/x.js)',
    '',
  ])('%s is none', (text) => expect(frameOf(text)).toBeNull());
});
