import { expect, test } from 'vitest';
import {
  foldAct,
  foldActEnd,
  foldAlone,
  foldInventory,
  foldOpened,
  foldWorkerHandshake,
  originStateOf,
  workersOf,
} from '../../src/core/origins';
import { createWorld, KEPT } from '../../src/core/state';
import { T0 } from './facts';

const SITE = { store: '', origin: 'https://chat.example' };
const SCRIPT = 'https://chat.example/sw.js';
const WORKER = { scope: 'https://chat.example/', scriptUrl: SCRIPT, state: 'activated' };
const known = (engine: 'chromium' | 'firefox' = 'firefox') => {
  const world = createWorld(engine);
  foldInventory(world, SITE, [WORKER], T0);
  const state = originStateOf(world, SITE);
  if (!state) throw new Error('not kept');
  return { world, state };
};
const act = (n: number, url = SCRIPT) => ({
  url,
  socket: false,
  script: null,
  id: `${n}`,
  at: T0 + n,
});

test('an origin that is opened again begins anew', () => {
  const { world, state } = known();
  foldAlone(world, state, T0);
  foldAct(state, act(1));
  state.framed = { at: T0, found: true };
  foldOpened(state);
  expect(state).toMatchObject({ aloneSince: null, framed: null, workers: [WORKER] });
  expect(state.acts).toEqual({});
});

test('what workers do is kept in bounds, and counted whole', () => {
  const { state } = known();
  for (let n = 1; n <= 100; n++) foldAct(state, act(n));
  expect(state.acts[SCRIPT]).toMatchObject({ count: 100 });
  expect(state.acts[SCRIPT]?.tries).toHaveLength(KEPT.acts.tries);
  expect(state.acts[SCRIPT]?.tries.at(-1)).toEqual({ id: '100', at: T0 + 100, endedAt: null });
  foldActEnd(state, SCRIPT, '100', T0 + 130);
  foldActEnd(state, SCRIPT, '1', T0 + 130);
  expect(state.acts[SCRIPT]?.tries.at(-1)?.endedAt).toBe(T0 + 130);
  for (let n = 1; n <= 100; n++) foldAct(state, act(n, `https://chat.example/${n}`));
  expect(Object.keys(state.acts)).toHaveLength(KEPT.acts.addresses);
});

test('handshakes are told of each worker by its script, where the browser shows them', () => {
  const { world } = known();
  expect(workersOf(world, SITE)).toEqual([{ ...WORKER, handshakes: 0 }]);
  foldWorkerHandshake(world, SITE, SCRIPT);
  foldWorkerHandshake(world, SITE, SCRIPT);
  foldWorkerHandshake(world, SITE, 'https://chat.example/shared.js');
  expect(workersOf(world, SITE)).toEqual([{ ...WORKER, handshakes: 2 }]);
  expect(workersOf(known('chromium').world, SITE)).toEqual([{ ...WORKER, handshakes: null }]);
  for (let n = 0; n < 100; n++) foldWorkerHandshake(world, SITE, `https://chat.example/${n}.js`);
  expect(Object.keys(originStateOf(world, SITE)?.handshakes ?? {})).toHaveLength(
    KEPT.originWorkers,
  );
  foldWorkerHandshake(world, SITE, SCRIPT);
  expect(workersOf(world, SITE)).toEqual([{ ...WORKER, handshakes: 3 }]);
});

test('a handshake before its page was asked is counted', () => {
  const world = createWorld('firefox');
  foldWorkerHandshake(world, SITE, SCRIPT);
  expect(workersOf(world, SITE)).toEqual([]);
  foldInventory(world, SITE, [WORKER], T0);
  expect(workersOf(world, SITE)).toEqual([{ ...WORKER, handshakes: 1 }]);
});

test('silent: a tab without an origin has none', () => {
  const { world } = known();
  foldInventory(world, { store: '', origin: '' }, [WORKER], T0);
  expect(Object.keys(world.origins)).toEqual([SITE.origin]);
  expect(workersOf(world, { store: '', origin: '' })).toEqual([]);
  expect(workersOf(world, { ...SITE, store: 'private' })).toEqual([]);
});
