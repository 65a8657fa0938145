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
  [['--seconds', '-1'], /^--seconds needs a whole number from 1 to 86400, not "-1"/],
  [['--seconds=-1'], /whole number .* not "-1"/],
  [['--browser', 'safari'], /chrome or firefox/],
  [['file:///etc/passwd'], /not the http/],
  [['javascript://x'], /not the http/],
  [['http://'], /not the http/],
  [['a', 'b'], /One URL/],
])('%j is refused', (argv, message) => {
  expect(() => parseStartArguments(argv)).toThrow(message);
});

test('a refusal repeats no secret of the URL', () => {
  const refusal = (argv: string[]) => {
    try {
      parseStartArguments(argv);
    } catch (error) {
      return String(error);
    }
    return '';
  };
  expect(refusal(['ftp://me:hunter2@example.org/a?token=t0p#s3cret'])).toMatch(/example\.org\/a"/);
  for (const argv of [['ftp://me:hunter2@example.org/a?token=t0p#s3cret'], ['a?t0p', 'b#s3cret']])
    expect(refusal(argv)).not.toMatch(/hunter2|t0p|s3cret/);
});
