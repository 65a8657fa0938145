import { beforeEach, expect, test, vi } from 'vitest';
import { createSessionStore } from '../../src/adapters/session-store';

const area = vi.hoisted(() => ({
  kept: {} as Record<string, unknown>,
  quota: 1000,
  writes: 0,
}));
vi.mock('../../src/adapters/browser', () => ({
  browser: {
    storage: {
      session: {
        get: async () => area.kept,
        set: async (values: Record<string, unknown>) => {
          area.writes++;
          const next = { ...area.kept, ...values };
          if (JSON.stringify(next).length > area.quota) throw new Error('QUOTA_BYTES');
          area.kept = next;
        },
        remove: async (keys: string[]) => {
          for (const key of keys) delete area.kept[key];
        },
      },
    },
  },
}));
beforeEach(() => Object.assign(area, { kept: {}, quota: 1000, writes: 0 }));

test('one value that is too large keeps no other from being stored, now and later', async () => {
  const store = createSessionStore();
  store.save('tab:0', () => 'first');
  store.save('tab:1', () => 'x'.repeat(5000));
  store.save('tab:2', () => 'small');
  store.save('tab:3', () => 'smaller still');
  await vi.waitFor(() =>
    expect(area.kept).toEqual({
      'tab:0': '"first"',
      'tab:2': '"small"',
      'tab:3': '"smaller still"',
    }),
  );
  store.save('tab:1', () => 'x'.repeat(5000));
  store.save('tab:2', () => 'changed');
  store.remove('tab:3');
  await vi.waitFor(() => expect(area.kept).toEqual({ 'tab:0': '"first"', 'tab:2': '"changed"' }));
});

test('of several the smallest are stored first', async () => {
  const store = createSessionStore();
  store.save('tab:0', () => '');
  store.save('tab:1', () => 'y'.repeat(700));
  store.save('tab:2', () => 'z'.repeat(600));
  store.save('tab:3', () => 'a'.repeat(300));
  await vi.waitFor(() => expect(Object.keys(area.kept)).toEqual(['tab:0', 'tab:3', 'tab:2']));
});

test('silent: what fits is one write', async () => {
  const store = createSessionStore();
  store.save('tab:0', () => 1);
  await vi.waitFor(() => expect(area.kept).toEqual({ 'tab:0': '1' }));
  for (let i = 1; i < 9; i++) store.save(`tab:${i}`, () => i);
  await vi.waitFor(() => expect(Object.keys(area.kept)).toHaveLength(9));
  expect(area.writes).toBeLessThanOrEqual(3);
});

test('what is read back is what was given, beside what others have stored', async () => {
  const store = createSessionStore();
  const value = { list: [1, null, 'text'], table: { a: 1.5 } };
  store.save('tab:0', () => value);
  await vi.waitFor(() => expect(area.kept).toHaveProperty('tab:0'));
  area.kept.paused = ['https://a.example'];
  expect(await store.load()).toEqual({ 'tab:0': value, paused: ['https://a.example'] });
});
