import type { SiteFact } from '../protocol/facts';
import { liveOf } from './live';
import type { Site } from './report';
import { type Growth, growthOf, type Rise } from './rises';
import type { LoadState } from './state';

/*
 * "Forgotten tracks, contexts: three and more, still rising" (contract). Rising is seen by the occasions at
 * which one more came and stayed: three over the 8 s that the contract asks of every growth, or, where they
 * come fast, four over 4 s. What a page makes while it sets itself up is one occasion, however many.
 */
const FORGOTTEN = 3;
const RULES = [
  { occasions: 3, spanMs: 8000 },
  { occasions: 4, spanMs: 4000 },
];
/** In a call each other person may bring one of their own: few have more in a page. */
const FORGOTTEN_IN_CALL = 8;
/** Where the page does not tell the place, a detector, a recorder and a call may have one each. */
const FORGOTTEN_SOMEWHERE = 4;
/** A place that lets most of its own go may have several in use: it must forget this many times as many. */
const LETS_GO = 2;

/** Things of one page load that pile up. */
export interface Leak extends Growth {
  /** Where those that stayed were made, the most first; empty where the page does not say. */
  sites: Site[];
}

/** The same code called from itself (a retry that awaits the next one) is one place, however deep. */
const placeOf = ({ stack }: SiteFact): string =>
  stack
    .split('\n')
    .filter((line, i, all) => line !== all[i - 1])
    .join('\n');

const NOWHERE = '';

/** How much of a rise was made at each place; what nobody tells the place of is one place together. */
const placesOf = (load: LoadState, rise: Rise, size: number): Map<string, number> => {
  const places = new Map<string, number>();
  let rest = size;
  for (const [site, count] of rise.sites) {
    const fact = load.sites[site];
    const place = fact ? placeOf(fact) : NOWHERE;
    places.set(place, Math.min(size, (places.get(place) ?? 0) + count));
    rest -= count;
  }
  if (rest > 0) places.set(NOWHERE, (places.get(NOWHERE) ?? 0) + rest);
  return places;
};

/** Where the things of these rises were made, the most first. */
export const sitesOfRises = (load: LoadState, rises: readonly Rise[]): Site[] => {
  const byPlace = new Map<string, number>();
  let before = 0;
  for (const rise of rises) {
    for (const [place, count] of placesOf(load, rise, rise.to - before))
      byPlace.set(place, (byPlace.get(place) ?? 0) + count);
    before = rise.to;
  }
  return [...byPlace]
    .filter(([place]) => place !== NOWHERE)
    .map(([stack, count]) => ({ stack, count }))
    .sort((a, b) => b.count - a.count);
};

/**
 * How many of a place's own may have stayed, among all that it has made: where most have not, and others were
 * made as well, what stays is theirs.
 */
const mostStay = (
  load: LoadState,
  rises: readonly Rise[],
  place: string,
  stayed: number,
): boolean => {
  const sites = new Set(rises.flatMap((rise) => rise.sites.map(([site]) => site)));
  const made = [...sites].flatMap((site) => {
    const fact = load.sites[site];
    return fact && placeOf(fact) === place ? fact.count : [];
  });
  return stayed * 2 >= made.reduce((sum, count) => sum + count, 0);
};

/**
 * What piles up in a page load: a leak comes from one place again and again. Three things that a page makes
 * for three purposes and keeps, each when it is first needed, are none. `null` where nothing piles up.
 */
export const leakOf = (load: LoadState, rises: readonly Rise[]): Leak | null => {
  const least = liveOf(load.kinds.rtcPeerConnection) > 0 ? FORGOTTEN_IN_CALL : FORGOTTEN;
  let before = 0;
  const parts = new Map(
    rises.map((rise) => {
      const places = placesOf(load, rise, rise.to - before);
      before = rise.to;
      return [rise, places];
    }),
  );
  let worst: Leak | null = null;
  for (const place of new Set([...parts.values()].flatMap((places) => [...places.keys()]))) {
    const partOf = (rise: Rise): number => parts.get(rise)?.get(place) ?? 0;
    const stayed = rises.reduce((sum, rise) => sum + partOf(rise), 0);
    const sure = mostStay(load, rises, place, stayed);
    const growth = growthOf(rises, (rise) =>
      sure || parts.get(rise)?.size === 1 ? partOf(rise) : 0,
    );
    const known = place === NOWHERE ? Math.max(least, FORGOTTEN_SOMEWHERE) : least;
    if (!growth || growth.stayed < (sure ? known : LETS_GO * known)) continue;
    if (worst && worst.stayed >= growth.stayed) continue;
    const span = growth.to - growth.from;
    if (!RULES.some((rule) => growth.occasions >= rule.occasions && span >= rule.spanMs)) continue;
    const sites = place === NOWHERE ? [] : [{ stack: place, count: growth.stayed }];
    worst = { ...growth, sites };
  }
  return worst;
};

/** The worst leak of a kind among the documents that are loaded in a tab. */
export const worstLeak = (
  loads: readonly LoadState[],
  kind: 'audioContext' | 'microphoneTrack',
): (Leak & { load: LoadState }) | null => {
  let worst: (Leak & { load: LoadState }) | null = null;
  for (const load of loads) {
    if (load.gone) continue;
    const leak = leakOf(load, load.voice.rises[kind]);
    if (leak && (!worst || leak.stayed > worst.stayed)) worst = { ...leak, load };
  }
  return worst;
};

/** The end of a leak's sentence: what a voice detector owns is forgotten with it; empty where no two were live. */
export const blamedDetectors = ({ voice }: LoadState): string =>
  (voice.rises.vad.at(-1)?.to ?? 0) >= 2
    ? ', probably because of the voice detectors that were not destroyed'
    : '';
