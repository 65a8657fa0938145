import { beforeAll, describe, expect, test } from 'vitest';
import type { BrowserKind } from '../../src/cli/find-browser.mjs';
import { launchWithExtension } from '../../src/cli/launch.mjs';
import { type Claim, type Fault, suffer } from '../restarts/drive/claims.mjs';
import { FAULTS } from '../restarts/drive/faults.mjs';
import { type Outcome, stopAgainAndAgain } from '../restarts/drive/stops.mjs';
import { BROWSERS } from './support';

/*
 * What may happen to the background, the extension and a tab: nothing is lost, and nothing counted twice. All of
 * it, and the background stopped a hundred times, is in `npm run restarts`.
 */
const STOPS = 6;
const SEED = Number(process.env.WHYLAG_SEED ?? Date.now() % 1_000_000);

const faultsIn = (kind: BrowserKind): Fault[] =>
  FAULTS.filter(({ onlyIn, long }) => !long && (onlyIn ?? kind) === kind);

interface Suffered {
  stops: Outcome;
  claims: Map<string, Claim[]>;
}
const sufferAll = async (kind: BrowserKind): Promise<Suffered> => {
  const session = await launchWithExtension({ browser: kind, handleSignals: false });
  try {
    const stops = await stopAgainAndAgain(session, { stops: STOPS, seed: SEED });
    const claims = new Map<string, Claim[]>();
    for (const fault of faultsIn(kind)) claims.set(fault.name, await suffer(session, fault));
    return { stops, claims };
  } finally {
    await session.close();
  }
};

/** Most of it is waiting: both browsers do it at the same time. */
const suffered = new Map<BrowserKind, Promise<Suffered>>();
beforeAll(async () => {
  for (const kind of BROWSERS) suffered.set(kind, sufferAll(kind));
  await Promise.allSettled(suffered.values());
}, 400_000);

describe.each(BROWSERS)('in %s', (kind) => {
  test(`the background stopped ${STOPS} times in a storm in three tabs (seed ${SEED})`, async () => {
    const { stops } = (await suffered.get(kind)) as Suffered;
    expect(stops.stops).toBe(STOPS);
    for (const { name, server, report } of stops.tabs) {
      expect(report, name).toEqual(server);
      expect(server.attempts, name).toBeGreaterThan(1);
    }
    // A finding that goes on is not begun anew.
    expect(stops.storm.before).toHaveLength(1);
    expect(stops.storm.after).toEqual(stops.storm.before);
  });

  test.each(faultsIn(kind).map(({ name }) => name))('%s', async (name) => {
    const { claims } = (await suffered.get(kind)) as Suffered;
    const all = claims.get(name) ?? [];
    const told = (key: 'expected' | 'seen') => all.map((one) => [one.what, one[key]]);
    expect(all.length).toBeGreaterThan(0);
    expect(told('seen')).toEqual(told('expected'));
  });
});
