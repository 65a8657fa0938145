import { backlogOf } from '../audio-queue';
import { formatDuration } from '../format';
import { sinceGap } from '../gaps';
import type { TabState } from '../state';
import { growth, type Point } from '../statistics';
import { turnsOf } from '../turns';
import type { Detector } from './detector';

/**
 * "Keeps growing: at least four rises over 8 s and no fall that matters" (contract), and longer here: speech
 * is made faster than it is spoken, so the wait grows while any reply arrives. One of half a minute
 * that comes 2.5 times as fast as it is spoken is there within 12 s, and is played out from then on;
 * samples a second apart may make 14 s of that. A rise is worth counting from 200 ms: they jitter by less.
 */
const RISE = { step: 200, tolerance: 1000, rises: 4, spanMs: 14_000 };
/**
 * A reply is bounded: where the conversation tells that all of it belongs to one turn, it is given more time,
 * which is enough for a minute of speech that comes three times as fast as it is spoken.
 */
const ONE_REPLY_MS = 20_000;
/** A turn's first sound may be there with the message that begins it; samples are a second apart. */
const BEGINS_MS = 2000;
/** What an agent may think before the first sound. A turn from long before is not the one that is spoken. */
const THINKS_MS = 120_000;
/**
 * What grows faster than this in a page that no socket brings anything is a file that is downloaded and put
 * ahead slice by slice: nobody speaks six times as fast as is listened to.
 */
const DOWNLOAD_MS_PER_S = 5000;
/** A wait that grew by less in that time is a jitter buffer at work. */
const GROWN_MS = 4000;
const CRITICAL_MS = 15_000;
/*
 * A queue that cannot keep up has a player that is busy. Where pieces are scheduled for their own time (a
 * sequencer, a metronome), there is silence between them, and the next one waits for no other.
 */
const SCHEDULED_BUSY_SHARE = 0.75;
/*
 * Elements that wait may be a queue or a stock: a game loads its sound effects ahead. Its player is busy
 * but for the time that elements take to begin, and its pieces are played in their turn.
 */
const BUSY_SHARE = 0.5;
const PLAYED_SHARE = 0.1;

/**
 * Players of live streams fill a buffer, over a slow network for minutes, up to 30 s (`maxBufferLength` of
 * hls.js, `bufferTimeAtTopQuality` of dash.js): what a stream has ahead says nothing before it is past that.
 */
const BUFFER_MS = 32_000;

const isQueue = (tab: TabState, from: number, now: number): boolean => {
  const { elementsMs, scheduledMs, bufferedMs, pending, playing, played, ...all } = backlogOf(
    tab,
    now,
  );
  const half = (all.backlogMs ?? 0) / 2;
  if (bufferedMs > half) return bufferedMs > BUFFER_MS;
  const samples = tab.timeline.filter((sample) => sample.at >= from);
  const busy = samples.filter((sample) => sample.audioPlaying > 0).length / samples.length;
  if (scheduledMs > half) return busy >= SCHEDULED_BUSY_SHARE;
  // What the page's messages tell is a queue, whatever its player does.
  if (elementsMs < half) return true;
  return busy >= BUSY_SHARE && played + playing >= PLAYED_SHARE * (played + playing + pending);
};

/** Whether one turn of a conversation had begun before the wait grew, and no other since. */
const isOneReply = (tab: TabState, { from, to }: { from: Point; to: Point }): boolean => {
  const turns = turnsOf(tab).filter(
    ({ startedAt }) => startedAt <= to.at && startedAt >= from.at - THINKS_MS,
  );
  const during = turns.filter(({ startedAt }) => startedAt > from.at + BEGINS_MS);
  return turns.length > 0 && during.length === 0;
};

const isDownload = (tab: TabState, msPerSecond: number): boolean =>
  msPerSecond > DOWNLOAD_MS_PER_S &&
  tab.loads.every(
    ({ gone, endpoints }) =>
      gone || Object.values(endpoints).every(({ messagesIn }) => !messagesIn),
  );

/** Audio arrives faster than it is played, and the wait keeps growing. */
export const audioQueueBacklog: Detector = {
  id: 'audio-queue-backlog',
  detect({ tab, now }) {
    const newest = tab.timeline.at(-1);
    if (!tab.open || !newest || now - newest.at > 5000) return null;
    const points = [];
    // A sample without a value is a gap: growth is not guessed across it.
    for (const { at, audioBacklogMs } of sinceGap(tab.timeline).slice(-120).reverse()) {
      if (audioBacklogMs === null) break;
      points.unshift({ at, value: audioBacklogMs });
    }
    const grown = growth(points, RISE);
    if (!grown || grown.to.value - grown.from.value < GROWN_MS) return null;
    const span = grown.to.at - grown.from.at;
    const perSecond = (grown.to.value - grown.from.value) / span;
    if (!isQueue(tab, grown.from.at, now) || isDownload(tab, perSecond * 1000)) return null;
    if (span < ONE_REPLY_MS && isOneReply(tab, grown)) return null;
    const { pending, played } = backlogOf(tab, now);
    const wait = grown.to.value;
    return {
      severity: wait >= CRITICAL_MS ? 'critical' : 'warning',
      title: 'Audio piles up before it is heard',
      summary: `Sound arrives faster than it is played: a new piece now waits ${formatDuration(wait)} before it is heard, and that grows by ${formatDuration(perSecond * 1000)} every second.`,
      evidence: {
        backlogMs: Math.round(wait),
        grewFromMs: Math.round(grown.from.value),
        growingForMs: span,
        growthMsPerSecond: Math.round(perSecond * 1000),
        rises: grown.rises,
        pendingPieces: pending,
        playedPieces: played,
      },
      sites: [],
      advice: [
        'Drop what waits when the user interrupts or a new reply begins: empty the queue, stop what plays, and tell the server to stop sending.',
        'Start the next piece from the "ended" event of the last one, and treat "error" and a rejected play() as an end, or one bad piece holds up the rest.',
        'If speech is made faster than it is spoken, let the server wait for the player (send the next piece when the last one starts).',
        'Look for two producers: an old connection that was not closed still delivers its audio beside the new one.',
      ],
    };
  },
};
