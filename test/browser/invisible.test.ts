import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCEPTED, type Accepted, differences } from './accepted.mjs';
import { comeBackToAll, prerendered } from './pages-left.mjs';
import { type Pair, startPair } from './pair.mjs';
import { buildPatchers, PATCHERS } from './patchers/build.mjs';
import { LEFT } from './probes/pages.mjs';
import { POLICIES } from './probes/policies.mjs';
import { BROWSERS } from './support';

/*
 * The same probes in a browser without and with the extension: what a page can see of the natives,
 * and what happens to a page that watches them, has to be equal to the letter, but for what
 * `accepted.mjs` lists.
 */

/** Probe, how many facts it finds at least (one that sees nothing would be equal too), its scripts. */
const PROBES: [name: string, least: number, libs?: string][] = [
  ['shape', 4000],
  ['functions', 12_000],
  ['construct', 300, 'made'],
  ['targets', 400, 'made'],
  ['frames', 500, 'look'],
  ['realms', 150, 'look'],
  ['takeover', 2000],
  ['objects', 550],
  ['behaviour', 20],
  ['ordering', 20],
  ['collection', 20, 'collect'],
  ['collection-sound', 15, 'collect'],
  ['builtins', 90, 'use'],
  ['caller', 1200],
  ['promises', 25],
  ['conversion', 60, 'spies'],
  ['conversion-sound', 60, 'spies'],
  ['errors', 500, 'mistakes'],
  ['uncaught', 30, 'mistakes'],
];

describe.each(BROWSERS)('a page in %s cannot tell that it is observed', (kind) => {
  let pair: Pair;
  const used = new Set<Accepted>();

  const compare = async (name: string, path: string, least: number): Promise<void> => {
    const facts = await pair.describe(path);
    expect(Object.keys(facts[0]).length).toBeGreaterThanOrEqual(least);
    expect(differences(kind, name, facts, used)).toEqual({});
  };

  beforeAll(async () => {
    pair = await startPair(kind, { libs: await buildPatchers() });
  });
  afterAll(() => pair?.close());

  test.each(PROBES)('%s', (name, least, libs = '') =>
    compare(name, `/probe?name=${name}&libs=${libs && `/probes/${libs}.js`}`, least),
  );

  test.each(Object.keys(POLICIES))('under the policy "%s"', (policy) =>
    compare('policy', `/probe?name=policy&policy=${policy}`, 30),
  );

  test.each(PATCHERS)('with %s on top', (name) => compare(name, `/probe?libs=/libs/${name}.js`, 7));

  test('left and come back to', async () => {
    // Firefox keeps a few pages in all, and none of those with something open.
    const names = LEFT.filter(
      (name) => kind === 'chrome' || !/open|handlers|running|live/.test(name),
    );
    const together = kind === 'chrome' ? 4 : 1;
    const [plain, watched] = (await Promise.all(
      [pair.plain, pair.session.browser].map((browser) =>
        comeBackToAll(browser, pair.origin, names, together),
      ),
    )) as [Record<string, string>, Record<string, string>];
    // The cache is on, or this would compare nothing.
    expect(plain.nothing).toContain('"shown":[false,true]');
    expect(watched).toEqual(plain);
  });

  // Firefox renders no page before somebody goes there.
  test.runIf(kind === 'chrome')('rendered before anybody goes there', async () => {
    const plain = await prerendered(pair.plain, pair.origin);
    const watched = await prerendered(pair.session.browser, pair.origin);
    expect(plain['before: prerendering']).toBe('true');
    expect(differences(kind, 'prerendered', [plain, watched], used)).toEqual({});
  });

  test('the probed page was observed', async () => {
    const page = await pair.session.browser.newPage();
    await page.goto(`${pair.origin}/blank`);
    await page.evaluate(() => {
      const kept = new WebSocket(`${location.origin.replace('http', 'ws')}/echo`);
      (globalThis as { kept?: unknown }).kept = kept;
    });
    const report = await pair.session.reportFor(page);
    expect(report.resources.webSocket.created).toBe(1);
    await page.close();
  });

  // The last: a page that hangs takes its browser with it.
  test('prototypes that bite their tail', () => compare('cycles', '/probe?name=cycles', 30));

  test('every accepted difference is still there', () => {
    const idle = ACCEPTED[kind].filter((rule) => !used.has(rule));
    expect(idle.map((rule) => `${rule.because} (${rule.fact})`)).toEqual([]);
  });
});
