import type { EndpointFact, TypeRun } from '../protocol/facts';
import type { Turn } from './report';
import { KEPT, type LoadState, type OpenTurn, type TabState, type WireState } from './state';
import { PROFILES } from './wire';
import type { Role, WireProfile } from './wire/profile';

/** What says "begin" again this soon says the same once more (a commit, then the request for an answer). */
const SAME_BEGIN_MS = 1500;

export const createWire = (): WireState => ({
  profile: null,
  waiting: 0,
  startsSeen: false,
  lastInputAt: null,
  turn: null,
  switchedAt: null,
});

const turnOf = (open: OpenTurn, profile: string, end: number | null, cut: boolean): Turn => ({
  startedAt: open.startedAt,
  firstResponseMs: open.firstResponseMs,
  firstAudioMs: open.firstAudioMs,
  totalMs: end === null ? null : Math.max(0, end - open.startedAt),
  profile,
  interrupted: cut,
});

const close = (tab: TabState, wire: WireState, end: number | null, cut: boolean): void => {
  if (!wire.turn) return;
  tab.turns.push(turnOf(wire.turn, wire.profile ?? 'generic', end, cut));
  if (tab.turns.length > KEPT.turns) tab.turns.shift();
  wire.turn = null;
};

const begin = (tab: TabState, wire: WireState, at: number): void => {
  const { turn } = wire;
  if (turn && turn.firstResponseMs === null && at - turn.startedAt < SAME_BEGIN_MS) return;
  close(tab, wire, null, true);
  wire.turn = { startedAt: at, firstResponseMs: null, firstAudioMs: null, lastAt: at };
};

const answer = (wire: WireState, at: number, sounds: boolean): void => {
  const { turn } = wire;
  if (!turn) return;
  turn.firstResponseMs ??= Math.max(0, at - turn.startedAt);
  if (sounds) turn.firstAudioMs ??= Math.max(0, at - turn.startedAt);
  turn.lastAt = at;
};

const play = (tab: TabState, wire: WireState, role: Role, run: TypeRun): void => {
  switch (role) {
    case 'input':
      wire.lastInputAt = run.lastAt;
      break;
    case 'begins':
      begin(tab, wire, run.lastAt);
      break;
    case 'answers':
    case 'sounds':
      answer(wire, run.firstAt, role === 'sounds');
      break;
    case 'ends-answered':
      if (wire.turn?.firstResponseMs == null) break;
      close(tab, wire, run.lastAt, false);
      break;
    case 'ends':
      close(tab, wire, run.lastAt, false);
      break;
    case 'interrupted':
      close(tab, wire, null, true);
      break;
    case 'switches':
      wire.switchedAt = run.lastAt;
      break;
  }
};

const profileOf = (
  wire: WireState,
  fact: EndpointFact,
  runs: readonly string[],
): WireProfile | undefined => {
  const known = PROFILES.find(({ id }) => id === wire.profile);
  if (known) return known;
  const found =
    PROFILES.find(({ address }) => address?.test(fact.url)) ??
    PROFILES.find(({ marks }) => marks.some((mark) => runs.includes(mark)));
  wire.profile = found?.id ?? null;
  return found;
};

const nameOf = ({ out, type }: TypeRun): string => `${out ? 'out' : 'in'} ${type}`;

/** Brings the private queue of the page's player up to date with one run of messages. */
const queue = (wire: WireState, { queue: rules }: WireProfile, run: TypeRun): void => {
  if (!rules) return;
  const name = nameOf(run);
  if (rules.starts.includes(name)) {
    wire.startsSeen = true;
    wire.waiting = Math.max(0, wire.waiting - run.count);
  } else if (rules.clears.includes(name)) wire.waiting = 0;
  else if (rules.arrives.includes(name)) wire.waiting += run.count;
};

/**
 * Takes runs of message types of a page load, oldest first, into its conversations. `ended` is how many
 * media elements have ended meanwhile: it stands for the starts in a fork that does not tell them.
 */
export const foldTypes = (
  tab: TabState,
  load: LoadState,
  runs: readonly TypeRun[],
  ended: number,
): void => {
  for (const run of runs) {
    const fact = load.endpoints[run.endpoint];
    if (!fact) continue;
    let wire = load.wires[run.endpoint];
    if (!wire) load.wires[run.endpoint] = wire = createWire();
    const names = runs.filter((one) => one.endpoint === run.endpoint).map(nameOf);
    const profile = profileOf(wire, fact, names);
    if (!profile) continue;
    const role = profile.roles[nameOf(run)];
    if (role) play(tab, wire, role, run);
    queue(wire, profile, run);
  }
  if (ended > 0)
    for (const wire of Object.values(load.wires))
      if (!wire.startsSeen) wire.waiting = Math.max(0, wire.waiting - ended);
};

/** How many pieces wait behind the one that plays, as the page's messages tell; `null` where none do. */
export const waitingPieces = (load: LoadState): number | null => {
  let waiting: number | null = null;
  for (const wire of Object.values(load.wires))
    if (PROFILES.find(({ id }) => id === wire.profile)?.queue)
      waiting = (waiting ?? 0) + wire.waiting;
  return waiting;
};

/** The page load is gone: what went on in it has no end of its own. */
export const closeTurns = (tab: TabState, load: LoadState): void => {
  for (const wire of Object.values(load.wires)) close(tab, wire, null, true);
};

/** The tab's turns, oldest first, those that go on among them. */
export const turnsOf = (tab: TabState): Turn[] => {
  const open = tab.loads.flatMap((load) =>
    Object.values(load.wires).flatMap(({ turn, profile }) =>
      turn ? [turnOf(turn, profile ?? 'generic', null, load.gone)] : [],
    ),
  );
  return [...tab.turns, ...open].sort((a, b) => a.startedAt - b.startedAt);
};
