import { describe, expect, test } from 'vitest';
import { foldClosed } from '../../../src/core/fold';
import { unpack } from '../../../src/core/history/pack';
import { HISTORY } from '../../../src/core/history/shape';
import type { TabWrite } from '../../../src/core/history/store';
import { takeNew } from '../../../src/core/history/take';
import { createTrack, resumeTrack, type Track } from '../../../src/core/history/track';
import type { Turn } from '../../../src/core/report';
import type { TabState } from '../../../src/core/state';
import { aFinding, aTab, T0 } from '../facts';
import { everySecond, sampleAt } from './samples';

const turn = (startedAt: number, conversation = 1): Turn => ({
  startedAt: T0 + startedAt,
  firstResponseMs: 300,
  firstAudioMs: null,
  totalMs: 900,
  profile: 'generic',
  interrupted: false,
  conversation,
});

/** A tab and what is stored of it so far. */
const keeping = (tab: TabState, track: Track = createTrack()) => {
  const kept = { track, writes: [] as TabWrite[] };
  const take = (now: number): TabWrite | null => {
    const taken = takeNew(tab, kept.track, T0 + now, 'here');
    if (!taken) return null;
    kept.track = { ...taken.next, n: 1 };
    kept.writes.push(taken.write);
    return taken.write;
  };
  return { kept, take };
};
const sizeOf = ({ chunks, findings, turns, state, record }: TabWrite): number =>
  [...chunks, ...findings, ...turns].reduce((sum, { text }) => sum + text.length, 0) +
  state.text.length +
  state.samples.length +
  JSON.stringify({ ...record, bytes: 0 }).length;

describe('what is new of a tab', () => {
  test('is all of it at first: its row, its state, what it has found, its turns, its samples', () => {
    const tab = aTab({
      isPrivate: false,
      timeline: everySecond(3),
      findings: [aFinding('vad-leak')],
      turns: [turn(0)],
    });
    const write = keeping(tab).take(5000);
    expect(write).toMatchObject({
      n: null,
      record: {
        run: 'here',
        tabId: 1,
        url: tab.url,
        open: 1,
        findings: ['vad-leak'],
        lastAt: T0 + 5000,
      },
      findings: [{ id: 'vad-leak', since: T0, until: null, origin: tab.origin }],
      turns: [{ startedAt: T0, conversation: 1 }],
      chunks: [],
    });
    expect(unpack(write?.state.samples ?? '')).toEqual(everySecond(3));
    expect(JSON.parse(write?.state.text ?? '')).toMatchObject({
      url: tab.url,
      timeline: [],
      turns: [],
    });
    expect(write?.record?.bytes).toBe(sizeOf(write as TabWrite));
  });

  test('silent: nothing has changed', () => {
    const { take } = keeping(aTab({ timeline: everySecond(3) }));
    take(0);
    expect(take(1000)).toBeNull();
  });

  test('is a second’s sample where the page has spoken, and ten of them where it has not', () => {
    const tab = aTab({ timeline: everySecond(1) });
    const { take } = keeping(tab);
    take(0);
    for (let i = 1; i < 10; i++) {
      tab.timeline.push(sampleAt(i * 1000));
      expect(take(i * 1000)).toBeNull();
    }
    tab.timeline.push(sampleAt(10_000));
    expect(unpack(take(10_000)?.state.samples ?? '')).toHaveLength(11);
    tab.timeline.push(sampleAt(11_000));
    tab.dropped++;
    expect(unpack(take(11_000)?.state.samples ?? '')).toHaveLength(12);
  });

  test('samples of a minute become a chunk, each once', () => {
    const tab = aTab();
    const { take, kept } = keeping(tab);
    for (const [i, sample] of everySecond(130).entries()) {
      tab.timeline.push(sample);
      tab.dropped++;
      take(i * 1000);
    }
    const chunks = kept.writes.flatMap((write) => write.chunks);
    expect(chunks.map(({ from, until, step }) => [from - T0, until - T0, step])).toEqual([
      [0, 59_000, 1000],
      [60_000, 119_000, 1000],
    ]);
    const stored = [...chunks.map(({ text }) => text), kept.writes.at(-1)?.state.samples ?? ''];
    expect(stored.flatMap(unpack)).toEqual(everySecond(130));
  });

  test('samples that could not be stored for a while are stored later', () => {
    const tab = aTab({ timeline: everySecond(200) });
    const write = keeping(tab).take(200_000);
    const stored = [...(write?.chunks ?? []).map(({ text }) => text), write?.state.samples ?? ''];
    expect(stored.flatMap(unpack)).toEqual(everySecond(200));
    expect(write?.chunks).toHaveLength(3);
  });

  test('a clock that is set back loses and repeats no sample', () => {
    const tab = aTab({ timeline: everySecond(5, 100_000) });
    const { take, kept } = keeping(tab);
    take(0);
    tab.timeline.push(...everySecond(5));
    tab.dropped++;
    take(1000);
    tab.timeline.push(...everySecond(2, 5000));
    tab.dropped++;
    const last = take(2000);
    const chunks = kept.writes.flatMap((write) => write.chunks);
    expect(chunks.map(({ text }) => unpack(text))).toEqual([everySecond(5, 100_000)]);
    expect(unpack(last?.state.samples ?? '')).toEqual([...everySecond(5), ...everySecond(2, 5000)]);
  });

  test('a finding is told when it begins, gets worse and ends, and not for each new number', () => {
    const finding = aFinding('reconnect-storm');
    const tab = aTab({ findings: [finding] });
    const { take } = keeping(tab);
    const next = () => {
      tab.dropped++;
      return take(1000)?.findings.map(({ until, severity }) => [until, severity]);
    };
    expect(next()).toEqual([[null, 'warning']]);
    finding.evidence = { tries: 9 };
    expect(next()).toEqual([]);
    finding.severity = 'critical';
    expect(next()).toEqual([[null, 'critical']]);
    finding.until = T0 + 9000;
    expect(next()).toEqual([[T0 + 9000, 'critical']]);
  });

  test('a finding that is stored again counts once', () => {
    const finding = aFinding('reconnect-storm');
    const tab = aTab({ findings: [finding] });
    const { take } = keeping(tab);
    take(0);
    finding.until = T0 + 9000;
    tab.title = 'so that the row is written, too';
    const write = take(1000) as TabWrite;
    expect(write.findings).toHaveLength(1);
    expect(write.record?.bytes).toBe(sizeOf(write));
  });

  test('a turn is stored once, also one that is found between others', () => {
    const tab = aTab({ turns: [turn(0), turn(5000)] });
    const { take } = keeping(tab);
    expect(take(0)?.turns).toHaveLength(2);
    tab.turns.splice(1, 0, turn(2000, 2));
    tab.dropped++;
    expect(take(1)?.turns.map(({ startedAt }) => startedAt - T0)).toEqual([2000]);
  });

  test('the last word of a closed tab completes its samples', () => {
    const tab = aTab({ timeline: everySecond(3) });
    const { take } = keeping(tab);
    take(0);
    foldClosed(tab, T0 + 3000);
    const write = take(3000);
    expect(write?.record?.open).toBe(0);
    expect(unpack(write?.chunks[0]?.text ?? '')).toEqual(everySecond(3));
    expect(unpack(write?.state.samples ?? '')).toEqual([]);
  });

  test('the row of the list is written when it says something else, or is a minute old', () => {
    const tab = aTab();
    const { take } = keeping(tab);
    const isListed = (now: number): boolean => {
      tab.dropped++;
      return take(now)?.record !== null;
    };
    expect(isListed(0)).toBe(true);
    expect(isListed(1000)).toBe(false);
    tab.title = 'Another';
    expect(isListed(2000)).toBe(true);
    expect(isListed(61_999)).toBe(false);
    expect(isListed(62_000)).toBe(true);
  });

  test('names every site that it showed or framed, and no more than it may', () => {
    const tab = aTab();
    const { take } = keeping(tab);
    take(0);
    Object.assign(tab, { url: 'https://other.example/', origin: 'https://other.example' });
    expect(take(1)?.record?.origins).toEqual(['https://voice.example', 'https://other.example']);
    for (let i = 0; i < 100; i++) {
      tab.origin = `https://${i}.example`;
      tab.url = `${tab.origin}/`;
      take(2 + i);
    }
    tab.title = 'last';
    expect(take(200)?.record?.origins).toHaveLength(HISTORY.origins);
  });
});

test('a background that was stopped goes on where the record ends', () => {
  const tab = aTab({
    timeline: everySecond(30),
    findings: [aFinding('vad-leak')],
    turns: [turn(0)],
  });
  const before = keeping(tab).take(30_000) as TabWrite;
  const resumed = resumeTrack({
    record: { ...(before.record as NonNullable<TabWrite['record']>), n: 8 },
    state: { ...before.state, n: 8 },
    findings: before.findings.map((row) => ({ ...row, n: 8 })),
    turns: before.turns,
  });
  expect(resumed.n).toBe(8);
  tab.timeline.push(...everySecond(2, 30_000));
  const after = keeping(tab, resumed).take(32_000);
  expect(after).toMatchObject({ n: 8, findings: [], turns: [], chunks: [] });
  expect(unpack(after?.state.samples ?? '')).toEqual([
    ...everySecond(30),
    ...everySecond(2, 30_000),
  ]);
  expect(after?.record?.firstAt).toBe(before.record?.firstAt);
  expect(after?.record?.bytes).toBe(
    sizeOf({ ...(after as TabWrite), findings: before.findings, turns: before.turns }),
  );
});
