import { expect, test } from 'vitest';
import { parseBenchArguments } from './arguments.mjs';
import { documentOf } from './document.mjs';
import { MEASURES } from './measures/index.mjs';
import { ratioRow } from './rows.mjs';
import { compare } from './statistics.mjs';

const machine = {
  processor: 'A processor, 2 cores',
  memory: '8 GiB',
  system: 'Linux',
  browsers: 'Chrome/1, firefox/2',
  date: '2026-01-02',
  commit: 'abc1234',
};
const [measure] = MEASURES;

test('the document names the machine, the method and each row', () => {
  if (!measure) throw new Error('no measure');
  const rounds = [{ native: 10, again: 10, extension: 12 }];
  const rows = [ratioRow('receiving', 'chrome', 'µs', compare(rounds), 1.02)];
  const text = documentOf([{ measure, rows }], machine, {
    partial: false,
    quick: false,
    minutes: 29.6,
  });
  for (const part of Object.values(machine)) expect(text).toContain(part);
  for (const line of measure.method) expect(text).toContain(line);
  expect(text).toContain(
    '| receiving | Chromium | 10.0 µs | 12.0 µs | × 1.200 [1.200, 1.200] | × 1.000 [1.000, 1.000] | × 1.02 | no |',
  );
  expect(text).not.toMatch(/quick|alone/);
});

test('a quick run says that it is one', () => {
  const text = documentOf([], machine, { partial: true, quick: true, minutes: 2 });
  expect(text).toContain('A quick run');
});

test('only a whole run writes the recorded table', () => {
  expect(parseBenchArguments([])).toMatchObject({ out: 'docs/BENCHMARKS.md', measures: MEASURES });
  expect(parseBenchArguments(['--quick']).out).toBeNull();
  expect(parseBenchArguments(['--browser', 'chrome']).out).toBeNull();
  const some = parseBenchArguments(['--only', 'idle,sizes', '--out', 'here.md']);
  expect(some.out).toBe('here.md');
  expect(some.measures.map(({ id }) => id).sort()).toEqual(['idle', 'sizes']);
  expect(() => parseBenchArguments(['--only', 'speed'])).toThrow('no measure "speed"');
});
