import { expect, test } from 'vitest';
import { Failure, failureLine } from '../../src/cli/failure.mjs';
import { plainText, shownUrl } from '../../src/cli/plain-text.mjs';

test.each([
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;owned\u0007title', 'title'],
  ['\u001b]8;;http://evil/\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['\u009b2Jcleared', 'cleared'],
  ['a\u001b', 'a'],
  ['one\r\ntwo\tthree\u2028four', 'one two three four'],
  ['a\bb\u0000c\u007fd', 'a b c d'],
  ['user\u202egnp.exe', 'usergnp.exe'],
  ['a\u200bb\ufeffc', 'abc'],
  ['héllo 你好 🔄', 'héllo 你好 🔄'],
])('%j becomes %j', (hostile, plain) => {
  expect(plainText(hostile)).toBe(plain);
});

test('an unterminated escape cannot hide in what is left', () => {
  for (const text of ['\u001b[', '\u001b[38;5', '\u001b]0;x', '\u001b\u001b[31m', '\u001b(']) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
    expect(plainText(`${text}\u001b[1m`)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  }
});

test('a failure is one line, whatever is in it', () => {
  expect(failureLine(new Failure('no\u001b[2J way\nat x.js:1'))).toBe('no way');
  expect(failureLine(new TypeError('x is undefined'))).toBe(
    'Whylag failed unexpectedly: x is undefined',
  );
  expect(failureLine(new Failure('y'.repeat(9000))).length).toBeLessThanOrEqual(500);
});

test.each([
  ['https://me:hunter2@example.org:8443/a/b?token=1#x', 'https://example.org:8443/a/b'],
  ['http://example.org', 'http://example.org/'],
  ['no url\u001b[31m', 'no url'],
])('%s is printed as %s', (url, shown) => {
  expect(shownUrl(url)).toBe(shown);
});
