/**
 * What a message means for a turn of the conversation. What a profile does not list means nothing.
 * - `input`: the user's audio, or a text that another message completes;
 * - `heard`: the server's transcript of what the user says, while it is said;
 * - `speaks`, `stops`: the server hears the user begin and end, which ends an answer and begins a turn;
 * - `begins`: what the user said or wrote is complete, and the wait for an answer begins;
 * - `asks`: the page asks for an answer, which begins a turn where the user has said something;
 * - `acknowledges`: the server has taken the turn up, which is no answer;
 * - `answers`: a part of the answer, the first one is the first response;
 * - `sounds`: audio of the answer, which is an answer, too;
 * - `weak`: an answer or a mere thought, a response only where nothing else comes;
 * - `tool`: a tool is called, and the turn goes on after the end that follows;
 * - `sent`: all of the answer has been sent, and is played now;
 * - `ends`: the answer is complete;
 * - `interrupted`: the user or the server has cut it short;
 * - `played`: the page has played it;
 * - `switches`: another character or configuration is loaded.
 */
export type Role =
  | 'input'
  | 'heard'
  | 'speaks'
  | 'stops'
  | 'begins'
  | 'asks'
  | 'acknowledges'
  | 'answers'
  | 'sounds'
  | 'weak'
  | 'tool'
  | 'sent'
  | 'ends'
  | 'interrupted'
  | 'played'
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
  /**
   * Nothing says when the user has ended, and the microphone may go on: an answer begins its turn, at the
   * end of the input if it has ended, else at the last transcript.
   */
  openMicrophone?: true;
  /** Where no message ends an answer, or one may be missed: it has ended after a pause of so long. */
  idleMs?: number;
  queue?: WireQueueRules;
  /**
   * A message always ends a turn that has come so far: has been `begun` by the page, or been `answered` in
   * part. Without it a turn may be over without a word, and none can be said to hang.
   */
  mustEnd?: 'begun' | 'answered';
}
