import type { Sample } from '../report';
import { pack, unpack } from './pack';
import { type ChunkRow, HISTORY, THINNING } from './shape';

type Join = (a: number | null, b: number | null) => number | null;

const either =
  (join: (a: number, b: number) => number): Join =>
  (a, b) =>
    a === null || b === null ? (a ?? b) : join(a, b);
const most = either(Math.max);

/**
 * What one sample keeps of several. Each way may be applied again and again: what ten seconds keep, and then a
 * minute keeps of them, is what the minute would have kept of the seconds.
 * - What lives at once: the most, because a peak is what a leak or a storm shows as, and a mean would hide it.
 * - The backlog: the most, because the longest wait is what was heard.
 * - Attempts: the last, because they are counted since the tab began.
 * - Blocked time: the sum, because each sample has what came since the one before.
 * - Memory: the least, because what stays after the garbage collector ran is what leaks
 *   (`memory-trend.ts` reads the lowest values, too).
 * - The time: of the last one, a moment that was really seen.
 */
const JOINS: Record<keyof Sample, Join> = {
  at: (_, b) => b,
  attempts: (_, b) => b,
  openSockets: most,
  audioBacklogMs: most,
  audioPlaying: most,
  liveVads: most,
  runningAudioContexts: most,
  microphoneTracks: most,
  blockedMs: either((a, b) => a + b),
  usedBytes: either(Math.min),
};
const NAMES = Object.keys(JOINS) as (keyof Sample)[];

const joined = (a: Sample, b: Sample): Sample =>
  Object.fromEntries(
    NAMES.map((name) => [name, JOINS[name](a[name], b[name])]),
  ) as unknown as Sample;

/** At most one sample for each `step`; where there was none there is none, and never zeros. */
export const thin = (samples: readonly Sample[], step: number): Sample[] => {
  const kept: Sample[] = [];
  let bucket = Number.NaN;
  for (const sample of samples) {
    const its = Math.floor(sample.at / step);
    const last = kept.at(-1);
    if (last && its === bucket) kept[kept.length - 1] = joined(last, sample);
    else kept.push(sample);
    bucket = its;
  }
  return kept;
};

/** The coarsest step that is needed so that at most `most` samples are left, and the samples. */
export const thinTo = (samples: readonly Sample[], most: number) => {
  let kept: readonly Sample[] = samples;
  let step: number | null = null;
  for (let next = THINNING[0].to as number; kept.length > most; next *= 2) {
    step = next;
    kept = thin(samples, step);
  }
  return { samples: [...kept], thinnedTo: step };
};

/** A new chunk of samples that belong together, in the order of their times. */
export const chunkOf = (samples: readonly Sample[], step: number): Omit<ChunkRow, 'n'> => ({
  from: samples[0]?.at ?? 0,
  until: samples.at(-1)?.at ?? 0,
  step,
  text: pack(samples),
});

/** What becomes of chunks: those that go, and those that come in their place. */
export interface Thinned {
  gone: ChunkRow[];
  fresh: ChunkRow[];
}

type Stage = (typeof THINNING)[number];

/** Chunks of a step that began before are due: all of their window is old enough, and nothing is added to it. */
export const dueBefore = ({ afterMs, windowMs }: Stage, now: number): number =>
  Math.floor((now - afterMs) / windowMs) * windowMs;

/** The window that a chunk belongs to. What is in it is thinned together, into one chunk. */
export const windowOf = ({ windowMs }: Stage, { from }: Pick<ChunkRow, 'from'>) => {
  const begin = Math.floor(from / windowMs) * windowMs;
  return { begin, end: begin + windowMs - 1 };
};

/** Takes the chunks of one record in one window and makes coarser ones of those that have the stage's step. */
export const thinChunks = ({ step, to }: Stage, chunks: readonly ChunkRow[]): Thinned => {
  const gone = chunks.filter((chunk) => chunk.step === step).sort((a, b) => a.from - b.from);
  const [first] = gone;
  if (!first) return { gone, fresh: [] };
  const samples = thin(
    gone.flatMap(({ text }) => unpack(text)),
    to,
  );
  const fresh: ChunkRow[] = [];
  for (let i = 0; i < samples.length; i += HISTORY.chunk)
    fresh.push({ n: first.n, ...chunkOf(samples.slice(i, i + HISTORY.chunk), to) });
  return { gone, fresh };
};
