import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../../src/adapters/history-schema';
import type { BrowserKind } from '../../src/cli/find-browser.mjs';
import type { Scenarios } from '../history/in-page';
import { memoryStore } from '../history/memory-store';
import { useStore } from '../history/script';
import { type Lab, startLab } from '../lab/server.mjs';
import { launchPlain } from './plain';
import { BROWSERS } from './support';

/*
 * The history on the IndexedDB of real browsers, in a page: what it gives, what it becomes when its version changes,
 * and how it fails.
 */

/** Firefox gives a site a part of what it gives to all, and tells no test how to make that less but this (in kB). */
const ROOM = { 'dom.quotaManager.temporaryStorage.fixedLimit': 15_000 };

/** The page's side of it, as one script. */
const bundle = async (): Promise<string> => {
  const outDir = await mkdtemp(join(tmpdir(), 'whylag-history-'));
  const entry = new URL('../history/in-page.ts', import.meta.url).pathname;
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      lib: { entry, formats: ['iife'], name: 'history', fileName: () => 'in-page.js' },
    },
  });
  const text = await readFile(join(outDir, 'in-page.js'), 'utf8');
  await rm(outDir, { recursive: true });
  return text;
};

type Told = Record<string, { value?: unknown; error?: unknown }>;

/** All scenarios in one browser, one after the other; one that fails does not keep the others from running. */
const tellAll = async (kind: BrowserKind, lab: Lab, script: string): Promise<Told> => {
  const plain = await launchPlain(kind, ROOM);
  try {
    const page = await plain.browser.newPage();
    await page.goto(`${lab.origin}/pages/plain.html`);
    if (kind === 'chrome') {
      const client = await page.createCDPSession();
      // Before the first write: the browser remembers for half a minute how much room there was.
      const room = { origin: lab.origin, quotaSize: 6_000_000 };
      await client.send('Storage.overrideQuotaForOrigin', room);
    }
    await page.evaluate(script);
    const told: Told = {};
    for (const name of (await page.evaluate('Object.keys(scenarios)')) as string[])
      told[name] = await page
        .evaluate(`scenarios.${name}().then((told) => JSON.stringify(told))`)
        .then(
          (value) => ({ value: JSON.parse(value as string) }),
          (error) => ({ error }),
        );
    return told;
  } finally {
    await plain.close();
  }
};

const told = new Map<BrowserKind, Promise<Told>>();
beforeAll(async () => {
  const [lab, script] = await Promise.all([startLab(), bundle()]);
  for (const kind of BROWSERS) told.set(kind, tellAll(kind, lab, script));
  await Promise.allSettled(told.values());
  await lab.close();
});

describe.each(BROWSERS)('the history in %s', (kind: BrowserKind) => {
  const run = async <T extends keyof Scenarios>(name: T) => {
    const { value, error } = (await told.get(kind))?.[name] ?? { error: 'it did not run' };
    if (error !== undefined) throw error;
    return value as Awaited<ReturnType<Scenarios[T]>>;
  };

  test('gives what the store of the tests in Node gives', async () => {
    const { store } = memoryStore();
    expect(await run('script')).toEqual(JSON.parse(JSON.stringify(await useStore(store))));
  });

  test('is made of nothing', async () => {
    expect(await run('fresh')).toEqual({
      version: MIGRATIONS.length,
      stores: ['chunks', 'experiments', 'findings', 'records', 'states', 'turns'],
      rows: 1,
    });
  });

  test('is opened from every earlier version, with what is in it', async () => {
    expect(await run('fromEarlier')).toEqual(MIGRATIONS.map(() => ['A']));
  });

  test('goes to the next version with all that is in it', async () => {
    expect(await run('toTheNext')).toEqual(['A, moved']);
  });

  test('stays as it was where a step to the next version fails', async () => {
    expect(await run('migrationFails')).toEqual({ failed: 'unreadable', rows: 1 });
  });

  test('of a newer version is left alone, said, and deleted only by the person', async () => {
    expect(await run('newer')).toEqual({
      failed: ['newer', 'newer'],
      kept: [99, 'kept'],
      afterClear: 1,
    });
  });

  test('that an older version holds is not waited for, and opened when that lets go', async () => {
    expect(await run('blocked')).toEqual({ failed: 'blocked', soon: 'blocked', later: 1 });
  });

  test('holds up neither a newer version nor who deletes it', async () => {
    expect(await run('letsGo')).toEqual({ after: 0, newer: 'newer', generation: 2 });
  });

  test('that cannot be opened says so, and is not tried again at once', async () => {
    expect(await run('unopenable')).toEqual({
      failed: ['unreadable', 'unreadable'],
      before: 1,
      after: 2,
    });
  });

  test('keeps findings and turns of a tab within their limits, the newest', async () => {
    expect(await run('ownLimits')).toEqual({
      freed: [12, 10],
      left: [5000, 500],
      oldest: [3, 2],
    });
  });

  test('writes all or nothing', async () => {
    expect(await run('allOrNothing')).toEqual({ failed: 'DataCloneError', rows: 1 });
  });

  test('over the browser’s own quota: the oldest goes, the newest is kept, and it is said', async () => {
    const seen = await run('quota');
    expect(seen).toMatchObject({ full: 'NoRoom', before: true, newest: true });
    expect(seen.oldest).toEqual(seen.oldest.map((_, i) => i + 1));
    expect(seen.oldest.length).toBeGreaterThan(0);
    expect(seen.health).toEqual({ trouble: null, trimmed: true });
  });
});
