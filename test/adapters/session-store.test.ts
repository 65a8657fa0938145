import { expect, test, vi } from 'vitest';
import { createSessionStore } from '../../src/adapters/session-store';

vi.mock('../../src/adapters/browser', () => ({ browser: { storage: {} } }));

/** A browser's area that keeps no more than so many characters. */
const area = (most: number) => {
  const kept = new Map<string, string>();
  const sizeWith = (values: Record<string, unknown>): number =>
    [...new Map([...kept, ...Object.entries(values).map(([k, v]) => [k, String(v)] as const)])]
      .map(([key, text]) => key.length + text.length)
      .reduce((a, b) => a + b, 0);
  return {
    kept,
    writes: 0,
    async set(values: Record<string, unknown>) {
      this.writes++;
      if (sizeWith(values) > most) throw new Error('QUOTA_BYTES quota exceeded');
      for (const [key, value] of Object.entries(values)) kept.set(key, String(value));
    },
    async remove(keys: string[]) {
      for (const key of keys) kept.delete(key);
    },
    async get() {
      return Object.fromEntries(kept);
    },
  };
};
type Area = Parameters<typeof createSessionStore>[0];
const storeOn = (most: number) => {
  const fake = area(most);
  return { fake, store: createSessionStore(fake as unknown as Area) };
};
const settled = () => new Promise((done) => setTimeout(done, 10));

test('several changes in a row make one write, of the newest value', async () => {
  const { fake, store } = storeOn(1000);
  for (const value of ['a', 'b', 'c']) store.save('k', () => value);
  store.save('l', () => 'd');
  await settled();
  expect(await store.load()).toEqual({ k: 'c', l: 'd' });
  expect(fake.writes).toBeLessThanOrEqual(2);
});

test('one that does not fit keeps no other from being stored', async () => {
  const { fake, store } = storeOn(50);
  store.save('first', () => '');
  store.save('huge', () => 'x'.repeat(100));
  store.save('small', () => 'y');
  await settled();
  expect([...fake.kept.keys()].sort()).toEqual(['first', 'small']);
});

test('room is made once for a write, and what did not fit is stored then', async () => {
  const { fake, store } = storeOn(50);
  store.save('old', () => 'x'.repeat(40));
  await settled();
  const makeRoom = vi.fn(() => store.remove('old'));
  store.whenFull(makeRoom);
  store.save('new', () => 'y'.repeat(40));
  await settled();
  expect(makeRoom).toHaveBeenCalledTimes(1);
  expect([...fake.kept.keys()]).toEqual(['new']);
});

test('what never fits is tried again with the next change, and not for ever', async () => {
  const { fake, store } = storeOn(50);
  let size = 100;
  store.save('k', () => 'x'.repeat(size));
  await settled();
  const { writes } = fake;
  await settled();
  expect(fake.writes).toBe(writes);
  size = 10;
  store.save('other', () => 'y');
  await settled();
  expect([...fake.kept.keys()].sort()).toEqual(['k', 'other']);
});

test('what was removed meanwhile does not come back', async () => {
  const { fake, store } = storeOn(50);
  store.save('k', () => 'x'.repeat(100));
  store.remove('k');
  store.save('k2', () => 'y');
  await settled();
  expect([...fake.kept.keys()]).toEqual(['k2']);
});

test('of several that do not fit together the smallest are stored first', async () => {
  const { fake, store } = storeOn(60);
  store.save('first', () => '');
  store.save('b', () => 'y'.repeat(35));
  store.save('c', () => 'z'.repeat(30));
  store.save('d', () => 'a'.repeat(15));
  await settled();
  expect([...fake.kept.keys()]).toEqual(['first', 'd', 'c']);
});

test('what was stored is read back, and what others keep beside it is left as it is', async () => {
  const { fake, store } = storeOn(1000);
  store.save('tab:1', () => ({ a: [1, null, 'x'] }));
  await settled();
  fake.kept.set('run', '0b6f-no-json');
  expect(await store.load()).toEqual({ 'tab:1': { a: [1, null, 'x'] }, run: '0b6f-no-json' });
});
