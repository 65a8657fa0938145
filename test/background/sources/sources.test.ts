import { beforeAll, describe, expect, test } from 'vitest';
import { type FetchedText, Unreadable } from '../../../src/background/sources/fetch-text';
import { createSources } from '../../../src/background/sources/sources';
import type { CreationSite, Report } from '../../../src/core/report';
import { buildMapped } from '../../lab/mapped.mjs';
import { SNAPSHOTS } from '../../views/fixtures';

const PAGES = ['https://a.example/room'];
const site = (stack: string): CreationSite => ({
  kind: 'webSocket',
  endpoint: null,
  stack,
  count: 1,
});
const reportOf = (stacks: string[]): Report => ({
  ...SNAPSHOTS.storm.report,
  creationSites: stacks.map(site),
  findings: SNAPSHOTS.storm.report.findings.map((one) => ({
    ...one,
    sites: stacks.map((stack) => ({ stack, count: 2 })),
  })),
});

let made: Awaited<ReturnType<typeof buildMapped>>;
let column = 0;
beforeAll(async () => {
  made = await buildMapped();
  column = made.script.indexOf('new WebSocket') + 1;
});
const frame = (url: string) => `at e.openConnection (${url}:1:${column})`;

/** A server that has these addresses, and how often each was asked for. */
const server = (files: Record<string, FetchedText | string>, now = () => 0) => {
  const asked: string[] = [];
  const sources = createSources(async (url) => {
    asked.push(url);
    const file = files[url];
    if (file === undefined) throw new Unreadable('answers 404');
    return typeof file === 'string' ? { text: file, map: null } : file;
  }, now);
  return { sources, asked };
};
const withComment = (comment: string) => `${made.script}\n//# sourceMappingURL=${comment}`;
const A = 'https://a.example/app.js';

test('each script and each map is fetched once, and every site of the report has its words', async () => {
  const { sources, asked } = server({ [A]: withComment('app.js.map'), [`${A}.map`]: made.map });
  const report = reportOf([frame(A), `${frame(A)}\nat x (${A}:1:9)`]);
  const before = structuredClone(report);
  expect(sources.into(report)).toBe(report);
  const reply = await sources.resolve(report, PAGES);
  expect(reply).toEqual({ resolved: 2, stacks: 2, problems: [] });
  expect(asked).toEqual([A, `${A}.map`]);
  const told = sources.into(report);
  expect(told.creationSites[0]?.resolved).toMatch(
    /^ReconnectingClient\.openConnection \(connection\.js:\d+:\d+\)$/,
  );
  expect(told.findings[0]?.sites[1]?.resolved).toMatch(/connection\.js/);
  expect(told.creationSites.map(({ stack }) => stack)).toEqual(
    report.creationSites.map(({ stack }) => stack),
  );
  expect(report).toEqual(before);
});

test('a map in the script, and one that only the server names', async () => {
  const inline = `data:application/json;base64,${Buffer.from(made.map).toString('base64')}`;
  const B = 'https://a.example/b.js';
  const { sources, asked } = server({
    [A]: withComment(inline),
    [B]: { text: made.script, map: 'maps/b.map' },
    'https://a.example/maps/b.map': made.map,
  });
  const reply = await sources.resolve(reportOf([frame(A), frame(B)]), PAGES);
  expect(reply).toEqual({ resolved: 2, stacks: 2, problems: [] });
  expect(asked).toEqual([A, B, 'https://a.example/maps/b.map']);
});

describe('said, with the script it is about', () => {
  test.each([
    ['no map', () => ({ [A]: made.script }), A, /names no source map/],
    ['a script that is gone', () => ({}), A, /^answers 404/],
    ['a map that is gone', () => ({ [A]: withComment('x.map') }), A, /source map that answers 404/],
    ['a broken map', () => ({ [A]: withComment('data:,{') }), A, /cannot be read/],
    ['a map elsewhere', () => ({ [A]: withComment('http://127.0.0.1/x') }), A, /none of the page/],
    ['a script elsewhere', () => ({}), 'http://192.168.0.1/admin.js', /none of the page/],
  ])('%s', async (_name, files, url, reason) => {
    const { sources, asked } = server(files());
    const reply = await sources.resolve(reportOf([frame(url)]), PAGES);
    expect(reply).toMatchObject({ resolved: 0, stacks: 1, problems: [{ script: url }] });
    expect(reply.problems[0]?.reason).toMatch(reason);
    expect(asked.filter((one) => !one.startsWith('https://a.example/'))).toEqual([]);
    expect(sources.into(reportOf([frame(url)])).creationSites[0]).not.toHaveProperty('resolved');
  });
});

test('a page with a hundred scripts has a dozen asked for, and no more after half a minute', async () => {
  const stacks = Array.from({ length: 100 }, (_, i) => frame(`https://a.example/${i}.js`));
  const { sources, asked } = server({});
  const reply = await sources.resolve(reportOf(stacks), PAGES);
  expect(asked).toHaveLength(12);
  expect(reply.problems).toHaveLength(100);
  let time = 0;
  const slow = server({}, () => {
    time += 10_000;
    return time;
  });
  await slow.sources.resolve(reportOf(stacks), PAGES);
  expect(slow.asked.length).toBeLessThan(4);
});

test('asked again, all is new', async () => {
  const files: Record<string, string> = { [A]: withComment('m'), 'https://a.example/m': made.map };
  const { sources } = server(files);
  const report = reportOf([frame(A)]);
  await sources.resolve(report, PAGES);
  expect(sources.into(report).creationSites[0]).toHaveProperty('resolved');
  delete files[A];
  await sources.resolve(report, PAGES);
  expect(sources.into(report)).toBe(report);
});
