import { expect, test } from 'vitest';
import { reportName } from '../../src/cli/report-files.mjs';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

test.each([
  ['https://example.org/a/b?c', 'example.org-2026-01-02-030405'],
  ['http://127.0.0.1:12393/', '127.0.0.1-12393-2026-01-02-030405'],
  ['http://[::1]:80/', '1-2026-01-02-030405'],
  ['http://[fe80::1]:8080/', 'fe80-1-8080-2026-01-02-030405'],
  ['https://bücher.example/', 'xn--bcher-kva.example-2026-01-02-030405'],
  ['http://con/', 'con-2026-01-02-030405'],
  ['file:///home/me/x.html', 'page-2026-01-02-030405'],
  ['about:blank', 'page-2026-01-02-030405'],
  ['', 'page-2026-01-02-030405'],
  ['../../etc/passwd', 'page-2026-01-02-030405'],
])('%s', (url, name) => {
  expect(reportName(url, AT)).toBe(name);
});

test('a host of any length gives a name that every file system takes', () => {
  const url = `http://${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example/`;
  const name = reportName(url, AT);
  expect(name).toMatch(/^[a-z0-9.-]+$/);
  expect(name.length).toBeLessThan(120);
});
