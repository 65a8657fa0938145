import { describe, expect, test } from 'vitest';
import type { KeptValue } from '../../src/adapters/kept-value';
import { createPaused } from '../../src/background/paused';

const A = 'https://a.example';
const B = 'http://localhost:8080';

const keeping = (initial?: unknown) => {
  const kept: KeptValue & { value: unknown; refuses: boolean } = {
    value: initial,
    refuses: false,
    load: async () => kept.value,
    async save(value) {
      if (kept.refuses) throw new Error('QuotaExceeded');
      kept.value = value;
    },
  };
  return kept;
};

const fresh = async (disk = keeping(), memory = keeping()) => {
  const paused = createPaused(disk, memory);
  await paused.load();
  return { paused, disk, memory };
};

describe('what is paused', () => {
  test('is known at once, kept on disk, and taken back', async () => {
    const { paused, disk, memory } = await fresh();
    expect(paused.any()).toBe(false);
    await paused.set(A, true, false);
    await paused.set(B, true, false);
    expect([paused.has(A), paused.has(B), paused.any()]).toEqual([true, true, true]);
    expect(disk.value).toEqual([A, B]);
    expect(memory.value).toBe(undefined);
    await paused.set(A, false, false);
    expect([paused.has(A), paused.has(B)]).toEqual([false, true]);
    expect(disk.value).toEqual([B]);
  });

  test('is known to the next background', async () => {
    const { disk, memory, paused } = await fresh();
    await paused.set(A, true, false);
    await paused.set(B, true, true);
    const next = await fresh(disk, memory);
    expect([next.paused.has(A), next.paused.has(B)]).toEqual([true, true]);
  });

  test('in a private window is never on disk, and is taken back from any window', async () => {
    const { paused, disk, memory } = await fresh();
    await paused.set(A, true, true);
    expect([disk.value, memory.value]).toEqual([undefined, [A]]);
    await paused.set(A, false, false);
    expect(memory.value).toEqual([]);
    expect(paused.any()).toBe(false);
  });

  test('is another site with another scheme or port', async () => {
    const { paused } = await fresh(keeping([A, B]));
    for (const other of ['http://a.example', 'https://a.example:444', 'http://localhost', ''])
      expect(paused.has(other)).toBe(false);
  });

  test('twice is once', async () => {
    const { paused, disk } = await fresh();
    await paused.set(A, true, false);
    await paused.set(A, true, false);
    expect(disk.value).toEqual([A]);
    await paused.set(B, false, false);
    expect(disk.value).toEqual([A]);
  });

  test('that cannot be kept is refused, and changes nothing', async () => {
    const { paused, disk } = await fresh();
    disk.refuses = true;
    await expect(paused.set(A, true, false)).rejects.toThrow('QuotaExceeded');
    expect(paused.has(A)).toBe(false);
  });

  test('has a limit that is said', async () => {
    const { paused } = await fresh(
      keeping(Array.from({ length: 1000 }, (_, i) => `https://${i}.example`)),
    );
    await expect(paused.set(A, true, false)).rejects.toThrow('paused on 1000 sites already');
    expect(paused.has(A)).toBe(false);
  });

  test.each([[undefined], [null], ['x'], [{ 0: A }], [[1, null, {}]]])(
    'is nothing where %j was kept',
    async (value) => {
      const { paused } = await fresh(keeping(value));
      expect(paused.any()).toBe(false);
    },
  );
});
