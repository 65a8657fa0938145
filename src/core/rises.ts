/** A moment at which more of something came that stayed. */
export interface Rise {
  at: number;
  /** How many there were from then on, at the least. */
  to: number;
  /** What may be what stayed: how many were made at each of the page load's sites, by its number there. */
  sites: [site: number, count: number][];
}

/** More say no more: a leak is plain long before. */
const MOST = 64;

const together = (first: Rise, second: Rise): Rise['sites'] => {
  const counts = new Map(first.sites);
  for (const [site, count] of second.sites) counts.set(site, (counts.get(site) ?? 0) + count);
  return [...counts];
};

/**
 * Takes the number that lives at `at` into the rises that still stand. What came and went again leaves none,
 * so that opening and closing is a flat line whatever its rhythm, and what is forgotten each time is a stair.
 */
export const foldLevel = (
  rises: Rise[],
  at: number,
  level: number,
  sites: Rise['sites'] = [],
): void => {
  const top = rises.at(-1);
  if (level > (top?.to ?? 0)) {
    rises.push({ at, to: level, sites });
    // The oldest two become one, which is the earlier.
    if (rises.length > MOST) {
      const [first, second] = rises as [Rise, Rise];
      rises.splice(0, 2, { ...first, to: second.to, sites: together(first, second) });
    }
    return;
  }
  for (let last = rises.at(-1); last && last.to > level; last = rises.at(-1)) {
    rises.pop();
    const below = rises.at(-1);
    // A part of it is still there.
    if ((below?.to ?? 0) < level) rises.push({ ...last, to: level });
    // What went may as well have been of the one before.
    else if (below && below.to === level) below.sites = together(below, last);
  }
};

/** Rises this near to each other are one occasion: a page that sets itself up makes several in a row. */
const OCCASION_MS = 750;

/** How often, and for how long, more has come and stayed. */
export interface Growth {
  /** How many live now. */
  live: number;
  /** Of those, what came at the occasions. */
  stayed: number;
  occasions: number;
  from: number;
  to: number;
}

/** The growth that these rises make, `null` for none; `parts` tells how much of each rise is meant. */
export const growthOf = (
  rises: readonly Rise[],
  parts: (rise: Rise, size: number) => number = (_rise, size) => size,
): Growth | null => {
  let growth: Growth | null = null;
  let occasionAt = 0;
  let before = 0;
  for (const rise of rises) {
    const part = parts(rise, rise.to - before);
    before = rise.to;
    if (part <= 0) continue;
    growth ??= { live: 0, stayed: 0, occasions: 0, from: rise.at, to: rise.at };
    growth.stayed += part;
    growth.to = rise.at;
    if (growth.occasions && rise.at - occasionAt < OCCASION_MS) continue;
    growth.occasions++;
    occasionAt = rise.at;
  }
  if (growth) growth.live = before;
  return growth;
};
