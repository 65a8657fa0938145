import type { FindingId, Sample, Turn } from '../report';
import type { KeptFinding } from '../state';
import { unpack } from './pack';
import type { Resumed } from './store';

/** What is known of a tab's record: all that tells what of the tab is new to it. */
export interface Track {
  n: number | null;
  firstAt: number;
  /** The samples of the chunk that grows. */
  samples: Sample[];
  lastSampleAt: number | null;
  /** Turns that are stored, of those that the tab still knows. */
  turns: string[];
  /** What was last told of each finding that the tab still knows, and its size, by its key. */
  findings: Record<string, { told: string; size: number }>;
  /** The row that lists read, without what changes with each write, and when it was last stored. */
  row: string;
  rowAt: number;
  origins: string[];
  frames: string[];
  told: FindingId[];
  /** Of chunks, findings and turns. */
  bytes: number;
  /** What the page had said when the state was last put into words, and those. */
  signature: string;
  text: string;
}

export const createTrack = (): Track => ({
  n: null,
  firstAt: 0,
  samples: [],
  lastSampleAt: null,
  turns: [],
  findings: {},
  row: '',
  rowAt: 0,
  origins: [],
  frames: [],
  told: [],
  bytes: 0,
  signature: '',
  text: '',
});

export const turnKey = ({
  startedAt,
  conversation,
}: Pick<Turn, 'startedAt' | 'conversation'>): string => `${startedAt} ${conversation}`;
export const findingKey = ({ since, id }: Pick<KeptFinding, 'since' | 'id'>): string =>
  `${since} ${id}`;
/** What a list of findings shows of one that may change. */
export const toldOf = ({ until, severity }: Pick<KeptFinding, 'until' | 'severity'>): string =>
  `${until} ${severity}`;

/** The track of a record whose tab has been brought to another clock (`core/clock.ts`): what is stored is not new. */
export const movedTrack = (track: Track, by: number): Track => {
  const moved = (key: string): string => {
    const [at, ...rest] = key.split(' ');
    return [Number(at) + by, ...rest].join(' ');
  };
  return {
    ...track,
    samples: track.samples.map((sample) => ({ ...sample, at: sample.at + by })),
    lastSampleAt: track.lastSampleAt === null ? null : track.lastSampleAt + by,
    turns: track.turns.map(moved),
    findings: Object.fromEntries(
      Object.entries(track.findings).map(([key, known]) => [moved(key), known]),
    ),
  };
};

/** What the background knew of a record before it was stopped, as the store has it. */
export const resumeTrack = ({ record, state, findings, turns }: Resumed): Track => {
  const samples = state ? unpack(state.samples) : [];
  return {
    ...createTrack(),
    n: record.n,
    firstAt: record.firstAt,
    samples,
    lastSampleAt: samples.at(-1)?.at ?? record.lastAt,
    turns: turns.map(turnKey),
    findings: Object.fromEntries(
      findings.map((row) => [findingKey(row), { told: toldOf(row), size: row.text.length }]),
    ),
    origins: record.origins,
    frames: record.frames,
    told: record.findings,
    bytes: state?.bytes ?? 0,
  };
};
