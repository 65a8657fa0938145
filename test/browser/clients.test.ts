import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchWithExtension, type Session } from '../../src/cli/launch.mjs';
import type { Report, ResourceKind } from '../../src/core/report';
import { buildClientPages } from '../lab/build.mjs';
import { CLIENTS, type Client } from '../lab/clients/clients.mjs';
import type { Held } from '../lab/clients/pages/held';
import type { Transcript } from '../lab/clients/pages/scenario';
import type { Rows } from '../lab/endpoint-rows.mjs';
import { heldBy, rowsOf, truthOf, type Visit, visit } from './client-visit';
import { launchPlain, type Plain } from './plain';
import { BROWSERS, until } from './support';

/*
 * The libraries that real pages connect and play with, each put through its paces against a real server,
 * in a browser without and with the extension. What the page is given is the same to the letter, what
 * the servers see is the same, what the report counts is what the servers counted, and none of
 * these healthy pages has a finding.
 */
const TOGETHER = 3;

interface Outcome {
  plain: Transcript;
  watched: Transcript;
  complaints: { plain: string[]; watched: string[] };
  /** What each server has counted. */
  served: { plain: Rows; watched: Rows };
  report: Report;
  counted: Rows;
  workers: number;
  held: Held | null;
}

/** Asks until it is so; what it is not in the end, the test tells in its own words. */
const settled = (what: string, is: () => Promise<boolean> | boolean): Promise<unknown> =>
  until(what, async () => is(), 10_000).catch(() => {});

/** What the report says of the kinds that the page has counted itself. */
const sameOf = (report: Report, held: Held | null): Record<string, unknown> | null =>
  held &&
  Object.fromEntries(
    Object.keys(held).map((key) => {
      const { created, byState } = report.resources[key as ResourceKind];
      return [key, { created, byState }];
    }),
  );

const compare = async (plainBrowser: Plain, session: Session, client: Client): Promise<Outcome> => {
  const visits: Promise<Visit>[] = [];
  const go = (browser: Plain['browser'], query?: string): Promise<Visit> => {
    const one = visit(browser, client, query);
    visits.push(one);
    return one;
  };
  try {
    const [plain, watched, holding] = await Promise.all([
      go(plainBrowser.browser),
      go(session.browser),
      client.server === 'sounds' ? go(plainBrowser.browser, '?held') : null,
    ]);
    await settled('the servers agree', () => isDeepStrictEqual(truthOf(plain), truthOf(watched)));
    let report = await session.reportFor(watched.page);
    await settled('the report agrees', async () => {
      report = await session.reportFor(watched.page);
      return isDeepStrictEqual(rowsOf(report, watched), truthOf(watched));
    });
    let held = holding && (await heldBy(holding));
    await settled('the report agrees with the page', async () => {
      // A context that is being closed takes a while, in both.
      report = await session.reportFor(watched.page);
      held = holding && (await heldBy(holding));
      return isDeepStrictEqual(sameOf(report, held), held);
    });
    return {
      plain: plain.transcript,
      watched: watched.transcript,
      complaints: { plain: plain.complaints, watched: watched.complaints },
      served: { plain: truthOf(plain), watched: truthOf(watched) },
      report,
      counted: rowsOf(report, watched),
      workers: watched.page.workers().length,
      held,
    };
  } finally {
    await Promise.allSettled(visits.map(async (one) => (await one).close()));
  }
};

describe.each(BROWSERS)('client libraries in %s', (kind) => {
  const outcomes = new Map<string, Outcome | Error>();
  let plain: Plain;
  let session: Session;

  beforeAll(async () => {
    await buildClientPages();
    plain = await launchPlain(kind);
    session = await launchWithExtension({ browser: kind, handleSignals: false });
    const queue = [...CLIENTS];
    const work = async (): Promise<void> => {
      for (let client = queue.shift(); client; client = queue.shift())
        outcomes.set(client.name, await compare(plain, session, client).catch((error) => error));
    };
    await Promise.all(Array.from({ length: TOGETHER }, work));
  }, 300_000);
  afterAll(async () => {
    await Promise.all([plain?.close(), session?.close()]);
  });

  describe.each(CLIENTS.map((client) => [client.name, client] as const))('%s', (name, client) => {
    const outcome = (): Outcome => {
      const one = outcomes.get(name) ?? new Error(`${name} was not visited`);
      if (one instanceof Error) throw one;
      return one;
    };

    test('the page is given the same', () => {
      const { plain: native, watched } = outcome();
      expect(native.finished, native.lines.at(-1)).toBe(true);
      expect(watched.lines).toEqual(native.lines);
      expect(watched.fetched).toEqual(native.fetched);
      expect(watched.knocked).toBe(native.knocked);
    });

    test('the browser says the same of it', () => {
      const { complaints } = outcome();
      expect(complaints.watched.sort()).toEqual(complaints.plain.sort());
    });

    test('the server is given the same', () => {
      const { served } = outcome();
      expect(served.watched).toEqual(served.plain);
    });

    test('the report counts what the server counted', () => {
      const { counted, served, report, workers } = outcome();
      expect(counted).toEqual(served.watched);
      const { webSocket, eventSource, worker } = report.resources;
      const rows = Object.values(served.watched);
      const sum = (key: 'attempts' | 'live') => rows.reduce((all, row) => all + row[key], 0);
      expect(webSocket.created + eventSource.created).toBe(sum('attempts'));
      expect(webSocket.live + eventSource.live).toBe(sum('live'));
      expect(worker.live).toBe(workers);
    });

    test('nothing is found', () => {
      expect(outcome().report.findings).toEqual([]);
    });

    if (client.server !== 'sounds') return;
    test('the report counts what the page holds', () => {
      const { held, report } = outcome();
      expect(held?.audioContext.created).toBeGreaterThan(0);
      expect(sameOf(report, held)).toEqual(held);
    });
  });
});
