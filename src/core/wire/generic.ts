import type { Burst, GenericState, LoadState } from '../state';
import { addFrames, TINY, withoutBeats } from './bursts';

/*
 * Turns of a protocol that nobody knows, by times and sizes alone: the user's input, a rest, an answer. It
 * is made to stay silent where anything else goes on (feeds, uploads, requests and their replies, games,
 * editors, people who chat): a socket shows turns only if most of its inputs look like one. What is taken
 * for the first response is the first frame of the answer.
 */

/** Slices of a recorder, up to a second long, are one input. */
const INPUT_PAUSE_MS = 1200;
/** Sentences of one answer are spoken one by one. */
const ANSWER_PAUSE_MS = 1500;
/** Acknowledgements before an answer. */
const ACKNOWLEDGEMENTS = 3;
/** Nothing hears, thinks and speaks faster; a request to the same town is answered sooner. */
const LEAST_WAIT_MS = 60;
const MOST_WAIT_MS = 60_000;
/** An input has ended after a pause this much longer than usual. */
const STOPPED = 1.5;
/** A feed never rests for so long before an input. */
const REST_MS = 1000;
/** A second of the thinnest codec, in base64. */
const SOUND_BYTES = 8192;
/** The first frame of an answer is heard within this time; what is never played is no speech. */
const PLAY_MS = 5000;
/** A text that is streamed comes in many frames; a reply to a request in one to three. */
const TEXT_FRAMES = 5;
const TEXT_MS = 300;
const TEXT_BYTES = 200;
/** A typed input is sent at once; keystrokes are many frames. */
const TYPED_FRAMES = 3;
/** One look-alike is chance. */
const TURNS = 3;
const SHARE = 0.6;
const PLAYS = 32;
/** Some dozen turns of a conversation, and how many are forgotten at once. */
const KEPT_BURSTS = 96;
const FORGOTTEN = 32;

export interface GenericTurn {
  startedAt: number;
  firstResponseMs: number;
  firstAudioMs: number | null;
  totalMs: number;
}

/** How often sound has begun to play in a page load. */
export const playsOf = ({ audio }: LoadState): number =>
  audio
    ? audio.scheduled.playing +
      audio.scheduled.played +
      audio.elements.playing +
      audio.elements.played
    : 0;

/** Only pages that listen or speak: a terminal or a notebook asks, waits and gets a stream as well. */
export const mayConverse = (load: LoadState): boolean =>
  (load.kinds.microphoneTrack?.created ?? 0) > 0 || load.nodes.length > 0 || playsOf(load) > 0;

export const createGeneric = (): GenericState => ({
  bursts: [],
  playedAt: [],
  played: 0,
  inputs: 0,
  turns: 0,
  reportedAt: null,
});

export const notePlays = (state: GenericState, load: LoadState): void => {
  const played = playsOf(load);
  if (played > state.played) state.playedAt.push(load.audioAt);
  if (state.playedAt.length > PLAYS) state.playedAt.shift();
  state.played = played;
};

export const noteFrames = (state: GenericState, frames: Burst): void => {
  const { out, count, bytes, firstAt, lastAt } = frames;
  addFrames(state.bursts, { out, count, bytes, firstAt, lastAt });
};

const sum = (bursts: readonly Burst[], of: 'count' | 'bytes'): number =>
  bursts.reduce((all, burst) => all + burst[of], 0);

/** What comes in from `at` on, until a pause or the next thing that goes out. */
const incoming = (bursts: readonly Burst[], at: number): Burst[] => {
  const answer: Burst[] = [];
  for (const burst of bursts.slice(at)) {
    const last = answer.at(-1);
    if (burst.out || (last && burst.firstAt - last.lastAt > ANSWER_PAUSE_MS)) break;
    answer.push(burst);
  }
  return answer;
};

const withoutAcknowledgements = (answer: readonly Burst[]): Burst[] => {
  let from = 0;
  while (
    from < answer.length - 1 &&
    sum(answer.slice(0, from + 1), 'count') <= ACKNOWLEDGEMENTS &&
    (answer[from] as Burst).bytes <= TINY * (answer[from] as Burst).count
  )
    from++;
  return answer.slice(from);
};

type Judged = GenericTurn | 'none' | 'pending';

const judge = (
  input: readonly Burst[],
  answer: readonly Burst[],
  { playedAt }: GenericState,
  { over, now }: { over: boolean; now: number },
): Judged => {
  const { firstAt } = answer[0] as Burst;
  const { lastAt } = answer.at(-1) as Burst;
  const bytes = sum(answer, 'bytes');
  const typed = sum(input, 'count') <= TYPED_FRAMES || sum(input, 'bytes') >= SOUND_BYTES;
  const isText =
    typed &&
    sum(answer, 'count') >= TEXT_FRAMES &&
    lastAt - firstAt >= TEXT_MS &&
    bytes >= TEXT_BYTES;
  const isSound =
    bytes >= SOUND_BYTES && playedAt.some((at) => at >= firstAt && at <= firstAt + PLAY_MS);
  if (!over) return 'pending';
  if (!isText && !isSound)
    return bytes >= SOUND_BYTES && now <= firstAt + PLAY_MS ? 'pending' : 'none';
  const startedAt = (input.at(-1) as Burst).lastAt;
  const sound = isSound && answer.find((one) => one.bytes / one.count >= 1000);
  return {
    startedAt,
    firstResponseMs: firstAt - startedAt,
    firstAudioMs: sound ? sound.firstAt - startedAt : null,
    totalMs: lastAt - startedAt,
  };
};

/** Whether the input ended a while before the answer and began after a rest. */
const isAlone = (
  bursts: readonly Burst[],
  input: readonly Burst[],
  { startedAt, firstResponseMs }: GenericTurn,
): boolean => {
  const { firstAt } = input[0] as Burst;
  const frames = sum(input, 'count');
  const usual = frames >= 4 ? (startedAt - firstAt) / (frames - 1) : 0;
  return (
    firstResponseMs >= LEAST_WAIT_MS &&
    firstResponseMs > usual * STOPPED &&
    !bursts.some(
      (one) =>
        !one.out && one.firstAt < firstAt && firstAt - Math.min(one.lastAt, firstAt) < REST_MS,
    )
  );
};

interface Input {
  at: number;
  turn: GenericTurn | null;
}

/** Every input that something can be said of by now. */
const inputsOf = (state: GenericState, now: number): Input[] => {
  const bursts = withoutBeats(state.bursts);
  const inputs: Input[] = [];
  for (let i = 0; i < bursts.length; i++) {
    if (!bursts[i]?.out) continue;
    const input = [bursts[i] as Burst];
    let judged: Judged = 'none';
    for (let j = i + 1; j < bursts.length && judged === 'none'; j++) {
      const burst = bursts[j] as Burst;
      const pause = burst.firstAt - (input.at(-1) as Burst).lastAt;
      if (pause > (burst.out ? INPUT_PAUSE_MS : MOST_WAIT_MS)) break;
      if (burst.out) input.push(burst);
      else {
        const answer = incoming(bursts, j);
        j += answer.length - 1;
        const over = j < bursts.length - 1 || now - (bursts[j] as Burst).lastAt > ANSWER_PAUSE_MS;
        judged = judge(input, withoutAcknowledgements(answer), state, { over, now });
      }
      i = j;
    }
    if (judged === 'pending') continue;
    const isTurn = judged !== 'none' && isAlone(bursts, input, judged);
    inputs.push({ at: (input[0] as Burst).firstAt, turn: isTurn ? (judged as GenericTurn) : null });
  }
  return inputs;
};

const turnsIn = (inputs: readonly Input[]): GenericTurn[] =>
  inputs.flatMap(({ turn }) => turn ?? []);

/** Forgets the oldest bursts; what they were counts on. */
const forget = (state: GenericState, inputs: readonly Input[]): void => {
  if (state.bursts.length <= KEPT_BURSTS + FORGOTTEN) return;
  const from = (state.bursts[FORGOTTEN] as Burst).firstAt;
  state.bursts.splice(0, FORGOTTEN);
  const old = inputs.filter(({ at }) => at < from);
  state.inputs += old.length;
  state.turns += turnsIn(old).length;
};

/** The turns that have come to an end and were not given before, where the socket shows turns at all. */
export const takeTurns = (state: GenericState, now: number): GenericTurn[] => {
  const inputs = inputsOf(state, now);
  const turns = turnsIn(inputs);
  const count = state.turns + turns.length;
  const share = count / (state.inputs + inputs.length);
  forget(state, inputs);
  if (count < TURNS || share < SHARE) return [];
  const last = state.reportedAt;
  const fresh = turns.filter(({ startedAt }) => last === null || startedAt > last);
  state.reportedAt = fresh.at(-1)?.startedAt ?? last;
  return fresh;
};
