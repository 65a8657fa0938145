import type { Burst } from '../state';

/** A pause that does not part two frames. */
const PAUSE_MS = 250;
/** The most that is remembered of one socket, should nobody look at it for long. */
export const BURSTS = 256;

/** What a ping, its answer or an acknowledgement needs. */
export const TINY = 256;
/** Nobody checks a connection more often, and faster ones are a conversation's own. */
const BEAT_MS = 2000;
const STEADY = 0.2;
const STEADY_SHARE = 0.6;
/** What answers a heartbeat is less than this; where nearly all are answered by more, they are no heartbeats. */
const ANSWER_FRAMES = 5;
const ANSWER_BYTES = 8192;
const ANSWERED_SHARE = 0.8;

/** Adds frames to the latest burst of their direction, or begins one; old ones are forgotten. */
export const addFrames = (bursts: Burst[], frames: Burst): void => {
  const last = bursts.findLast(({ out }) => out === frames.out);
  const pause = last && frames.firstAt - last.lastAt;
  if (last && pause !== undefined && pause <= PAUSE_MS && frames.lastAt >= last.firstAt) {
    last.count += frames.count;
    last.bytes += frames.bytes;
    last.lastAt = Math.max(last.lastAt, frames.lastAt);
  } else bursts.push({ ...frames });
  if (bursts.length > BURSTS) bursts.shift();
};

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[values.length >> 1] as number;

/** Whether much comes in after it, before the next thing goes out. */
const isAnswered = (bursts: readonly Burst[], one: Burst): boolean => {
  let count = 0;
  let bytes = 0;
  for (let i = bursts.indexOf(one) + 1; bursts[i] && !bursts[i]?.out; i++) {
    count += (bursts[i] as Burst).count;
    bytes += (bursts[i] as Burst).bytes;
  }
  return count > ANSWER_FRAMES || bytes >= ANSWER_BYTES;
};

const isBeat = (bursts: readonly Burst[], single: readonly Burst[]): boolean => {
  if (single.length < 3) return false;
  const gaps = single.slice(1).map(({ firstAt }, i) => firstAt - (single[i] as Burst).firstAt);
  const usual = median([...gaps]);
  const steady = gaps.filter((gap) => Math.abs(gap - usual) <= usual * STEADY);
  if (usual < BEAT_MS || steady.length / gaps.length < STEADY_SHARE) return false;
  const answered = single.filter((one) => one.out && isAnswered(bursts, one));
  return answered.length / single.length < ANSWERED_SHARE;
};

/** The bursts without heartbeats: small single frames of one size, at a steady distance. */
export const withoutBeats = (bursts: readonly Burst[]): Burst[] => {
  const bySize: Record<string, Burst[]> = {};
  for (const burst of bursts) {
    if (burst.count > 1 || burst.bytes > TINY) continue;
    const size = `${burst.out} ${burst.bytes >> 2}`;
    bySize[size] = [...(bySize[size] ?? []), burst];
  }
  const beats = new Set(
    Object.values(bySize)
      .filter((single) => isBeat(bursts, single))
      .flat(),
  );
  return bursts.filter((burst) => !beats.has(burst));
};
