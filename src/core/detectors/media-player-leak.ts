import { formatDuration, plural } from '../format';
import { sitesOfRises } from '../leaks';
import { liveOf } from '../live';
import { growthOf } from '../rises';
import type { LoadState } from '../state';
import type { Detection, Detector } from './detector';

/** Slow networks let a player begin late; one after another that never does is no network. */
const UNSETTLED = { ms: 20_000, each: 3, eachMs: 8000 };
/** Nobody listens to five sounds that begin one by one and all go on. Loops and muted players are not counted. */
const AT_ONCE = { players: 5, spanMs: 4000 };
/**
 * All others may be a feed that is scrolled through or a game's stock of sounds, of which the page does not
 * tell more: thirty of those are ordinary. Forty were what Chrome 92 allowed a phone (75 a desktop) before it
 * refused more of them (https://webrtchacks.com/srcobject-intervention/).
 */
const PILE = { players: 40, occasions: 15, spanMs: 20_000, stillMs: 15_000 };

/** A player of a remote stream begins when the other side sends, and a call has as many as it has people. */
const inCall = ({ kinds }: LoadState): boolean => liveOf(kinds.rtcPeerConnection) > 0;

/** Chromium loads nothing for the players of a hidden tab in which no media has ever played: it is not the page. */
const isHeldBack = ({ main, audio }: LoadState): boolean =>
  main?.hidden === true && audio !== null && audio.elements.playing + audio.elements.played === 0;

type Found = Pick<Detection, 'summary' | 'evidence' | 'sites'>;

const unsettled = (load: LoadState, now: number): Found | null => {
  const { asked = 0, askedSince = null } = load.audio?.elements ?? {};
  if (!asked || askedSince === null || inCall(load)) return null;
  const waited = now - askedSince;
  const rises = load.voice.rises.askedElement;
  const each = growthOf(rises)?.occasions ?? 0;
  const again = each >= UNSETTLED.each && waited >= UNSETTLED.eachMs;
  if (!again && waited < UNSETTLED.ms) return null;
  return {
    summary: `${plural(asked, 'media element was', 'media elements were')} told to play and ${asked === 1 ? 'has' : 'have'} neither begun nor failed, the first for ${formatDuration(waited)}: what waits for ${asked === 1 ? 'it' : 'them'} waits for ever.`,
    evidence: { unsettledPlays: asked, unsettledForMs: Math.round(waited) },
    sites: sitesOfRises(load, rises),
  };
};

const atOnce = (load: LoadState): Found | null => {
  const rises = load.voice.rises.playingElement;
  const growth = growthOf(rises);
  if (!growth || growth.occasions < AT_ONCE.players) return null;
  if (growth.to - growth.from < AT_ONCE.spanMs || inCall(load)) return null;
  return {
    summary: `${plural(growth.live, 'media element')} play at once: one began after another in ${formatDuration(growth.to - growth.from)}, and none was stopped.`,
    evidence: { playingAtOnce: growth.live, grewForMs: Math.round(growth.to - growth.from) },
    sites: sitesOfRises(load, rises),
  };
};

const pile = (load: LoadState, now: number): Found | null => {
  const rises = load.voice.rises.mediaElement;
  const growth = growthOf(rises);
  if (!growth || growth.live < PILE.players || growth.occasions < PILE.occasions) return null;
  const span = growth.to - growth.from;
  if (span < PILE.spanMs || now - growth.to > PILE.stillMs) return null;
  const perMinute = (growth.stayed / span) * 60_000;
  return {
    summary: `${plural(growth.live, 'media element')} were given a source and are still kept, and more are added all the time (${Math.round(perMinute)} a minute so far).`,
    evidence: { grewForMs: Math.round(span), addedPerMin: Math.round(perMinute) },
    sites: sitesOfRises(load, rises),
  };
};

/** Media elements pile up, or `play()` never settles. */
export const mediaPlayerLeak: Detector = {
  id: 'media-player-leak',
  detect({ tab, now }) {
    for (const load of tab.loads) {
      if (load.gone || isHeldBack(load)) continue;
      const found = unsettled(load, now) ?? atOnce(load) ?? pile(load, now);
      if (!found) continue;
      return {
        severity: 'warning',
        title: 'Media players pile up',
        ...found,
        evidence: {
          liveElements: load.voice.rises.mediaElement.at(-1)?.to ?? 0,
          createdElements: load.kinds.mediaElement?.created ?? 0,
          playingElements: load.audio?.elements.playing ?? 0,
          liveObjectUrls: load.kinds.objectUrl?.byState.live ?? 0,
          ...found.evidence,
        },
        advice: [
          'Use one player again and again: set its `src` for the next clip when the last one has ended.',
          'Let a player go when it is done, failed or interrupted: `pause()`, `removeAttribute("src")`, `load()`, then `URL.revokeObjectURL()` of its address. Taking it out of the document does not stop it.',
          'Count "error", "stalled" and a rejected `play()` as an end, and give a clip that has not begun after some seconds up: otherwise one bad clip holds up all that follow.',
          'Stop the player of the last reply before the next one begins.',
        ],
      };
    }
    return null;
  },
};
