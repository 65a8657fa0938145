import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { FINDING_IDS } from '../../src/core/report';
import { parseAccuracyArguments } from './arguments.mjs';
import { type Case, casesOf } from './case.mjs';
import { CASES } from './cases/index.mjs';
import { librariesOf } from './libraries.mjs';

const scriptOf = ({ page }: Case) => page.split('?')[0] as string;

describe('the cases', () => {
  test('have names of their own, and each is beside its twin', () => {
    const byName = new Map(CASES.map((one) => [one.name, one]));
    expect(byName.size).toBe(CASES.length);
    for (const one of CASES) {
      const twin = byName.get(one.twin);
      expect([one.name, twin && (one.fault === null) !== (twin.fault === null)]).toEqual([
        one.name,
        true,
      ]);
    }
  });

  test('are the pages there are', async () => {
    const files = await readdir(new URL('pages', import.meta.url));
    const scripts = files.filter((name) => name !== 'kit.js').map((name) => name.slice(0, -3));
    expect([...new Set(CASES.map(scriptOf))].sort()).toEqual(scripts.sort());
  });

  test('are at least forty, over every finding that a page can have', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(40);
    const faults = new Set(CASES.map(({ fault }) => fault));
    // Imported files and closed tabs are no page.
    const paged = FINDING_IDS.filter((id) => !/^backend-|^orphan-/.test(id));
    expect(paged.filter((id) => !faults.has(id))).toEqual([]);
  });

  test('give a reason for each finding that is allowed beside the fault', () => {
    for (const { name, fault, mayAlso } of CASES)
      for (const [id, reason] of Object.entries(mayAlso))
        expect([name, id, id !== fault && reason.length > 20]).toEqual([name, id, true]);
  });

  test('name the library with the version of its package', () => {
    const libraries = librariesOf(CASES);
    expect(libraries['reconnecting-websocket']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(libraries).not.toHaveProperty('EventSource');
  });
});

test('a healthy twin is watched for as long as its fault is waited for, and has nothing allowed', () => {
  const [fault, healthy, other] = casesOf({
    name: 'storm',
    library: 'none',
    fault: 'reconnect-storm',
    page: 'storm',
    seconds: 30,
    mayAlso: { 'socket-leak': 'a reason' },
    moreTwins: { short: { seconds: 5 } },
  });
  expect(fault).toMatchObject({ name: 'storm', fault: 'reconnect-storm', twin: 'storm-healthy' });
  expect(healthy).toMatchObject({ name: 'storm-healthy', fault: null, seconds: 30, mayAlso: {} });
  expect(other).toMatchObject({ name: 'storm-short', twin: 'storm', seconds: 5 });
});

describe('what the command is told', () => {
  test('a whole run writes the document, a part of one does not', () => {
    expect(parseAccuracyArguments([])).toMatchObject({
      kinds: ['chrome', 'firefox'],
      out: 'docs/ACCURACY.md',
    });
    expect(parseAccuracyArguments(['--browser', 'chrome']).out).toBeNull();
    const part = parseAccuracyArguments(['--only', 'signalr-*,mqtt-every-second']);
    expect(part.out).toBeNull();
    expect(part.cases.map(({ name }) => name)).toEqual([
      'signalr-cut',
      'signalr-cut-healthy',
      'mqtt-every-second',
    ]);
    expect(parseAccuracyArguments(['--only', 'mqtt*', '--out', 'x.md']).out).toBe('x.md');
  });

  test('a name that is no page or browser is refused', () => {
    expect(() => parseAccuracyArguments(['--only', 'nothing'])).toThrow(/--list/);
    expect(() => parseAccuracyArguments(['--browser', 'safari'])).toThrow(/chrome or firefox/);
  });
});
