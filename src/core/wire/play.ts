import type { TypeRun } from '../../protocol/facts';
import type { OpenTurn, TabState, WireState } from '../state';
import { openBefore } from './open-microphone';
import type { Role, WireProfile } from './profile';
import { complete, cut, hasAnswer, open, REST_MS, supersede } from './turn';

/** What says "begin" again this soon says the same once more (end of speech, commit, request for an answer). */
const SAME_BEGIN_MS = 1000;
/** A page that looks something up first asks later for the answer to the same words. */
const SAME_REQUEST_MS = 10_000;
/** An acknowledgement this soon after the user has begun to speak is of what went before. */
const IN_FLIGHT_MS = 500;
/** A pause in the user's audio that separates what he says. */
const INPUT_PAUSE_MS = 3000;
/** A tool that leads to nothing for so long was the end. */
const TOOL_MS = 30_000;

/** Ends a turn that no message ends, once it has been quiet for long enough. */
export const settle = (tab: TabState, wire: WireState, profile: WireProfile, now: number): void => {
  const { turn } = wire;
  if (!turn) return;
  const { toolAt, lastAt, endedAt } = turn;
  const idle = profile.idleMs !== undefined && hasAnswer(turn);
  if (toolAt !== null) {
    if (now - Math.max(toolAt, lastAt) > TOOL_MS && (endedAt !== null || idle))
      complete(tab, wire, endedAt ?? lastAt);
  } else if (idle && now - lastAt > (profile.idleMs ?? 0)) complete(tab, wire, lastAt);
};

const input = (wire: WireState, { count, firstAt, lastAt }: TypeRun): void => {
  wire.said = true;
  const { input } = wire;
  if (input && firstAt - input.lastAt <= INPUT_PAUSE_MS && firstAt >= input.firstAt) {
    input.count += count;
    input.lastAt = Math.max(input.lastAt, lastAt);
  } else wire.input = { count, firstAt, lastAt };
};

const begin = (tab: TabState, wire: WireState, at: number, sameMs: number): void => {
  const { turn } = wire;
  if (turn && !hasAnswer(turn) && turn.endedAt === null && at - turn.startedAt < sameMs) return;
  supersede(tab, wire, at);
  open(wire, at);
};

const ask = (tab: TabState, wire: WireState, at: number): void => {
  // After a tool's call the same turn goes on; with nothing said, the agent is told to greet.
  if (wire.said && (wire.turn?.toolAt ?? null) === null) begin(tab, wire, at, SAME_REQUEST_MS);
};

const stop = (tab: TabState, wire: WireState, at: number): void => {
  // An answer that went on while the user spoke translates him.
  const stray = wire.strayAt !== null && at - wire.strayAt < IN_FLIGHT_MS;
  if (!wire.translates && !stray) begin(tab, wire, at, SAME_BEGIN_MS);
  wire.speakingSince = null;
  wire.translates = false;
};

const acknowledge = (wire: WireState, at: number): void => {
  const { turn, speakingSince } = wire;
  if (turn) {
    turn.acknowledged = true;
    turn.afterCut = false;
  } else if (speakingSince !== null && at - speakingSince > IN_FLIGHT_MS) wire.translates = true;
};

const answer = (wire: WireState, at: number, role: 'answers' | 'sounds' | 'weak'): void => {
  const { turn } = wire;
  if (!turn || (turn.afterCut && at - turn.startedAt < REST_MS)) {
    wire.strayAt = at;
    return;
  }
  turn.afterCut = false;
  const wait = Math.max(0, at - turn.startedAt);
  if (role === 'weak') turn.weakMs ??= wait;
  else if (!turn.unheard) turn.firstResponseMs ??= wait;
  if (role === 'sounds' && !turn.unheard) turn.firstAudioMs ??= wait;
  turn.lastAt = Math.max(turn.lastAt, at);
  turn.toolAt = null;
  turn.endedAt = null;
  turn.sentAt = null;
};

const end = (tab: TabState, wire: WireState, turn: OpenTurn, at: number): void => {
  // The end of an answer that was cut short before this turn.
  if (!turn.acknowledged && !hasAnswer(turn)) turn.afterCut = false;
  else if (turn.toolAt !== null) turn.endedAt = at;
  else complete(tab, wire, at);
};

/** What the user does meanwhile is no sign that his turn goes on. */
const NO_SIGN: readonly Role[] = ['input', 'heard', 'switches'];

/** Takes one message (the first or the last one of its run) into the conversation. */
export const play = (
  tab: TabState,
  wire: WireState,
  profile: WireProfile,
  role: Role,
  run: TypeRun,
  at: number,
): void => {
  settle(tab, wire, profile, at);
  const begins = role === 'answers' || role === 'sounds' || role === 'weak' || role === 'tool';
  if (profile.openMicrophone && begins && !run.out) openBefore(wire, at);
  const { turn } = wire;
  if (turn && !NO_SIGN.includes(role)) turn.heardAt = Math.max(turn.heardAt, at);
  switch (role) {
    case 'input':
      if (at === run.firstAt) input(wire, run);
      break;
    case 'heard':
      wire.heardAt = at;
      wire.said = true;
      break;
    case 'speaks':
      supersede(tab, wire, at);
      wire.speakingSince = at;
      wire.translates = false;
      wire.said = true;
      break;
    case 'stops':
      stop(tab, wire, at);
      break;
    case 'begins':
      begin(tab, wire, at, SAME_BEGIN_MS);
      break;
    case 'asks':
      ask(tab, wire, at);
      break;
    case 'acknowledges':
      acknowledge(wire, at);
      break;
    case 'answers':
    case 'sounds':
    case 'weak':
      answer(wire, at, role);
      break;
    case 'tool':
      if (!turn) break;
      turn.toolAt = at;
      turn.acknowledged = true;
      break;
    case 'sent':
      if (turn) turn.sentAt ??= at;
      break;
    case 'ends':
      if (turn) end(tab, wire, turn, at);
      // Of what was cut short, nothing more comes.
      else wire.cutAt = null;
      break;
    case 'interrupted':
      cut(tab, wire, at);
      break;
    case 'played':
      wire.playedAt = at;
      break;
    case 'switches':
      wire.switchedAt = at;
      break;
  }
};
