import type { LoadState, TabState } from './state';
import { isTurn } from './wire/turn';

/** A page goes on setting itself up for a moment after its load event. */
const SET_UP_MS = 1000;
/** A model or a character is loaded and drawn for some seconds after it was asked for. */
const SWITCH_MS = 5000;
/** A turn whose end never comes is not what goes on ever after. */
const REPLY_MS = 60_000;

/** After a tab is shown again, it is drawn and does what it was kept from. */
const SHOWN_MS = 1000;

const isShowing = ({ hiddenAt, shownAt }: LoadState, at: number): boolean =>
  hiddenAt !== null &&
  shownAt !== null &&
  shownAt >= hiddenAt &&
  at >= hiddenAt &&
  at <= shownAt + SHOWN_MS;

/** What was going on in a tab at a time: the guide's moments, `no pattern` where none of them fits. */
export const momentOf = (tab: TabState, load: LoadState, at: number): string => {
  if (load.main && at <= (load.main.loadedAt ?? Number.POSITIVE_INFINITY) + SET_UP_MS)
    return 'page load';
  const wires = tab.loads.flatMap((one) => (one.gone ? [] : Object.values(one.wires)));
  const isSwitching = wires.some(
    ({ switchedAt }) => switchedAt !== null && at >= switchedAt && at - switchedAt < SWITCH_MS,
  );
  if (isSwitching) return 'character switch';
  if (isShowing(load, at)) return 'tab switch';
  const isAnswering = wires.some(
    (wire) =>
      wire.turn &&
      isTurn(wire, wire.turn) &&
      at >= wire.turn.startedAt &&
      at - wire.turn.lastAt < REPLY_MS,
  );
  const wasAnswering = tab.turns.some(
    ({ startedAt, totalMs }) => at >= startedAt && totalMs !== null && at <= startedAt + totalMs,
  );
  return isAnswering || wasAnswering ? 'reply' : 'no pattern';
};
