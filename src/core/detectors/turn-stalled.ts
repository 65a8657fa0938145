import { shortUrl } from '../address';
import { formatDuration } from '../format';
import type { LoadState, OpenTurn, TabState, WireState } from '../state';
import { profileById } from '../wire/find';
import type { WireProfile } from '../wire/profile';
import { hasAnswer } from '../wire/turn';
import type { Detection, Detector } from './detector';

/*
 * How long nothing may come and nothing may sound before a turn hangs.
 * - Sent in full and not playing: what is left is one message each way. Ten seconds are the longest pause
 *   that a person sits through (Nielsen), and a thousand times what those two take.
 * - In the middle of an answer: the next sentence is written and spoken by then, on a slow machine, too.
 * - Before any of it: a minute is what proxies wait by default (nginx `proxy_read_timeout`).
 * - With a tool's call open: nobody knows how long it takes; two minutes is the usual limit of tools.
 * A server that has been slower before gets three times its longest wait.
 */
const SENT_MS = 10_000;
const ANSWERED_MS = 30_000;
const BEGUN_MS = 60_000;
const TOOL_MS = 120_000;
const SLOWER = 3;
/** Speech that no hook saw begin may be played where none looks: it takes no longer than this as a rule. */
const UNSEEN_MS = 60_000;
const CRITICAL_MS = 120_000;

type Phase = 'sent' | 'played' | 'tool' | 'answered' | 'begun';

const phaseOf = (wire: WireState, turn: OpenTurn): Phase => {
  if (wire.playedAt !== null && wire.playedAt >= (turn.sentAt ?? turn.lastAt) && hasAnswer(turn))
    return 'played';
  if (turn.sentAt !== null) return 'sent';
  if (turn.toolAt !== null) return 'tool';
  return hasAnswer(turn) ? 'answered' : 'begun';
};

const limitOf = (tab: TabState, phase: Phase, turn: OpenTurn): number => {
  const longest = Math.max(0, ...tab.turns.map(({ firstResponseMs }) => firstResponseMs ?? 0));
  switch (phase) {
    case 'tool':
      return TOOL_MS;
    case 'begun':
      return Math.max(BEGUN_MS, SLOWER * longest);
    case 'answered':
      return Math.max(ANSWERED_MS, SLOWER * longest);
    case 'played':
      return SENT_MS;
    case 'sent': {
      const heard = tab.timeline.some((one) => one.audioPlaying > 0 && one.at >= turn.startedAt);
      const stuck = tab.loads.some(
        ({ gone, audio }) =>
          !gone && audio && (audio.elements.asked > 0 || audio.scheduled.held > 0),
      );
      return heard || stuck || turn.firstAudioMs === null ? SENT_MS : UNSEEN_MS;
    }
  }
};

/** Since when nothing has come and nothing has sounded, while the tab was shown. */
const quietSince = (tab: TabState, { shownAt }: LoadState, turn: OpenTurn): number =>
  Math.max(
    turn.heardAt,
    turn.lastAt,
    shownAt ?? 0,
    tab.timeline.findLast(({ audioPlaying }) => audioPlaying > 0)?.at ?? 0,
  );

/** The socket that the turn began on is still the one that is open. */
const isSameSocket = ({ endpoints, tries }: LoadState, n: number, since: number): boolean =>
  (endpoints[n]?.live ?? 0) > 0 &&
  !tries.some(({ endpoint, openedAt }) => endpoint === n && openedAt !== null && openedAt > since);

const SUMMARY: Record<Phase, (quiet: string) => string> = {
  sent: (quiet) =>
    `An answer has arrived in full, but the page has not played it to its end: nothing sounds for ${quiet}, and the server waits.`,
  played: (quiet) =>
    `The page has said ${quiet} ago that it has played the answer, and the server does not end the turn.`,
  tool: (quiet) => `A tool that the agent called has led to nothing for ${quiet}.`,
  answered: (quiet) =>
    `An answer has stopped in the middle: nothing comes and nothing sounds for ${quiet}.`,
  begun: (quiet) => `What the user said was sent ${quiet} ago, and no answer has begun.`,
};

const look = (
  tab: TabState,
  load: LoadState,
  endpoint: number,
  wire: WireState,
  { id, mustEnd }: WireProfile,
  at: number,
): (Detection & { quietMs: number }) | null => {
  const { turn } = wire;
  if (!turn || !mustEnd || (mustEnd === 'answered' && !hasAnswer(turn))) return null;
  // In a hidden tab timers are held back: it is judged as it was when it was hidden.
  const now = load.main?.hidden ? (load.hiddenAt ?? 0) : at;
  const phase = phaseOf(wire, turn);
  const quietMs = now - quietSince(tab, load, turn);
  if (quietMs < limitOf(tab, phase, turn)) return null;
  if (!isSameSocket(load, endpoint, turn.startedAt)) return null;
  const { asked = 0 } = load.audio?.elements ?? {};
  const { held = 0 } = load.audio?.scheduled ?? {};
  return {
    quietMs,
    severity: quietMs >= CRITICAL_MS ? 'critical' : 'warning',
    title: 'A turn does not come to its end',
    summary: SUMMARY[phase](formatDuration(quietMs)),
    evidence: {
      endpoint: shortUrl(load.endpoints[endpoint]?.url ?? ''),
      toldBy: `messages of ${id}`,
      turnStartedAt: Math.round(turn.startedAt),
      quietForMs: Math.round(quietMs),
      lastSign: phase,
      piecesWaiting: wire.waiting,
      ...(asked > 0 ? { playsNotBegun: asked } : {}),
      ...(held > 0 ? { heldOnSuspendedContext: held } : {}),
    },
    sites: [],
    advice:
      phase === 'begun' || phase === 'answered' || phase === 'tool'
        ? [
            'Look in the server’s log for this turn: a call to the model, a tool or the speech synthesis that has neither come back nor failed. Give each of them a time limit, and end the turn with an error that the page shows.',
            'In the page: end the turn by itself after a while without an answer, and say so.',
          ]
        : [
            'In the page: say that a piece has ended on `ended`, on `error` and when `play()` is rejected, and say so in a `finally`; otherwise one bad piece holds up the turn for ever.',
            'In the page: resume the audio context on a click before anything is scheduled on it.',
            'In the server: do not wait for the player without a time limit. The length of the speech and some seconds is enough; then end the turn.',
          ],
  };
};

/** A turn was begun, and its end never comes. */
export const turnStalled: Detector = {
  id: 'turn-stalled',
  detect({ tab, now }) {
    if (!tab.open) return null;
    let worst: ReturnType<typeof look> = null;
    for (const load of tab.loads) {
      if (load.gone) continue;
      for (const [endpoint, wire] of Object.entries(load.wires)) {
        const profile = profileById(wire.profile);
        const one = profile && look(tab, load, Number(endpoint), wire, profile, now);
        if (one && (!worst || one.quietMs > worst.quietMs)) worst = one;
      }
    }
    if (!worst) return null;
    const { quietMs: _, ...found } = worst;
    return found;
  },
};
