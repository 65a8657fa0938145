import type { TypeRun } from '../../protocol/facts';

/* What is known of the conversation on one socket; a part of the world's state, plain data as all of it. */

/** A turn that goes on. */
export interface OpenTurn {
  startedAt: number;
  /** Nothing told when the user had ended: `startedAt` is the answer's own begin. */
  unheard: boolean;
  firstResponseMs: number | null;
  firstAudioMs: number | null;
  /** What may be an answer or a thought only: the first response where nothing else comes. */
  weakMs: number | null;
  /** The latest part of the answer. */
  lastAt: number;
  /** The latest message that shows that it goes on, of either side. */
  heardAt: number;
  /** The server has sent all of the answer: what is left is to play it. */
  sentAt: number | null;
  /** The server has taken it up. */
  acknowledged: boolean;
  /** It has cut another answer short, parts of which may still be on their way. */
  afterCut: boolean;
  /** A tool was called and has not led to more of the answer yet. */
  toolAt: number | null;
  /** An end that counts only if the tool's call leads to nothing more. */
  endedAt: number | null;
}

/** Frames of one direction with no pause in between that matters. */
export interface Burst {
  out: boolean;
  count: number;
  bytes: number;
  firstAt: number;
  lastAt: number;
}

/** What the rule by timing knows of a socket whose protocol is not known. */
export interface GenericState {
  bursts: Burst[];
  /** When sound began to play, and how often it has since the page began. */
  playedAt: number[];
  played: number;
  /** Inputs, and turns among them, whose bursts are forgotten. */
  inputs: number;
  turns: number;
  /** Begin of the latest turn that was reported. */
  reportedAt: number | null;
}

/** The conversation on one socket, read from message types (see `wire/` and `turns.ts`). */
export interface WireState {
  /** Its first message: the number of the conversation. */
  since: number;
  /** The protocol's id, `null` as long as nothing tells it. */
  profile: string | null;
  /** The latest runs of a socket whose protocol is not known yet: what tells it may come late. */
  early: TypeRun[];
  /** Media elements that have ended meanwhile. */
  earlyEnded: number;
  generic: GenericState | null;
  /** Pieces that wait in a player that no hook can see. */
  waiting: number;
  /** The page says when a piece starts. */
  startsSeen: boolean;
  /** The user's audio since its last long pause. */
  input: { count: number; firstAt: number; lastAt: number } | null;
  /** The user has said or written something that no turn has been begun for. */
  said: boolean;
  /** The server's latest transcript of the user. */
  heardAt: number | null;
  /** The user speaks since. */
  speakingSince: number | null;
  /** The server answers while the user speaks: it translates. */
  translates: boolean;
  /** The latest part of an answer that belongs to no turn. */
  strayAt: number | null;
  /** The latest end of a turn, and the latest that was none of its own. */
  overAt: number | null;
  cutAt: number | null;
  /** Turns that have come to their own end. */
  completed: number;
  /** The page said that it has played all of an answer. */
  playedAt: number | null;
  turn: OpenTurn | null;
  /** When another character or configuration was asked for. */
  switchedAt: number | null;
}
