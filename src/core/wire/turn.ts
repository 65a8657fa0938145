import type { Turn } from '../report';
import { KEPT, type OpenTurn, type TabState, type WireState } from '../state';

/** After a cut, what was on its way of the old answer arrives for so long. */
export const REST_MS = 1000;

export const hasAnswer = (turn: OpenTurn): boolean =>
  turn.unheard || turn.firstResponseMs !== null || turn.weakMs !== null;

/**
 * A wait that nothing has answered is a turn only where answers are to be expected: a session that
 * transcribes hears speech end all the time.
 */
export const isTurn = ({ completed }: WireState, turn: OpenTurn): boolean =>
  completed > 0 || turn.acknowledged || hasAnswer(turn);

export const turnOf = (
  turn: OpenTurn,
  { profile, since }: WireState,
  end: number | null,
  cut: boolean,
): Turn => ({
  startedAt: turn.startedAt,
  firstResponseMs: turn.firstResponseMs ?? (end === null && !cut ? null : turn.weakMs),
  firstAudioMs: turn.firstAudioMs,
  totalMs: end === null ? null : Math.max(0, end - turn.startedAt),
  profile: profile ?? 'generic',
  interrupted: cut,
  conversation: since,
});

/** Keeps a turn that is over, in the order of their begins. */
export const keep = (tab: TabState, turn: Turn): void => {
  const later = tab.turns.findLastIndex(({ startedAt }) => startedAt <= turn.startedAt);
  tab.turns.splice(later + 1, 0, turn);
  if (tab.turns.length > KEPT.turns) tab.turns.shift();
};

export const open = (wire: WireState, at: number, unheard = false): OpenTurn => {
  const afterCut = wire.cutAt !== null && at - wire.cutAt < REST_MS;
  wire.turn = {
    startedAt: at,
    unheard,
    firstResponseMs: null,
    firstAudioMs: null,
    weakMs: null,
    lastAt: at,
    heardAt: at,
    sentAt: null,
    acknowledged: false,
    afterCut,
    toolAt: null,
    endedAt: null,
  };
  wire.said = false;
  wire.speakingSince = null;
  wire.translates = false;
  return wire.turn;
};

/** Its own end. */
export const complete = (tab: TabState, wire: WireState, end: number): void => {
  if (!wire.turn) return;
  keep(tab, turnOf(wire.turn, wire, end, false));
  wire.turn = null;
  wire.completed++;
  wire.overAt = end;
  wire.heardAt = null;
};

/** Ends a turn that has no end of its own, unless a tool's call has put that off. */
export const cut = (tab: TabState, wire: WireState, at: number): void => {
  const { turn } = wire;
  if (turn && turn.endedAt !== null) {
    complete(tab, wire, turn.endedAt);
    return;
  }
  wire.cutAt = at;
  if (!turn) return;
  if (isTurn(wire, turn)) keep(tab, turnOf(turn, wire, null, true));
  wire.turn = null;
  wire.overAt = at;
};

/** The user goes on before anything was answered: what he said before is part of what he says now. */
export const supersede = (tab: TabState, wire: WireState, at: number): void => {
  const { turn } = wire;
  if (turn && (hasAnswer(turn) || turn.endedAt !== null)) cut(tab, wire, at);
  else wire.turn = null;
};
