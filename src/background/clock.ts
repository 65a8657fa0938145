import { type ClockJump, JUMP_MS } from '../core/clock';

/** Reading two clocks takes next to nothing, unless the machine falls asleep in between. */
const AT_ONCE_MS = 100;
/** Where the steady clock goes on while the machine sleeps (Windows), a beat that is this late tells it. */
const ASLEEP_MS = 60_000;

interface Clocks {
  /** What the machine's clock shows: it may be set, and goes on while the machine sleeps. */
  wall(): number;
  /** Never set, and on most systems it stands still while the machine sleeps. */
  steady(): number;
}

export interface Clock {
  (): number;
  /** The latest jump, `null` before the first. */
  jump(): ClockJump | null;
  /** Takes it that the clock was set back while nobody was here: it showed `then` before. */
  wentBack(then: number): void;
}

/**
 * The time, as the machine's clock shows it. Whoever asks hears of a jump first: `jumped` is called
 * before the new time is given. `isBeating`: somebody asks every second.
 */
export const createClock = (
  jumped: (jump: ClockJump) => void,
  isBeating: () => boolean,
  { wall, steady }: Clocks = { wall: Date.now, steady: () => performance.now() },
): Clock => {
  let last: ClockJump | null = null;
  const read = (): { now: number; ran: number } => {
    for (;;) {
      const ran = steady();
      const now = wall();
      if (steady() - ran <= AT_ONCE_MS) return { now, ran };
    }
  };
  const tell = (jump: ClockJump): void => {
    if (Math.abs(jump.by) < JUMP_MS) return;
    last = jump;
    jumped(jump);
  };
  let before = read();
  const clock = (): number => {
    const { now, ran } = read();
    const passed = ran - before.ran;
    const slept = isBeating() && passed > ASLEEP_MS;
    const by = now - before.now - (slept ? 0 : passed);
    before = { now, ran };
    tell({ at: now, by });
    return now;
  };
  return Object.assign(clock, {
    jump: () => last,
    wentBack: (then: number) => tell({ at: wall(), by: wall() - then }),
  });
};
