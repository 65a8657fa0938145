import { shortUrl } from '../address';
import { bredRunOf } from '../breeding';
import { formatDuration } from '../format';
import { healthyOpens } from '../healthy-opens';
import { REAL_PAUSE_MS, type Run, runOf } from '../reconnects';
import { type Suspect, suspectsOf } from '../suspects';
import { throttleOf } from '../throttle';
import { usualWait } from '../waits';
import type { Detection, Detector, DetectorInput } from './detector';

/*
 * When bad tries without a real pause are a storm. One restart of a server makes some of them too, so
 * both the number and the time from the first bad try to the end of the last one must be past what a
 * restart takes: two seconds where a page does not pause at all, three where it pauses for a moment, six
 * and a half where it waits half a second, ten where it waits a second and more (a fixed second for ever
 * is found in the twelfth). The numbers are low because browsers space the tries: Firefox makes five in
 * 2 to 3 s, Chromium fourteen in 1.5 s and then one in some seconds.
 */
const NO_PAUSE_MS = 100;
const RULES = [
  { pauseBelowMs: NO_PAUSE_MS, tries: 5, ms: 2200 },
  { pauseBelowMs: 350, tries: 8, ms: 2800 },
  { pauseBelowMs: 1000, tries: 9, ms: 6500 },
  { pauseBelowMs: REAL_PAUSE_MS, tries: 7, ms: 10_500 },
];
/** In a hidden tab short waits and their growth do not show: Phoenix's table takes 12 s there. */
const VAGUE = { tries: 9, ms: 15_000 };
/** A try that is still held back by the browser after this long counts as time, too. */
const HELD_LONG_MS = 4500;
/** The browser's own hold is worth a word once a person could feel it. */
const FELT_MS = 250;
/** The hold grows with each failure: how long a healthy socket took before says nothing of now. */
const LATELY_MS = 60_000;
/** Chromium draws from 1 to 5 s where the mean is 3 s. */
const LONGEST_SHARE = 5 / 3;

interface Hold {
  heldMs: number;
  /** For the summary's end. */
  tail: string;
  evidence: Detection['evidence'];
}

const isStorm = (run: Run, now: number): boolean => {
  if (!run.loop || run.pauses.length === 0) return false;
  const pause = usualWait(run.pauses);
  const held = run.connecting && now - run.from >= HELD_LONG_MS ? now : run.to;
  if (run.vague) return run.tries >= VAGUE.tries && held - run.from >= VAGUE.ms;
  return RULES.some(
    ({ pauseBelowMs, tries, ms }) =>
      pause < pauseBelowMs && run.tries >= tries && held - run.from >= ms,
  );
};

const rateOf = (perSecond: number): string =>
  perSecond >= 1.5
    ? `${Math.round(perSecond)} times a second`
    : perSecond >= 0.75
      ? 'once a second'
      : `every ${formatDuration(1000 / perSecond)}`;

/** From here on the rate alone would hide the fault: what spaces the tries is not the page. */
const SLOWED = { perSecond: 1.5, pauses: 2 };

/** How the page reconnects: as often as is seen, or after so short a pause, whichever says more. */
const habitOf = ({ perSecond, pauses }: Run, url: string): string => {
  const pause = usualWait(pauses);
  const every = 1000 / perSecond;
  if (perSecond >= SLOWED.perSecond || every < SLOWED.pauses * pause)
    return `reconnects ${rateOf(perSecond)} to ${url}`;
  const after = `after ${pause < NO_PAUSE_MS ? '' : 'only '}${formatDuration(pause)}`;
  const without = pause < NO_PAUSE_MS ? ', without a pause,' : '';
  return `tries again ${after}${without} to connect to ${url} (which makes one try every ${formatDuration(every)})`;
};

const WHO = { page: 'This page', worker: 'A worker of this page' };

export interface Storm {
  run: Run;
  suspect: Suspect;
}

/** All that go on in a tab. */
export const stormsIn = ({ tab, engine, now }: Pick<DetectorInput, 'tab' | 'engine' | 'now'>) =>
  suspectsOf(tab, now).flatMap((suspect): Storm[] => {
    const runs = [runOf(suspect.tries, now, engine, suspect.hidden), bredRunOf(suspect.tries, now)];
    const run = runs.find((one) => one && isStorm(one, now));
    return run ? [{ run, suspect }] : [];
  });

/** What Chromium does to the page's new sockets, and what it does to those that open. */
const holdOf = (input: DetectorInput, { run, suspect }: Storm): Hold => {
  const { tab, sameOrigin, engine, now } = input;
  // A worker's handshakes are not among those that are counted.
  if (engine !== 'chromium' || suspect.kind !== 'webSocket' || suspect.by === 'worker')
    return { heldMs: 0, tail: '', evidence: {} };
  const { pending, failed, opened, delayMs } = throttleOf(tab);
  const since = Math.max(run.from, now - LATELY_MS);
  const healthy = healthyOpens(tab, sameOrigin, suspect, since);
  const felt = delayMs >= FELT_MS;
  const took = healthy ? ` (a healthy one took ${formatDuration(healthy.ms)} to open)` : '';
  return {
    heldMs: delayMs,
    tail: felt
      ? `; Chrome now holds back every new socket of this page by about ${formatDuration(delayMs)}${took}`
      : '',
    evidence: {
      ...(felt
        ? {
            browserHoldsNewSocketsMs: Math.round(delayMs),
            browserHoldsNewSocketsAtMostMs: Math.round(delayMs * LONGEST_SHARE),
          }
        : { browserHoldsNewSockets: 'not so that it could be felt yet' }),
      pendingHandshakes: pending,
      failedHandshakes: failed,
      openedHandshakes: opened,
      ...(healthy
        ? { healthySocketsOpened: healthy.count, healthySocketOpenMs: healthy.ms }
        : { healthySocketOpen: 'not measured: no other socket of this site has opened lately' }),
    },
  };
};

/** A page keeps opening connections to one endpoint that fail or die young, without a real pause. */
export const reconnectStorm: Detector = {
  id: 'reconnect-storm',
  detect(input) {
    const { now } = input;
    let worst: Storm | null = null;
    for (const storm of stormsIn(input))
      if (!worst || worst.run.perSecond < storm.run.perSecond) worst = storm;
    if (!worst) return null;
    const { run, suspect } = worst;
    const { by, url, sites, attempts } = suspect;
    const { heldMs, tail, evidence } = holdOf(input, worst);
    const what = suspect.abandoned
      ? 'is given up by the page itself before the server answers'
      : run.failed >= run.diedYoung
        ? 'fails'
        : 'is closed soon after it opens';
    return {
      severity: heldMs >= 1000 || run.perSecond >= 5 ? 'critical' : 'warning',
      title: 'Reconnects in a loop',
      summary: `${WHO[by]} ${habitOf(run, shortUrl(url))}, and each try ${what}${tail}.`,
      evidence: {
        endpoint: url,
        ...(by === 'worker' ? { openedBy: 'a worker of this page' } : {}),
        attempts,
        triesInARow: run.tries,
        ...(suspect.abandoned ? { givenUp: run.failed } : { failed: run.failed }),
        diedYoung: run.diedYoung,
        // The three above are of the tries that are kept; `attempts` is of all.
        ...(suspect.forgotten ? { ofTriesKept: suspect.tries.length } : {}),
        triesPerSecond: Math.round(run.perSecond * 10) / 10,
        medianPauseMs: Math.round(usualWait(run.pauses)),
        // `since` is when it was plain: the first bad try was some seconds before.
        startedAt: Math.round(run.from),
        runningForMs: Math.round(now - run.from),
        ...evidence,
      },
      sites,
      advice: [
        'Wait longer after each failed try: start at about 1 s, double it, stop at 30 s, and add a random part so that all clients do not come back at once.',
        'Set the wait back to the start only after a connection has stayed open for some seconds, not as soon as it opens.',
        'Have one place that schedules a reconnect, and clear its timer before setting it: an "error" and a "close" handler that both reconnect double the tries each time.',
        suspect.abandoned
          ? 'Give a connection more time before it is given up: the browser itself may hold it back for some seconds.'
          : run.failed >= run.diedYoung
            ? 'Check that the server is up and that address, port and path are right: the tries do not get as far as an open connection.'
            : 'Look in the server log for why it closes the connection right after accepting it.',
      ],
    };
  },
};
