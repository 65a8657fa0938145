import { expect, test } from 'vitest';
import { renumber } from '../../src/background/renumber';
import { foldBatch, tabOf } from '../../src/core/fold';
import { foldHandshake } from '../../src/core/fold-handshake';
import { resourceOf } from '../../src/core/live';
import { createWorld } from '../../src/core/state';
import { aBatch, aKind, T0 } from '../core/facts';

const URL_ = 'ws://a.example/ws';
const batch = (open: number) => aBatch({ kinds: [aKind('webSocket', { open })] });

test('the history of a tab goes with it to its new id, and nothing in it lives', () => {
  const world = createWorld('chromium');
  foldBatch(tabOf(world, 1), 0, 'before', 'http://a.example/', batch(2), T0);
  expect(renumber(world, 1, 2)).toBe(true);
  expect(Object.keys(world.tabs)).toEqual(['2']);
  expect(world.tabs[2]?.tabId).toBe(2);
  expect(resourceOf(tabOf(world, 2), 'webSocket')).toMatchObject({ created: 2, live: 0 });
});

test('what the new id has said already is more of the same tab', () => {
  const world = createWorld('chromium');
  foldBatch(tabOf(world, 1), 0, 'before', 'http://a.example/', batch(2), T0);
  foldHandshake(tabOf(world, 1), URL_, T0);
  foldBatch(tabOf(world, 2), 0, 'after', 'http://a.example/', batch(3), T0);
  foldHandshake(tabOf(world, 2), URL_, T0 + 1);
  renumber(world, 1, 2);
  expect(resourceOf(tabOf(world, 2), 'webSocket')).toMatchObject({ created: 5, live: 3 });
  expect(tabOf(world, 2).network[URL_]).toEqual({ started: 2, recent: [T0, T0 + 1], tries: [] });
});

test('a tab that nobody knows makes none', () => {
  const world = createWorld('chromium');
  expect(renumber(world, 1, 2)).toBe(false);
  expect(world.tabs).toEqual({});
});
