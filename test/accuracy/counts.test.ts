import { expect, test } from 'vitest';
import type { Report } from '../../src/core/report';
import { Ledger } from '../lab/ledger.mjs';
import type { Lab } from '../lab/server.mjs';
import {
  areExact,
  endpointCounts,
  heldCounts,
  reportedRows,
  servedRows,
  settledCounts,
} from './drive/counts.mjs';

const labOf = (ledger: Ledger) =>
  ({ paths: () => ledger.paths(), counts: (path?: string) => ledger.counts(path) }) as Lab;

const served = () => {
  const ledger = new Ledger();
  for (let i = 0; i < 3; i++) ledger.handshake('/ws/app');
  ledger.opened('/ws/app');
  ledger.received('/ws/app', 10);
  ledger.sent('/ws/app', 20);
  ledger.closed('/ws/app', 1011);
  return servedRows(labOf(ledger));
};

const endpoint = {
  url: 'ws://127.0.0.1:20000/ws/app',
  attempts: 3,
  opened: 1,
  failed: 2,
  live: 0,
  closeCodes: { 1006: 2, 1011: 1 },
  messagesIn: 1,
  messagesOut: 1,
  bytesIn: 20,
  bytesOut: 10,
  unattributed: 0,
};
const reportOf = (own: Partial<typeof endpoint> = {}) =>
  ({
    endpoints: [{ ...endpoint, ...own }],
    resources: { vad: { created: 2, live: 1, byState: {} } },
  }) as unknown as Report;

test('a report that says what the server has counted is exact', () => {
  const counts = endpointCounts(served(), reportedRows([reportOf()]), 'all');
  expect(counts).toHaveLength(10);
  expect(areExact(counts)).toBe(true);
});

test('one try, one byte, one close code that differs is told', () => {
  const differing = (own: Partial<typeof endpoint>) =>
    endpointCounts(served(), reportedRows([reportOf(own)]), 'all').filter(
      (count) => !areExact([count]),
    );
  expect(differing({ attempts: 4 })).toEqual([{ what: '/ws/app attempts', expected: 3, seen: 4 }]);
  expect(differing({ bytesOut: 11 })).toEqual([
    { what: '/ws/app bytesOut', expected: 10, seen: 11 },
  ]);
  expect(differing({ closeCodes: { 1006: 2 } as never })).toEqual([
    { what: '/ws/app closed with 1011', expected: 1, seen: 0 },
  ]);
  expect(differing({ url: 'ws://127.0.0.1:20000/ws/other' }).length).toBeGreaterThan(8);
});

test('what one side cannot know is left out, and several tabs are summed up', () => {
  const some = endpointCounts(served(), reportedRows([reportOf({ live: 9 })]), ['attempts']);
  expect(some).toEqual([{ what: '/ws/app attempts', expected: 3, seen: 3 }]);
  expect(endpointCounts(served(), {}, 'none')).toEqual([]);
  const held = { vad: { created: 2 } };
  expect(heldCounts([held, held], [reportOf(), reportOf()])).toEqual([
    { what: 'vad created', expected: 4, seen: 4 },
  ]);
});

test('they are asked until they agree, and what differs for good is given back', async () => {
  let asked = 0;
  const ask = async () => ({ reports: [reportOf({ opened: asked++ < 2 ? 0 : 1 })], held: [{}] });
  expect(areExact(await settledCounts(served, ask, 'all', 20_000))).toBe(true);
  expect(asked).toBe(3);
  const wrong = async () => ({ reports: [reportOf({ opened: 7 })], held: [{}] });
  expect(areExact(await settledCounts(served, wrong, 'all', 300))).toBe(false);
});
