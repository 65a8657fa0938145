/**
 * What a message means for a turn of the conversation:
 * - `input`: the user speaks; the last one is the end of speech where nothing else says it;
 * - `begins`: what the user said or wrote is complete, and the wait for an answer begins;
 * - `answers`: a part of the answer, the first one is the first response (an acknowledgement is none);
 * - `sounds`: audio of the answer, which is an answer, too;
 * - `ends`: the turn is over; `ends-answered`: only where an answer has come (a tool's call goes on);
 * - `interrupted`: the user or the server has cut it short;
 * - `switches`: another character or configuration is loaded.
 */
export type Role =
  | 'input'
  | 'begins'
  | 'answers'
  | 'sounds'
  | 'ends'
  | 'ends-answered'
  | 'interrupted'
  | 'switches';

/** A player's own queue that no hook can see, told by the messages of the page. */
export interface WireQueueRules {
  /** A piece arrives and waits. */
  arrives: readonly string[];
  /** The oldest one that waits begins to play. */
  starts: readonly string[];
  /** All that waits is thrown away. */
  clears: readonly string[];
}

/**
 * A protocol, as its message types tell it. A message is `in` (the server says) or `out` (the page says)
 * and its type: see `page/message-type.ts` for what that is in a frame that has no `type`.
 */
export interface WireProfile {
  id: string;
  /** An address that only this protocol has. */
  address?: RegExp;
  /** Messages that no other known protocol has: the first of them tells the profile. */
  marks: readonly string[];
  roles: Readonly<Record<string, Role>>;
  queue?: WireQueueRules;
}
