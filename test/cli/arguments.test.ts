import { expect, test } from 'vitest';
import { parseStartArguments } from '../../src/cli/arguments.mjs';

test('without arguments the lab page is shown in Chromium', () => {
  expect(parseStartArguments([])).toEqual({
    url: undefined,
    headless: false,
    seconds: 20,
    browser: 'chrome',
    help: false,
  });
});

test('URL and options in any order', () => {
  const given = ['--headless', 'https://example.org/a?b#c', '--seconds=5', '--browser', 'firefox'];
  expect(parseStartArguments(given)).toMatchObject({
    url: 'https://example.org/a?b#c',
    headless: true,
    seconds: 5,
    browser: 'firefox',
  });
});

test.each([
  ['localhost:3000', 'http://localhost:3000/'],
  ['example.org/chat', 'http://example.org/chat'],
  ['HTTP://EXAMPLE.org', 'http://example.org/'],
  ['[::1]:8080', 'http://[::1]:8080/'],
])('%s is completed', (text, url) => {
  expect(parseStartArguments([text]).url).toBe(url);
});

test.each([
  [['--nope'], /^Unknown option '--nope'; npm start -- --help/],
  [['--seconds', '0'], /whole number/],
  [['--seconds', '1e9'], /whole number/],
  [['--seconds', 'ten'], /whole number/],
  [['--seconds'], /--help/],
  [['--browser', 'safari'], /chrome or firefox/],
  [['file:///etc/passwd'], /not the http/],
  [['javascript://x'], /not the http/],
  [['http://'], /not the http/],
  [['a', 'b'], /One URL/],
])('%j is refused', (argv, message) => {
  expect(() => parseStartArguments(argv)).toThrow(message);
});
