import { describe, expect, it } from 'vitest';
import { describeEvidence, humanize, listEvidence } from '../../src/core/evidence-label';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatUtc,
  NOT_OBSERVED,
  plural,
  withSign,
} from '../../src/core/format';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.44, '0.4 ms'],
    [9.94, '9.9 ms'],
    [340, '340 ms'],
    [999.4, '999 ms'],
    [999.5, '1 s'],
    [4_120, '4.1 s'],
    [42_000, '42 s'],
    [59_499, '59 s'],
    [59_500, '1 min'],
    [200_000, '3 min 20 s'],
    [3_599_400, '59 min 59 s'],
    [3_599_500, '1 h'],
    [7_500_000, '2 h 5 min'],
    [86_400_000, '1 d'],
    [100_800_000, '1 d 4 h'],
    [-340, '−340 ms'],
  ])('%d is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it('never prints a unit as many of the next', () => {
    for (let ms = 0; ms < 200_000_000; ms = ms * 1.01 + 0.3)
      expect(formatDuration(ms)).not.toMatch(/\b(1,?000 ms|60 s|60 min|24 h)\b/);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [4_210, '4.2 kB'],
    [18_400_000, '18 MB'],
    [999_600, '1 MB'],
    [2_000_000_000, '2 GB'],
    [5e15, '5,000 TB'],
    [-1_500, '−1.5 kB'],
  ])('%d is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

it('what was not observed is said, and never a zero', () => {
  for (const format of [formatCount, formatDuration, formatBytes, formatPercent, formatUtc])
    for (const value of [null, Number.NaN, Number.POSITIVE_INFINITY])
      expect(format(value)).toBe(NOT_OBSERVED);
  expect(formatUtc(9e15)).toBe(NOT_OBSERVED);
});

it('counts, percentages, signs and times', () => {
  expect(formatCount(1_234_567.89)).toBe('1,234,567.9');
  expect(formatCount(-0)).toBe('0');
  expect(formatPercent(0.645)).toBe('64.5%');
  expect(withSign('310 ms', 310)).toBe('+310 ms');
  expect(withSign('0 ms', 0)).toBe('0 ms');
  expect(formatUtc(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(plural(1, 'socket')).toBe('1 socket');
  expect(plural(0, 'socket')).toBe('0 sockets');
  expect(plural(1_200, 'try', 'tries')).toBe('1,200 tries');
});

describe('evidence', () => {
  it.each([
    ['triesPerSecond', 11, 'Pace of the loop', '11/s'],
    ['attempts', 12, 'Tries in all', '12'],
    ['triesInARow', 12, 'Tries in this loop', '12'],
    ['constructor', 1, 'Constructor', '1'],
    ['windowMs', 5_000, 'Window', '5 s'],
    ['growthMsPerSecond', 800, 'Growth', '800 ms per second'],
    ['backlogTrendMsPerS', 310, 'Backlog trend', '310 ms per second'],
    ['trendBytesPerMin', 1_500_000, 'Trend', '1.5 MB/min'],
    ['unsentBytes', 4_210, 'Unsent', '4.2 kB'],
    ['cpuPercent', 12.5, 'Cpu', '12.5%'],
    ['failedShare', 0.5, 'Failed', '50%'],
    ['firstSeenAt', 0, 'First seen at', '1970-01-01T00:00:00.000Z'],
    ['openSockets', 12, 'Open sockets', '12'],
    ['liveVads', 2, 'Live VADs', '2'],
    ['endpoint', 'wss://a/b', 'Endpoint', 'wss://a/b'],
    ['windowMs', 'unknown', 'Window ms', 'unknown'],
    ['Ms', 3, 'Ms', '3'],
    ['constructor', 3, 'Constructor', '3'],
  ])('%s %s', (key, value, name, text) =>
    expect(describeEvidence(key, value)).toEqual({ name, value: text }),
  );

  it('splits names at their humps and keeps the order of the detector', () => {
    expect(humanize('httpURLCount')).toBe('HTTP URL count');
    expect(humanize('')).toBe('');
    expect(listEvidence({ evidence: { b: 1, a: 2 } }).map(({ name }) => name)).toEqual(['B', 'A']);
  });
});
