import { groupEndpoints } from '../endpoints';
import { formatDuration } from '../format';
import { REAL_PAUSE_MS, type Run, runOf } from '../reconnects';
import type { Site } from '../report';
import type { LoadState } from '../state';
import { median } from '../statistics';
import { socketDelayMs } from '../throttle';
import type { Detector } from './detector';

/*
 * When bad tries without a real pause are a storm. One restart of a server makes a few of them too
 * (a second apart for up to five seconds, or faster for up to three), so both the number and the time
 * must be past what a restart takes. A page that does not pause at all is judged by fewer tries: it
 * is the browser that spaces them then (Firefox makes six in 3.5 s).
 */
const RULES = [
  { pauseBelowMs: 250, tries: 5, ms: 3500 },
  { pauseBelowMs: REAL_PAUSE_MS, tries: 8, ms: 3500 },
  { pauseBelowMs: REAL_PAUSE_MS, tries: 6, ms: 6000 },
];
/** The browser's own hold is worth a word once a person could feel it. */
const FELT_MS = 250;

const isStorm = (run: Run, now: number): boolean =>
  !run.backsOff &&
  run.pauses.length > 0 &&
  RULES.some(
    ({ pauseBelowMs, tries, ms }) =>
      median(run.pauses) < pauseBelowMs &&
      run.tries >= tries &&
      Math.max(run.to, now) - run.from >= ms,
  );

const sitesOf = (load: LoadState, members: ReadonlySet<number>): Site[] =>
  load.sites
    .filter((site) => site.endpoint !== null && members.has(site.endpoint))
    .map(({ stack, count }) => ({ stack, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, 5);

const rateOf = (perSecond: number): string =>
  perSecond >= 1.5
    ? `${Math.round(perSecond)} times a second`
    : perSecond >= 0.75
      ? 'once a second'
      : `every ${formatDuration(1000 / perSecond)}`;

/** A page keeps opening connections to one endpoint that fail or die young, without a real pause. */
export const reconnectStorm: Detector = {
  id: 'reconnect-storm',
  detect({ tab, engine, now }) {
    let worst: { run: Run; url: string; kind: string; sites: Site[]; attempts: number } | null =
      null;
    for (const load of tab.loads) {
      if (load.gone) continue;
      for (const group of groupEndpoints(load)) {
        const run = runOf(group.tries, now, engine);
        if (!run || !isStorm(run, now) || (worst && worst.run.perSecond >= run.perSecond)) continue;
        worst = {
          run,
          url: group.url,
          kind: group.members[0]?.kind ?? 'webSocket',
          sites: sitesOf(load, new Set(group.members.map((m) => m.n))),
          attempts: group.members.reduce((sum, m) => sum + m.attempts, 0),
        };
      }
    }
    if (!worst) return null;
    const { run, url, kind, sites, attempts } = worst;
    const held = engine === 'chromium' && kind === 'webSocket' ? socketDelayMs(tab) : 0;
    const what = run.failed >= run.diedYoung ? 'fails' : 'is closed soon after it opens';
    const tail =
      held >= FELT_MS
        ? `; Chrome now holds back every new socket of this page by about ${formatDuration(held)}`
        : '';
    return {
      severity: held >= 1000 || run.perSecond >= 5 ? 'critical' : 'warning',
      title: 'Reconnects in a loop',
      summary: `This page reconnects ${rateOf(run.perSecond)} to ${url}, and each try ${what}${tail}.`,
      evidence: {
        endpoint: url,
        attempts,
        triesInARow: run.tries,
        failed: run.failed,
        diedYoung: run.diedYoung,
        triesPerSecond: Math.round(run.perSecond * 10) / 10,
        medianPauseMs: Math.round(median(run.pauses)),
        runningForMs: now - run.from,
        ...(held >= FELT_MS ? { browserHoldsNewSocketsMs: Math.round(held) } : {}),
      },
      sites,
      advice: [
        'Wait longer after each failed try: start at about 1 s, double it, stop at 30 s, and add a random part so that all clients do not come back at once.',
        'Set the wait back to the start only after a connection has stayed open for some seconds, not as soon as it opens.',
        'Have one place that schedules a reconnect, and clear its timer before setting it: an "error" and a "close" handler that both reconnect double the tries each time.',
        run.failed >= run.diedYoung
          ? 'Check that the server is up and that address, port and path are right: the tries do not get as far as an open connection.'
          : 'Look in the server log for why it closes the connection right after accepting it.',
      ],
    };
  },
};
