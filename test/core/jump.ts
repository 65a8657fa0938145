import { createClock } from '../../src/background/clock';
import { buildReport } from '../../src/core/build-report';
import { clockJumped, JUMP_MS, onThisClock } from '../../src/core/clock';
import { detect } from '../../src/core/detect';
import { foldBatch } from '../../src/core/fold';
import { foldMain } from '../../src/core/fold-main';
import type { FindingId, Report } from '../../src/core/report';
import { takeSample } from '../../src/core/sample';
import type { TabState, World } from '../../src/core/state';
import { settleTurns } from '../../src/core/turns';
import type { Batch, MainFact } from '../../src/protocol/facts';
import { aTab, aWorld, T0 } from './facts';

/*
 * A page that is watched while the machine's clock jumps. What the page says is written down in the time that
 * really passes; each of its times is then what the clock showed at that moment.
 */

/** What a page says at a moment (ms since `T0`), its times counted from `T0` as if the clock never jumped. */
export type Tape = (at: number) => { batch?: Batch; main?: MainFact };

export interface Jump {
  /** After so many ms the clock shows so much more, or less. */
  at: number;
  by: number;
}

/** A time of these years is one, a count is none. */
const isTime = (value: number): boolean => Math.abs(value - T0) < 400 * 86_400_000;

/** Everything in plain data that is a time, with where it stands. */
export const timesIn = (value: unknown, path = ''): [path: string, at: number][] => {
  if (typeof value === 'number') return isTime(value) ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => timesIn(one, `${path}.${key}`));
};

/** The number of a conversation is made of a time, and is none. */
export const isName = (path: string): boolean => /\.(conversation|wires\.\d+\.since)$/.test(path);

/** The same, each time as the clock showed it. */
const stamped = <T>(value: T, show: (at: number) => number): T => {
  if (typeof value === 'number') return (isTime(value) ? show(value - T0) : value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => stamped(one, show)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, stamped(one, show)]),
  ) as T;
};

/** Durations that a report tells. */
export const durationsIn = (value: unknown, path = ''): [path: string, ms: number][] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]): [string, number][] =>
    typeof one === 'number' && /ms$/i.test(key)
      ? [[`${path}.${key}`, one]]
      : durationsIn(one, `${path}.${key}`),
  );
};

export interface Seen {
  tab: TabState;
  report: Report;
  /** Which findings there were, each with the seconds at whose end it was active. */
  found: Map<FindingId, number[]>;
  /** What must never be; empty where all is well. */
  wrong: string[];
}

const ABOUT = {
  extension: { name: 'Whylag', version: '0' },
  browser: { name: 'Chromium', version: '0' },
};

/** What is seen of a page in so many seconds, a look each second; without a `jump` the clock just goes. */
export const watchTape = (
  tape: Tape,
  seconds: number,
  jump: Jump = { at: Number.POSITIVE_INFINITY, by: 0 },
  engine: World['engine'] = 'chromium',
): Seen => {
  const tab = aTab();
  const world = aWorld([tab], engine);
  const show = (at: number): number => T0 + at + (at >= jump.at ? jump.by : 0);
  let passed = 0;
  const clock = createClock(
    (one) => clockJumped(world, one),
    () => true,
    { wall: () => show(passed), steady: () => passed },
  );
  const found: Seen['found'] = new Map();
  const wrong: string[] = [];
  const report = (): Report => buildReport(world, tab, ABOUT, clock());
  const check = (second: number): void => {
    const now = clock();
    if (tab.timeline.at(-1)?.at !== now) wrong.push(`second ${second}: no sample`);
    // A step as small as that is none, and neither is what a page took the time of before it.
    for (const [path, at] of timesIn(tab))
      if (at > now + JUMP_MS && !isName(path))
        wrong.push(`second ${second}: ${path} is ${at - now} ms ahead`);
    if (second % 3) return;
    for (const [path, ms] of durationsIn(report()))
      if (ms < 0) wrong.push(`second ${second}: ${path} is ${ms}`);
  };
  for (let quarter = 1; quarter <= seconds * 4; quarter++) {
    passed = quarter * 250;
    const { batch, main } = tape(passed);
    const now = clock();
    if (batch) {
      const told = onThisClock(stamped(batch, show), clock.jump(), now);
      foldBatch(tab, 0, 'load-1', 'https://voice.example/app', told, now);
    }
    if (main) {
      // When it was loaded is counted back from the clock as it is.
      const loadedAt = main.loadedAt === null ? null : main.loadedAt + show(passed) - T0 - passed;
      foldMain(
        tab,
        'load-1',
        onThisClock({ ...stamped(main, show), loadedAt }, clock.jump(), now),
        null,
        now,
      );
    }
    if (quarter % 4) continue;
    settleTurns(tab, now);
    takeSample(tab, now);
    detect(world, tab, now);
    check(quarter / 4);
    for (const { id, until } of tab.findings)
      if (until === null) found.set(id, [...(found.get(id) ?? []), quarter / 4]);
  }
  return { tab, report: report(), found, wrong };
};
