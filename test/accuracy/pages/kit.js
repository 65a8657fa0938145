/**
 * What every page of the suite shares: how it is asked to misbehave, and what it tells about itself. The
 * page counts its own calls into its library; nothing here looks at, or is seen by, the extension.
 *
 * @typedef {Record<string, { created?: number, live?: number }>} Held by kind, as the report names it
 * @typedef {object} Account
 * @property {() => Held} [held] what the page has made and still holds
 * @property {() => unknown} [stop] no more of it from now on; what is held stays
 */

const query = new URLSearchParams(location.search);

/** The page with the fault, or its healthy twin. */
export const bad = query.has('bad');
/** Which of several ways, where one library's page has them. */
export const way = query.get('way') ?? '';

export const httpUrl = (/** @type {string} */ path) => location.origin + path;
export const wsUrl = (/** @type {string} */ path) => `ws://${location.host}${path}`;

/** "2 s at once, or more than half of 10 s" (report contract). */
const STILL = { atOnceMs: 2000, windowMs: 10_000, share: 0.5 };
const TICK_MS = 100;
/** @type {Array<{ at: number, ms: number }>} how late this page's own timer was, and when */
const late = [];
let stoodStill = false;
let ticked = performance.now();
setInterval(() => {
  const at = performance.now();
  const ms = at - ticked - TICK_MS;
  ticked = at;
  if (ms < TICK_MS) return;
  late.push({ at, ms });
  while (late[0] && at - late[0].at > STILL.windowMs) late.shift();
  const sum = late.reduce((all, one) => all + one.ms, 0);
  if (ms >= STILL.atOnceMs || sum > STILL.share * STILL.windowMs) stoodStill = true;
}, TICK_MS);

/** @type {Account} */
let account = {};
/** @type {number | null} */
let metAt = null;

Object.assign(window, {
  accuracy: {
    metAt: () => metAt,
    stop: async () => {
      await account.stop?.();
    },
    held: () => account.held?.() ?? {},
    stoodStill: () => stoodStill,
  },
});

/** @param {Account} own */
export const tell = (own) => {
  account = own;
};

/**
 * From this moment on the finding's definition is met.
 *
 * @param {number} [at]
 */
export const met = (at = Date.now()) => {
  metAt ??= at;
};

/** "Keeps growing: at least four rises over 8 s and no fall that matters" (report contract). */
const GROWTH = { rises: 4, ms: 8000 };

/**
 * Meets the definition once the values that it is given have kept growing.
 *
 * @param {number} [small] a fall that does not matter: what is heard between two deliveries
 */
export const growing = (small = 0) => {
  let since = 0;
  let top = Number.POSITIVE_INFINITY;
  let rises = 0;
  return (/** @type {number} */ value) => {
    const now = Date.now();
    if (value < top - small) {
      since = now;
      rises = 0;
      top = value;
    } else if (value > top) {
      rises++;
      top = value;
    }
    if (rises >= GROWTH.rises && now - since >= GROWTH.ms) met(now);
  };
};

/** @param {number} ms */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Does something again and again, until the page is told to stop.
 *
 * @param {number} everyMs
 * @param {(n: number) => void} what
 */
export const repeat = (everyMs, what) => {
  let n = 0;
  what(n++);
  const timer = setInterval(() => what(n++), everyMs);
  return () => clearInterval(timer);
};
