import { expect, test } from 'vitest';
import { createStoredWorld } from '../../src/background/stored-world';
import { foldAct, foldAlone, foldInventory, originStateOf } from '../../src/core/origins';
import { createWorld } from '../../src/core/state';
import { T0 } from '../core/facts';

const WHOSE = { store: '', origin: 'https://chat.example' };
const WORKER = {
  scope: 'https://chat.example/',
  scriptUrl: 'https://chat.example/sw.js',
  state: 'activated',
};

/** What is stored, as the browser copies it. */
const memory = (stored: Record<string, unknown>) => ({
  load: async () => structuredClone(stored),
  save: (key: string, value: () => unknown) => {
    stored[key] = structuredClone(value());
  },
  remove: (key: string) => {
    delete stored[key];
  },
});

test('service workers, and what they did without a tab, are known to the next background', async () => {
  const kept: Record<string, unknown> = {};
  const before = createWorld('chromium');
  foldInventory(before, WHOSE, [WORKER], T0);
  const state = originStateOf(before, WHOSE);
  if (state) foldAlone(before, state, T0);
  const act = { url: 'https://chat.example/poll', socket: false, script: null, id: '1', at: T0 };
  if (state) foldAct(state, act);
  createStoredWorld(memory(kept), before).saveOrigins();

  const after = createWorld('chromium');
  const other = { store: '', origin: 'https://other.example' };
  foldInventory(after, other, [{ ...WORKER, scope: 'https://other.example/' }], T0);
  await createStoredWorld(memory(kept), after).load();
  expect(originStateOf(after, WHOSE)).toEqual(state);
  expect(originStateOf(after, other)).toBeDefined();
  expect(state).toMatchObject({ aloneSince: T0, acts: { [act.url]: { count: 1 } } });
});

test('a store of a version that kept none is read', async () => {
  const world = createWorld('chromium');
  await createStoredWorld(memory({}), world).load();
  expect(world.origins).toEqual({});
});
