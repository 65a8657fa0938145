import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchWithExtension, type Session } from '../../src/cli/launch.mjs';
import { SHORT_IDLE } from '../bench/drive/background.mjs';
import { type BenchServer, startServer } from '../bench/drive/server.mjs';
import { callsAtRest, wakesOf } from '../bench/measures/idle.mjs';
import { distOf, gzipped, SCRIPTS } from '../bench/measures/sizes.mjs';
import { BROWSERS } from './support';

/*
 * What the extension may cost, as far as it can be counted; what has to be timed is in `npm run bench`.
 */

describe.each(['chrome', 'firefox'] as const)('the package for %s', (kind) => {
  /** What they weigh today, and no more; the goals, which are smaller, stand in docs/BENCHMARKS.md. */
  const HELD: Record<string, number> = { 'page script': 7600, bridge: 2450 };
  test.each(SCRIPTS)('$name: no heavier than it was, compressed', ({ name, file }) => {
    expect(gzipped(join(distOf(kind), file))).toBeLessThanOrEqual(HELD[name] ?? 0);
  });

  test('no page can load a part of it', () => {
    const manifest = JSON.parse(readFileSync(join(distOf(kind), 'manifest.json'), 'utf8'));
    expect(manifest.content_scripts).toHaveLength(2);
    expect(manifest).not.toHaveProperty('web_accessible_resources');
  });
});

describe.each(BROWSERS)('a page in %s that uses nothing that is watched', (kind) => {
  let server: BenchServer;
  let session: Session;
  beforeAll(async () => {
    server = await startServer();
    session = await launchWithExtension({ browser: kind, prefs: SHORT_IDLE, handleSignals: false });
  });
  afterAll(async () => {
    await session?.close();
    await server?.close();
  });

  test('has no timer and no message of ours', async () => {
    const { names, used } = await callsAtRest(session.browser, server.origin);
    expect(names).toEqual({});
    // The counter sees us once the page does use something.
    expect(used).toBeGreaterThan(0);
  });

  test('never starts the background: by loading, working, moving or closing', async () => {
    const { control, ...wakes } = await wakesOf(session, server.origin, 2000);
    expect(wakes).toEqual({ load: 0, life: 0, move: 0, leave: 0 });
    expect(control).toBeGreaterThan(0);
  });
});
