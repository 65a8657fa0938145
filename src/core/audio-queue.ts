import type { AudioFact } from '../protocol/facts';
import type { AudioQueue } from './report';
import type { LoadState, TabState } from './state';
import { theilSen } from './statistics';
import { waitingPieces } from './turns';

/** A page that has not spoken for this long is blocked or frozen: what it said last is no measure of now. */
const STALE_MS = 5000;

interface Part {
  pending: number;
  playing: number;
  played: number;
  /** `null` where something waits whose length is not known. */
  backlogMs: number | null;
  /** Of `backlogMs`, what lies in media elements that no message tells to be a queue. */
  elementsMs: number;
  /** … and what is scheduled on audio contexts. */
  scheduledMs: number;
  /** … and what streams without an end have ahead. */
  bufferedMs: number;
}

const NOTHING: Part = {
  pending: 0,
  playing: 0,
  played: 0,
  backlogMs: 0,
  elementsMs: 0,
  scheduledMs: 0,
  bufferedMs: 0,
};

const partOf = (load: LoadState, now: number): Part => {
  const { audio } = load;
  if (!audio) return NOTHING;
  const { scheduled, elements, meanClipMs } = audio;
  const played = scheduled.played + elements.played;
  if (load.gone) return { ...NOTHING, played };
  const passed = Math.min(STALE_MS, Math.max(0, now - load.audioAt));
  const scheduledMs = Math.max(0, scheduled.aheadMs - (scheduled.playing ? passed : 0));
  const { pending, pendingMs, unknown } = elements;
  // A stream goes on by itself while the page is blocked or says nothing new.
  const bufferedMs = Math.max(0, elements.bufferedMs - Math.max(0, now - load.audioAt));
  // Where the page's own messages tell the queue, its elements are that queue's head, not more of it.
  const waiting = waitingPieces(load);
  const pieces = waiting === null ? pending : Math.max(waiting, pending);
  const measured =
    waiting === null ? { pieces: pending - unknown, ms: pendingMs } : { pieces: 0, ms: 0 };
  const guessed = pieces - measured.pieces;
  // A piece of unknown length counts as long as those that were played; before the first, nobody knows.
  const piecesMs =
    guessed === 0 ? measured.ms : meanClipMs === null ? null : measured.ms + guessed * meanClipMs;
  return {
    pending: scheduled.pending + pieces,
    playing: scheduled.playing + elements.playing,
    played,
    backlogMs: piecesMs === null ? null : scheduledMs + piecesMs + bufferedMs,
    elementsMs: waiting === null ? (piecesMs ?? 0) : 0,
    scheduledMs,
    bufferedMs,
  };
};

/** What waits to be heard in this tab at `now`, over all its frames. */
export const backlogOf = (tab: TabState, now: number): Part => {
  const total: Part = { ...NOTHING };
  for (const load of tab.loads) {
    const part = partOf(load, now);
    total.pending += part.pending;
    total.playing += part.playing;
    total.played += part.played;
    total.elementsMs += part.elementsMs;
    total.scheduledMs += part.scheduledMs;
    total.bufferedMs += part.bufferedMs;
    total.backlogMs =
      total.backlogMs === null || part.backlogMs === null ? null : total.backlogMs + part.backlogMs;
  }
  return total;
};

const TREND_MS = 30_000;

/** The earliest of the times that are known, as how long ago that is. */
const longest = (times: readonly (number | null | undefined)[], now: number): number | null => {
  const known = times.filter((at): at is number => typeof at === 'number');
  return known.length ? Math.max(0, now - Math.min(...known)) : null;
};

/** The report's audio queue; the trend is the Theil–Sen slope of the last 30 s in ms per second. */
export const audioQueueOf = (tab: TabState, now: number): AudioQueue => {
  const points = tab.timeline
    .filter((sample) => now - sample.at <= TREND_MS && sample.audioBacklogMs !== null)
    .map((sample) => ({ at: sample.at, value: sample.audioBacklogMs as number }));
  const slope = theilSen(points);
  const { elementsMs: _, scheduledMs: __, bufferedMs: ___, ...queue } = backlogOf(tab, now);
  const here = tab.loads.flatMap(({ gone, audio }) => (gone || !audio ? [] : [audio]));
  const sum = (of: (audio: AudioFact) => number): number => here.reduce((all, a) => all + of(a), 0);
  const heard = tab.loads.flatMap(({ audio }) => audio?.underruns ?? []);
  return {
    ...queue,
    backlogMs: queue.backlogMs === null ? null : Math.round(queue.backlogMs),
    backlogTrendMsPerS: slope === null ? null : Math.round(slope * 1000),
    held: sum(({ scheduled }) => scheduled.held),
    heldForMs: longest(
      here.map(({ scheduled }) => scheduled.heldSince),
      now,
    ),
    unsettledPlays: sum(({ elements }) => elements.asked),
    unsettledForMs: longest(
      here.map(({ elements }) => elements.askedSince),
      now,
    ),
    underruns: heard.length
      ? {
          events: heard.reduce((all, { events }) => all + events, 0),
          ms: Math.round(heard.reduce((all, { ms }) => all + ms, 0)),
        }
      : null,
  };
};
