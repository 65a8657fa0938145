import { isLoopback, shortUrl } from '../address';
import { type Failures, failuresOf } from '../failures';
import { formatDuration, plural } from '../format';
import { type Suspect, suspectsOf } from '../suspects';
import type { Detector, DetectorInput } from './detector';
import { stormsIn } from './reconnect-storm';

/** "An endpoint has failed for over 30 s" (contract): from the first failed try to the end of the last. */
const FAILED_MS = 30_000;
/** An optional endpoint is tried once, and perhaps once again. */
const TRIES = 3;
/** The next try may come later than the last ones: backoff doubles, and time is added at random. */
const NEXT = { late: 2, ms: 10_000 };
/** … and a hidden tab's timers come once a minute. */
const HIDDEN_MS = 65_000;
/** A storm that was there a moment ago still speaks for its endpoint. */
const STORM_MS = 10_000;

/** Whether the storm detector speaks for this endpoint. */
const isStormy = (input: DetectorInput, { load, url, tries }: Suspect): boolean => {
  const endpoints = new Set(tries.map(({ endpoint }) => endpoint));
  const shared = stormsIn(input).some(
    ({ suspect }) =>
      suspect.url === url ||
      (suspect.load === load && suspect.tries.some(({ endpoint }) => endpoints.has(endpoint))),
  );
  return (
    shared ||
    input.tab.findings.some(
      ({ id, until, evidence }) =>
        id === 'reconnect-storm' &&
        evidence.endpoint === url &&
        (until === null || input.now - until <= STORM_MS),
    )
  );
};

const isTried = ({ waits, to, connecting }: Failures, hidden: boolean, now: number): boolean =>
  connecting ||
  now - to <= NEXT.late * Math.max(...waits.slice(-3)) + NEXT.ms + (hidden ? HIDDEN_MS : 0);

const codesOf = ({ failed }: Failures): string => {
  const counts = new Map<number, number>();
  for (const { code } of failed) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => `${code} × ${count}`).join(', ');
};

/** An endpoint has failed for long though the page waits between its tries. */
export const endpointUnreachable: Detector = {
  id: 'endpoint-unreachable',
  detect(input) {
    const { tab, now, offlineAt } = input;
    let worst: { suspect: Suspect; row: Failures } | null = null;
    for (const suspect of suspectsOf(tab, now)) {
      // Without a network nothing remote is reached, and that is nobody's fault.
      const row = failuresOf(suspect.tries, isLoopback(suspect.url) ? undefined : offlineAt);
      if (!row || row.failed.length < TRIES || row.to - row.from < FAILED_MS) continue;
      if (suspect.abandoned || !isTried(row, suspect.hidden, now)) continue;
      if (worst && worst.row.failed.length >= row.failed.length) continue;
      if (!isStormy(input, suspect)) worst = { suspect, row };
    }
    if (!worst) return null;
    const { suspect, row } = worst;
    const { url, by, sites, attempts, kind } = suspect;
    const { failed, waits, from } = row;
    const longest = Math.max(...waits);
    const codes = codesOf(row);
    const auto = failed.every((attempt, i) => i === 0 || attempt.auto);
    const who = auto && kind === 'eventSource' ? 'the browser tries' : 'the page tries';
    return {
      severity: 'info',
      title: 'A server cannot be reached',
      summary: `No connection to ${shortUrl(url)} for ${formatDuration(now - from)}: ${plural(failed.length, 'try', 'tries')} in a row failed, and ${who} again after waits of up to ${formatDuration(longest)}.`,
      evidence: {
        endpoint: url,
        ...(by === 'worker' ? { openedBy: 'a worker of this page' } : {}),
        failedTriesInARow: failed.length,
        attempts,
        failingForMs: Math.round(now - from),
        startedAt: Math.round(from),
        ...(codes ? { closeCodes: codes } : {}),
        lastWaitMs: Math.round(waits.at(-1) ?? 0),
        longestWaitMs: Math.round(longest),
      },
      sites,
      advice: [
        'Check that the server is up, and that address, port and path are right. 1006 says only that no connection came about: the reason stands in the network panel and in the server’s log.',
        'Behind a proxy, check that it lets the connection through (for WebSockets the headers `Upgrade` and `Connection`), and that a `wss:` address has a valid certificate.',
        'For the developer: tell the person that the service is not reachable, offer to try again by hand, and try at once on the "online" event.',
      ],
    };
  },
};
