import { expect, test } from 'vitest';
import { withOpenTabs } from '../../src/core/service-workers';

const worker = (scope: string) => ({
  scope,
  scriptUrl: `${scope}sw.js`,
  state: 'activated',
  openTabs: 9,
  handshakes: null,
});
const counts = (scopes: string[], urls: string[]) =>
  withOpenTabs(scopes.map(worker), urls).map(({ openTabs }) => openTabs);

test('a page belongs to the longest scope that holds it, and to no other', () => {
  const scopes = ['https://a.example/', 'https://a.example/push/'];
  const urls = ['https://a.example/', 'https://a.example/room?x=1', 'https://a.example/push/1'];
  expect(counts(scopes, urls)).toEqual([2, 1]);
});

test('silent: other origins, other ports and pages beside the scope are not counted', () => {
  const urls = [
    'https://a.example.evil.example/',
    'https://a.example:8443/app/',
    'http://a.example/app/',
    'https://a.example/apple',
    '',
    'about:blank',
  ];
  expect(counts(['https://a.example/app/'], urls)).toEqual([0]);
  expect(counts([], ['https://a.example/'])).toEqual([]);
});
