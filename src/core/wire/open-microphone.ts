import type { WireState } from '../state';
import { open, REST_MS } from './turn';

/** Input frames that are needed to know how far they are apart, and what is assumed before that. */
const KNOWN_FRAMES = 4;
const USUAL_MS = 1000;
/** A pause this much longer than usual is an end: else the last frame would always be a moment old. */
const STOPPED = 1.5;
/** Nobody waits longer for an answer to what he has said. */
const WAIT_MS = 60_000;
/** A transcript older than this is of something else. */
const HEARD_MS = 10_000;

const endOfInput = ({ input }: WireState, at: number): number | null => {
  if (!input) return null;
  const usual =
    input.count < KNOWN_FRAMES ? USUAL_MS : (input.lastAt - input.firstAt) / (input.count - 1);
  const wait = at - input.lastAt;
  return wait > Math.max(0, usual * STOPPED) && wait <= WAIT_MS ? input.lastAt : null;
};

const lastHeard = ({ heardAt }: WireState, at: number): number | null =>
  heardAt !== null && heardAt <= at && at - heardAt <= HEARD_MS ? heardAt : null;

/**
 * An answer comes that no message has begun a turn for: begins one, where the user has said something.
 * Without it, the agent greets; right after an end it is a late rest.
 */
export const openBefore = (wire: WireState, at: number): void => {
  const { turn } = wire;
  if (turn) {
    // A begin that got no answer (a history that was sent) is not what this is the answer to.
    const heard = lastHeard(wire, at);
    if (turn.acknowledged || heard === null || at - turn.startedAt <= HEARD_MS) return;
    if (heard > turn.startedAt && turn.firstResponseMs === null) open(wire, heard);
    return;
  }
  const ended = Math.max(wire.overAt ?? 0, wire.cutAt ?? 0);
  if (!wire.said || (at >= ended && at - ended < REST_MS)) return;
  const from = endOfInput(wire, at) ?? lastHeard(wire, at);
  wire.heardAt = null;
  // The cut is past: what comes now is the answer.
  open(wire, from ?? at, from === null).afterCut = false;
};
