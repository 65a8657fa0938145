import type { Batch, TypeRun } from '../protocol/facts';
import { openTries } from './open-sockets';
import { take as has, type Room } from './room';
import type { TwinState, TwinType } from './socket-state';
import type { LoadState } from './state';

/*
 * Whether several sockets of one endpoint carry the same. A page tells its messages by endpoint and type,
 * never what is in them nor on which socket each came. So the same on each of n sockets shows in that
 * messages come n at a time, with n times the bytes of one. Two streams that differ come one at a time, but
 * two that are fed by timers of one length may beat in time. Those are odd sooner or later where the
 * sizes of their messages vary: of sums of two such sizes every second one is odd. And they beat
 * regularly. Where messages are of one size and come regularly nothing is said: two feeds look like that, too.
 */

/** What belongs together comes within this time, and what does not later than that. */
const TOGETHER_MS = 100;
/** So often has the size changed with all sums even: by chance one time in 2^10, on top of coming in time. */
const RESIZED = 10;
/** … or so many moments, and half of all, came after a time that no timer's lateness makes of the one before. */
const UNTIMELY = { moments: 20, share: 0.5, ratio: 1.3, ms: 150 };
/** One moment in so many may be torn apart by a busy main thread. */
const ODD_ONE_IN = 20;
/** So much of what the sockets carry in one direction has to be the same. */
const SAME_SHARE = 0.8;
/** More kinds of messages than this are not told apart. */
const TYPES = 32;

const newType = (): TwinType => ({
  count: 0,
  bytes: 0,
  firstAt: 0,
  lastAt: 0,
  moments: 0,
  odd: 0,
  resized: 0,
  size: null,
  untimely: 0,
  judgedAt: null,
  gapMs: null,
  messages: 0,
});

const judge = (type: TwinType, sockets: number): void => {
  const { count, bytes, firstAt, size, judgedAt, gapMs } = type;
  type.moments++;
  type.count = type.bytes = 0;
  const gap = judgedAt === null ? null : firstAt - judgedAt;
  if (gap !== null && gapMs !== null) {
    const [short, long] = [Math.min(gap, gapMs), Math.max(gap, gapMs)];
    if (long > UNTIMELY.ratio * short && long - short > UNTIMELY.ms) type.untimely++;
  }
  type.gapMs = gap;
  type.judgedAt = firstAt;
  if (count % sockets || bytes % sockets) {
    type.odd++;
    return;
  }
  if (size !== null && bytes / count !== size) type.resized++;
  type.size = bytes / count;
};

const take = (state: TwinState, { out, type: name, count, bytes, firstAt, lastAt }: TypeRun) => {
  const key = `${out ? '>' : '<'}${name}`;
  let type = state.types[key];
  if (!type) {
    if (Object.keys(state.types).length >= TYPES) return;
    type = newType();
    state.types[key] = type;
  }
  if (type.count && firstAt - type.lastAt > TOGETHER_MS) judge(type, state.sockets.length);
  if (!type.count) type.firstAt = firstAt;
  type.count += count;
  type.bytes += bytes;
  type.messages += count;
  type.lastAt = lastAt;
};

/** Takes what the open sockets of each endpoint have carried. Begins anew when there are others. */
export const foldTwins = (load: LoadState, batch: Batch, room: Room): void => {
  for (const { n } of batch.endpoints) {
    const sockets = openTries(load, n).map((attempt) => attempt.n);
    const state = load.twins[n];
    if (sockets.length < 2) delete load.twins[n];
    // Some of these messages may be older than the newest socket.
    else if (state?.sockets.join() !== sockets.join()) {
      if (state || has(room, 'twins')) load.twins[n] = { sockets, types: {} };
    } else for (const run of batch.types) if (run.endpoint === n) take(state, run);
  }
};

const isSame = ({ odd, moments }: TwinType): boolean => moments > 0 && odd * ODD_ONE_IN <= moments;

const isPlain = ({ resized, untimely, moments }: TwinType): boolean =>
  resized >= RESIZED ||
  (untimely >= UNTIMELY.moments && untimely >= UNTIMELY.share * (moments - 2));

const sum = (types: readonly TwinType[]): number =>
  types.reduce((all, { messages }) => all + messages, 0);

/** Messages that each of the sockets has had alike. */
export interface Twins {
  sockets: number;
  received: number;
  sent: number;
}

/** The open sockets of an endpoint that have carried the same for as long as there are these; else `null`. */
export const twinsOf = (load: LoadState, endpoint: number): Twins | null => {
  const state = load.twins[endpoint];
  if (!state) return null;
  const sockets = state.sockets.length;
  const alike = (direction: '<' | '>'): number => {
    const all = Object.keys(state.types).filter((key) => key.startsWith(direction));
    const types = all.map((key) => state.types[key] as TwinType);
    const same = types.filter(isSame);
    if (!same.some(isPlain) || sum(same) < SAME_SHARE * sum(types)) return 0;
    return Math.floor(sum(same) / sockets);
  };
  const [received, sent] = [alike('<'), alike('>')];
  return received || sent ? { sockets, received, sent } : null;
};
