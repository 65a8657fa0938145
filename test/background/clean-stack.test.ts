import { expect, test } from 'vitest';
import { cleanStack } from '../../src/background/clean-stack';
import { LIMITS } from '../../src/protocol/facts';

const OWN = 'chrome-extension://abc/';
const clean = (...lines: string[]): string => cleanStack(lines.join('\n'), OWN);

test.each([
  ['a query', 'at f (https://h/a.js?token=x:1:2)', 'at f (https://h/a.js:1:2)'],
  ['a fragment', 'at https://h/a.js#secret:1:2', 'at https://h/a.js:1:2'],
  ['a query with brackets', 'at f (https://h/a.js?a=)secret(:1:2)', 'at f (https://h/a.js:1:2)'],
  ['a query with colons', 'f@https://h/a.js?t=1:2:3:4:5', 'f@https://h/a.js:4:5'],
  ['credentials', 'at f (http://me:pa55@h/a.js:1:2)', 'at f (http://h/a.js:1:2)'],
  ['credentials, in Firefox', 'f@http://me:pa55@h/a.js:1:2', 'f@http://h/a.js:1:2'],
  ['content', 'at data:text/javascript,/*SECRET*/x():1:2', 'at data::1:2'],
  ['a private method', 'at C.#connect (https://h/a.js:1:2)', 'at C.#connect (https://h/a.js:1:2)'],
  ['a private method, in Firefox', '#retry@https://h/a.js:1:2', '#retry@https://h/a.js:1:2'],
  ['no address', 'at <anonymous>', 'at <anonymous>'],
])('%s', (_name, line, expected) => {
  expect(clean(line)).toBe(expected);
});

test('our own frames and the heading go, six are kept', () => {
  const frames = Array.from({ length: 9 }, (_, i) => `    at f${i} (https://h/a.js:${i}:1)`);
  const stack = clean('Error', `    at x (${OWN}src/page/page.iife.js:1:2)`, ...frames);
  expect(stack.split('\n')).toHaveLength(6);
  expect(stack.startsWith('at f0 ')).toBe(true);
  expect(clean('construct@<anonymous code>:1:2', 'f@https://h/a.js:1:2')).toBe(
    'f@https://h/a.js:1:2',
  );
});

test('at most so long', () => {
  expect(clean(`at ${'x'.repeat(9000)} (https://h/a.js:1:2)`).length).toBe(LIMITS.stack);
});

test('credentials go where an address is broken, too; a scoped package stays', () => {
  expect(cleanStack('f (https:x//me:secret@h/a.js:1:2)', OWN)).toBe('f (https:x//h/a.js:1:2)');
  expect(cleanStack('f (https://h//@scope/a.js:1:2)', OWN)).toBe('f (https://h//@scope/a.js:1:2)');
});

test('a query goes up to the end, whatever ends a line for others', () => {
  expect(cleanStack('f https://h/a?token=secret\u2028secret', OWN)).toBe('f https://h/a');
});
