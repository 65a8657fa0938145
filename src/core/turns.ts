import type { TypeRun } from '../protocol/facts';
import type { Turn } from './report';
import { roomIn } from './room';
import type { LoadState, TabState, WireState } from './state';
import { isTool } from './tool-sockets';
import { findProfile, nameOf, profileById } from './wire/find';
import { createGeneric, mayConverse, noteFrames, notePlays, takeTurns } from './wire/generic';
import { play, settle } from './wire/play';
import type { WireProfile } from './wire/profile';
import { countEnded, countPieces } from './wire/queue';
import { cut, isTurn, keep, turnOf } from './wire/turn';

/** Runs that are remembered until something tells the protocol. */
const EARLY = 32;
/** Sockets of a page load that are judged by timing alone. */
const GENERIC = 8;

export const createWire = (since = 0): WireState => ({
  since,
  profile: null,
  early: [],
  earlyEnded: 0,
  generic: null,
  waiting: 0,
  startsSeen: false,
  input: null,
  said: false,
  heardAt: null,
  speakingSince: null,
  translates: false,
  strayAt: null,
  overAt: null,
  cutAt: null,
  completed: 0,
  playedAt: null,
  turn: null,
  switchedAt: null,
});

/** Plays the runs in the order of their messages: of each run, the first and the last one are known. */
const playRuns = (
  tab: TabState,
  wire: WireState,
  profile: WireProfile,
  runs: readonly TypeRun[],
): void => {
  const messages = runs.flatMap((run) => {
    const role = profile.roles[nameOf(run)];
    if (!role) return [];
    const first = { role, run, at: run.firstAt };
    return run.lastAt > run.firstAt ? [first, { role, run, at: run.lastAt }] : [first];
  });
  messages.sort((a, b) => a.at - b.at);
  for (const { role, run, at } of messages) play(tab, wire, profile, role, run, at);
};

const keepGeneric = (tab: TabState, wire: WireState, now: number): void => {
  if (!wire.generic) return;
  for (const turn of takeTurns(wire.generic, now))
    keep(tab, {
      ...turn,
      profile: 'generic',
      interrupted: false,
      conversation: wire.since,
    });
};

const playByTiming = (
  load: LoadState,
  wire: WireState,
  endpoint: number,
  runs: readonly TypeRun[],
): void => {
  if (!wire.generic) {
    const fact = load.endpoints[endpoint];
    const judged = Object.values(load.wires).filter(({ generic }) => generic).length;
    if (fact?.kind !== 'webSocket' || judged >= GENERIC) return;
    if (!mayConverse(load) || isTool(load, fact)) return;
    wire.generic = createGeneric();
    for (const run of wire.early) noteFrames(wire.generic, run);
  }
  for (const run of runs) noteFrames(wire.generic, run);
};

const foldEndpoint = (
  tab: TabState,
  load: LoadState,
  endpoint: number,
  runs: readonly TypeRun[],
): void => {
  const fact = load.endpoints[endpoint];
  if (!fact) return;
  if (!load.wires[endpoint] && roomIn(tab).wires <= 0) {
    tab.dropped++;
    return;
  }
  const wire = load.wires[endpoint] ?? createWire(Math.min(...runs.map(({ firstAt }) => firstAt)));
  load.wires[endpoint] = wire;
  const profile = findProfile(wire, fact, runs);
  if (!profile) {
    playByTiming(load, wire, endpoint, runs);
    if (fact.kind === 'webSocket') wire.early = [...wire.early, ...runs].slice(-EARLY);
    return;
  }
  // What came before the protocol was known belongs to it, but for what has been reported already.
  const reported = wire.generic?.reportedAt ?? null;
  const early = wire.early.filter(({ firstAt }) => reported === null || firstAt > reported);
  wire.profile = profile.id;
  wire.generic = null;
  wire.early = [];
  playRuns(tab, wire, profile, [...early, ...runs]);
  for (const run of early) countPieces(wire, profile, run);
  countEnded(wire, wire.earlyEnded);
  wire.earlyEnded = 0;
  for (const run of runs) countPieces(wire, profile, run);
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
  const endpoints = new Set(runs.map(({ endpoint }) => endpoint));
  for (const endpoint of endpoints)
    foldEndpoint(
      tab,
      load,
      endpoint,
      runs.filter((run) => run.endpoint === endpoint),
    );
  for (const wire of Object.values(load.wires)) {
    if (wire.profile) countEnded(wire, ended);
    else wire.earlyEnded += ended;
    if (wire.generic) notePlays(wire.generic, load);
  }
};

/** Ends the turns that only their silence ends; to be called once a second. */
export const settleTurns = (tab: TabState, now: number): void => {
  for (const load of tab.loads) {
    if (load.gone) continue;
    for (const wire of Object.values(load.wires)) {
      const profile = profileById(wire.profile);
      if (profile) settle(tab, wire, profile, now);
      else keepGeneric(tab, wire, now);
    }
  }
};

/** How many pieces wait behind the one that plays, as the page's messages tell; `null` where none do. */
export const waitingPieces = (load: LoadState): number | null => {
  let waiting: number | null = null;
  for (const wire of Object.values(load.wires))
    if (profileById(wire.profile)?.queue) waiting = (waiting ?? 0) + wire.waiting;
  return waiting;
};

/** The page load is gone: what went on in it has no end of its own. */
export const closeTurns = (tab: TabState, load: LoadState): void => {
  for (const wire of Object.values(load.wires)) {
    keepGeneric(tab, wire, Number.POSITIVE_INFINITY);
    cut(tab, wire, load.lastAt);
  }
};

/** The tab's turns, oldest first, those that go on among them. */
export const turnsOf = (tab: TabState): Turn[] => {
  const open = tab.loads.flatMap((load) =>
    Object.values(load.wires).flatMap((wire) =>
      wire.turn && isTurn(wire, wire.turn) ? [turnOf(wire.turn, wire, null, load.gone)] : [],
    ),
  );
  return [...tab.turns, ...open].sort((a, b) => a.startedAt - b.startedAt);
};
