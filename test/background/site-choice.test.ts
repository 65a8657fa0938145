import { describe, expect, test } from 'vitest';
import type { KeptValue } from '../../src/adapters/kept-value';
import { createPaused } from '../../src/background/paused';
import { createChoice } from '../../src/background/site-choice';

const A = 'https://a.example';
const B = 'http://localhost:8080';
const C = 'https://c.example';

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
const fresh = async (disk = keeping(), memory = keeping(), pausedDisk = keeping()) => {
  const choice = createChoice(createPaused(pausedDisk, keeping()), disk, memory);
  await choice.load();
  return { choice, disk, memory, pausedDisk };
};

describe('as long as all sites are observed', () => {
  test('it is what is paused, and nothing else', async () => {
    const { choice, disk } = await fresh();
    expect([choice.any(), choice.isOnly(), choice.has(A)]).toEqual([false, false, false]);
    await choice.set(A, true, false);
    expect([choice.has(A), choice.hasFrame(A), choice.has(B), choice.any()]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(disk.value).toBe(undefined);
    expect(choice.told(false)).toEqual({ only: false, chosen: [], paused: [A] });
  });

  test.each([[null], ['x'], [7], [{ 0: A }]])('so it is where %j was kept', async (value) => {
    const { choice } = await fresh(keeping(value));
    expect([choice.isOnly(), choice.any(), choice.has(A)]).toEqual([false, false, false]);
  });
});

describe('only chosen sites', () => {
  test('all others are not observed, pages without a site neither; frames of them are, in chosen tabs', async () => {
    const { choice, disk } = await fresh();
    await choice.setOnly(A, false);
    expect([choice.has(A), choice.has(B), choice.has('')]).toEqual([false, true, true]);
    expect([choice.hasFrame(B), choice.any(), choice.isOnly()]).toEqual([false, true, true]);
    expect(disk.value).toEqual([A]);
  });

  test('more are chosen, and taken back', async () => {
    const { choice, disk } = await fresh();
    await choice.setOnly(A, false);
    await choice.set(B, false, false);
    await choice.set(B, false, false);
    expect(disk.value).toEqual([A, B]);
    await choice.set(A, true, false);
    expect([choice.has(A), choice.has(B)]).toEqual([true, false]);
    await choice.set(B, true, false);
    // The last one gone, still only chosen sites are observed: none.
    expect([disk.value, choice.isOnly(), choice.has(B)]).toEqual([[], true, true]);
    expect(choice.told(false)).toEqual({ only: true, chosen: [], paused: [] });
  });

  test('a paused site that is chosen is no longer paused', async () => {
    const { choice, pausedDisk } = await fresh();
    await choice.set(A, true, false);
    await choice.set(C, true, false);
    await choice.setOnly(A, false);
    expect([choice.has(A), choice.hasFrame(A)]).toEqual([false, false]);
    // The others stay paused: not even their frames in a chosen tab are observed.
    expect(choice.hasFrame(C)).toBe(true);
    expect(pausedDisk.value).toEqual([C]);
  });

  test('the next background knows them; all again forgets them', async () => {
    const { choice, disk, memory } = await fresh();
    await choice.setOnly(A, false);
    await choice.set(B, false, true);
    const next = (await fresh(disk, memory)).choice;
    expect([next.has(A), next.has(B), next.has(C)]).toEqual([false, false, true]);
    await next.setOnly(null, false);
    expect([next.has(C), next.any(), disk.value, memory.value]).toEqual([false, false, null, []]);
    const last = (await fresh(disk, memory)).choice;
    expect(last.isOnly()).toBe(false);
  });

  test('what is chosen in a private window is never on disk, and told there alone', async () => {
    const { choice, disk, memory } = await fresh();
    await choice.setOnly(A, true);
    expect([disk.value, memory.value]).toEqual([[], [A]]);
    expect(choice.has(A)).toBe(false);
    expect(choice.told(false).chosen).toEqual([]);
    expect(choice.told(true).chosen).toEqual([A]);
    await choice.set(A, true, false);
    expect(memory.value).toEqual([]);
  });

  test('what cannot be kept is refused, and changes nothing', async () => {
    const { choice, disk } = await fresh();
    disk.refuses = true;
    await expect(choice.setOnly(A, false)).rejects.toThrow('QuotaExceeded');
    expect([choice.isOnly(), choice.has(B)]).toEqual([false, false]);
    disk.refuses = false;
    await choice.setOnly(A, false);
    disk.refuses = true;
    await expect(choice.set(B, false, false)).rejects.toThrow('QuotaExceeded');
    await expect(choice.set(A, true, false)).rejects.toThrow('QuotaExceeded');
    expect([choice.has(A), choice.has(B)]).toEqual([false, true]);
  });

  test('the list has a limit that is said', async () => {
    const { choice } = await fresh(
      keeping(Array.from({ length: 1000 }, (_, i) => `https://${i}.example`)),
    );
    await expect(choice.set(A, false, false)).rejects.toThrow('1000 sites are chosen already');
  });
});
