import { pack } from '../../src/core/history/pack';
import { HISTORY, type RecordRow, THINNING } from '../../src/core/history/shape';
import type { HistoryStore, TabWrite } from '../../src/core/history/store';
import { thinChunks } from '../../src/core/history/thin';

/*
 * One use of a store after the other, with what each gives. The store of the tests and the one in the browser have to
 * give the same, or tests in Node would prove nothing of the browser.
 */

const T = 1_700_000_000_000;
const row = (tabId: number, lastAt: number, over: Partial<RecordRow> = {}) => ({
  run: 'one',
  tabId,
  url: `https://${tabId}.example/`,
  origin: `https://${tabId}.example`,
  title: `Tab ${tabId}`,
  origins: [`https://${tabId}.example`, 'https://all.example'],
  frames: [],
  firstAt: T,
  lastAt: T + lastAt,
  open: 1 as const,
  findings: [],
  bytes: 1000,
  ...over,
});
const write = (n: number | null, over: Partial<TabWrite> = {}): TabWrite => ({
  n,
  record: null,
  state: { at: T, bytes: 500, text: '{}', samples: '' },
  chunks: [],
  findings: [],
  turns: [],
  ...over,
});
const chunk = (minute: number, step = 1000) => {
  const at = T + minute * 60_000;
  const sample = { at, attempts: minute, openSockets: 1 } as Parameters<typeof pack>[0][number];
  return { from: at, until: at + 59_000, step, text: pack([sample]) };
};
const turn = (at: number, conversation = 1) => ({
  startedAt: T + at,
  conversation,
  text: `"${at}"`,
});
const finding = (since: number, until: number | null, text = 'x') => ({
  id: 'vad-leak' as const,
  since: T + since,
  until,
  severity: 'warning' as const,
  origin: 'https://1.example',
  text,
});

export const useStore = async (store: HistoryStore): Promise<unknown[]> => {
  const told: unknown[] = [];
  const tell = (what: string, value: unknown): void => {
    told.push([what, value]);
  };
  const list = async (query: Partial<Parameters<HistoryStore['list']>[0]> = {}) => {
    const rows = await store.list({ origin: null, before: null, most: 10, ...query });
    return rows.map(({ n }) => n);
  };
  tell('nothing', [
    await list(),
    await store.all(),
    await store.resume(1),
    await store.read(1, 0, T),
  ]);
  const parts = {
    chunks: [chunk(0), chunk(1), chunk(2)],
    findings: [finding(5, null)],
    turns: [turn(9), turn(3), turn(3, 2)],
  };
  tell(
    'two new',
    await store.write([
      write(null, { record: row(1, 10), ...parts }),
      write(null, { record: row(2, 20) }),
    ]),
  );
  tell('a third, of the same moment', await store.write([write(null, { record: row(3, 20) })]));
  tell(
    'more of the first',
    await store.write([
      write(1, {
        state: { at: T + 1, bytes: 600, text: '{"a":1}', samples: 's' },
        findings: [finding(5, 7, 'over')],
        turns: [turn(9)],
      }),
    ]),
  );
  tell('of one that is not there', await store.write([write(77, { record: row(7, 1) })]));
  tell('lists', [
    await list(),
    await list({ most: 1 }),
    await list({ before: T + 20 }),
    await list({ before: T + 10 }),
    await list({ origin: 'https://2.example' }),
    (await list({ origin: 'https://all.example', most: 2 })).length,
    await list({ origin: 'https://none.example' }),
  ]);
  tell('found', [
    await store.find('one', 2),
    await store.find('two', 2),
    await store.find('one', 9),
  ]);
  const resumed = await store.resume(1);
  tell('resumed', [resumed?.record, resumed?.state, resumed?.findings, resumed?.turns.length]);
  tell('read', await store.read(1, T - 1e9, T + 1e9));
  tell('chunks', [
    await store.chunksIn(1, T + 60_000, T + 120_000),
    await store.chunksBefore(1000, T + 120_000, 10),
    await store.chunksBefore(1000, T + 120_000, 1),
    await store.chunksBefore(10_000, T + 1e9, 10),
  ]);
  const [fine] = THINNING;
  const thinned = thinChunks(fine, await store.chunksIn(1, T, T + 1e9));
  tell('thinned', [
    await store.exchange(thinned),
    await store.all(),
    await store.chunksIn(1, 0, T + 1e9),
  ]);
  await store.write([write(2, { chunks: [chunk(0), chunk(1), chunk(2)] })]);
  tell('halved', [await store.halve(2), await store.chunksIn(2, 0, T + 1e9), await store.halve(3)]);
  const three = await store.resume(3);
  await store.settle({
    record: { ...row(3, 30), n: 3, open: 0 },
    state: three?.state ?? null,
    findings: [{ ...finding(1, 2), n: 3 }],
  });
  tell('settled', [await store.stillOpen(), await store.read(3, 0, T + 1e9)]);
  await store.remove([1, 55]);
  tell('removed', [
    await list(),
    await store.read(1, 0, T),
    await store.chunksBefore(10_000, T + 1e9, 9),
  ]);
  for (let i = 0; i < HISTORY.experiments + 2; i++)
    await store.addExperiment({
      kind: 'reopen',
      origin: i % 2 ? 'https://a.example' : 'https://b.example',
      url: 'https://a.example/',
      startedAt: T + i,
      endedAt: null,
      settings: { times: 10 },
      steps: Array.from({ length: i === 5 ? HISTORY.steps + 9 : 1 }, () => ({
        at: T,
        label: 'opened',
        values: { usedBytes: null },
      })),
    });
  const experiments = await store.experiments(null);
  tell('experiments', [
    experiments.length,
    experiments[0],
    experiments[3]?.steps.length,
    (await store.experiments('https://a.example')).length,
  ]);
  await store.removeExperiments('https://a.example');
  tell('experiments of one site', [
    (await store.experiments(null)).length,
    await store.experiments('https://a.example'),
  ]);
  await store.clear();
  tell('cleared', [
    await list(),
    await store.experiments(null),
    await store.chunksBefore(1000, T + 1e9, 9),
  ]);
  tell('a number is never given twice', await store.write([write(null, { record: row(4, 40) })]));
  return told;
};
