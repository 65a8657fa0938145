import { HISTORY, type RecordRow } from '../../src/core/history/shape';
import type { FullRecord, HistoryStore, TabWrite } from '../../src/core/history/store';

type Rows = Omit<FullRecord, 'record'> & { record: RecordRow };

/**
 * The history in memory, for tests of what stands before it. `fail` is asked before each call and throws what the
 * browser would; `calls` has the names, `most` how many were under way at once.
 */
export const memoryStore = () => {
  const records = new Map<number, Rows>();
  const control = {
    records,
    calls: [] as string[],
    fail: (_call: string): void => {},
    /** As late as a real one: others may come in between. */
    wait: (): Promise<unknown> => new Promise((done) => setTimeout(done)),
    underWay: 0,
    mostUnderWay: 0,
    generation: 1,
    /** The newest number that was given. */
    last: 0,
    experiments: [] as Parameters<HistoryStore['addExperiment']>[0][],
  };
  let lastExperiment = 0;

  const call = async <T>(name: string, job: () => T): Promise<T> => {
    control.calls.push(name);
    control.underWay++;
    control.mostUnderWay = Math.max(control.mostUnderWay, control.underWay);
    try {
      await control.wait();
      control.fail(name);
      return structuredClone(job());
    } finally {
      control.underWay--;
    }
  };
  const replace = <T>(rows: readonly T[], fresh: readonly T[], key: (row: T) => string): T[] => [
    ...new Map([...rows, ...fresh].map((row) => [key(row), row])).values(),
  ];
  const text = (rows: readonly { text: string }[]) =>
    rows.reduce((sum, row) => sum + row.text.length, 0);
  const shrink = (n: number, bytes: number) => {
    const full = records.get(n);
    if (!full) return;
    full.record.bytes -= bytes;
    if (full.state) full.state.bytes -= bytes;
  };
  const byFrom = (rows: FullRecord['chunks']) => rows.sort((a, b) => a.from - b.from);

  const writeTab = ({ n: known, record, state, chunks, findings, turns }: TabWrite) => {
    if (known !== null && !records.has(known)) return { n: null, freed: 0 };
    const n = known ?? ++control.last;
    const full = records.get(n) ?? {
      record: { ...record, n } as RecordRow,
      state: null,
      chunks: [],
      findings: [],
      turns: [],
    };
    if (record) full.record = { ...record, n };
    full.state = { ...state, n };
    const mine = <T extends object>(rows: readonly T[]) => rows.map((row) => ({ ...row, n }));
    full.chunks = byFrom(replace(full.chunks, mine(chunks), ({ from }) => `${from}`));
    full.findings = replace(full.findings, mine(findings), ({ since, id }) => `${since} ${id}`);
    full.turns = replace(
      full.turns,
      mine(turns),
      ({ startedAt, conversation }) => `${startedAt} ${conversation}`,
    ).sort((a, b) => a.startedAt - b.startedAt || a.conversation - b.conversation);
    records.set(n, full);
    return { n, freed: 0 };
  };
  const rows = (): RecordRow[] => [...records.values()].map(({ record }) => record);

  const store: HistoryStore = {
    write: (tabs) => call('write', () => tabs.map(writeTab)),
    list: ({ origin, before, most }) =>
      call('list', () =>
        rows()
          .filter((row) => origin === null || row.origins.includes(origin))
          .filter(({ lastAt }) => before === null || lastAt < before)
          .sort((a, b) => b.lastAt - a.lastAt || b.n - a.n)
          .slice(0, most),
      ),
    all: () => call('all', rows),
    stillOpen: () => call('stillOpen', () => rows().filter(({ open }) => open === 1)),
    find: (run, tabId) =>
      call('find', () => rows().find((row) => row.run === run && row.tabId === tabId) ?? null),
    resume: (n) => call('resume', () => records.get(n) ?? null),
    read: (n, from, to) =>
      call('read', () => {
        const full = records.get(n);
        if (!full) return null;
        const chunks = full.chunks.filter((chunk) => chunk.until >= from && chunk.from <= to);
        return { ...full, chunks };
      }),
    settle: ({ record, state, findings }) =>
      call('settle', () => {
        const full = records.get(record.n);
        if (full) Object.assign(full, structuredClone({ record, state, findings }));
      }),
    remove: (numbers) =>
      call('remove', () => {
        for (const n of numbers) records.delete(n);
      }),
    halve: (n) =>
      call('halve', () => {
        const chunks = records.get(n)?.chunks ?? [];
        const bytes = text(chunks.splice(0, Math.ceil(chunks.length / 2)));
        shrink(n, bytes);
        return { n, bytes };
      }),
    chunksIn: (n, from, to) =>
      call('chunksIn', () =>
        (records.get(n)?.chunks ?? []).filter((one) => one.from >= from && one.from <= to),
      ),
    chunksBefore: (step, before, most) =>
      call('chunksBefore', () =>
        byFrom([...records.values()].flatMap(({ chunks }) => chunks))
          .filter((one) => one.step === step && one.from < before)
          .slice(0, most),
      ),
    exchange: ({ gone, fresh }) =>
      call('exchange', () => {
        const freed = [...new Set(gone.map(({ n }) => n))].map((n) => {
          const mine = (all: typeof gone) => all.filter((row) => row.n === n);
          const full = records.get(n) as Rows;
          const left = full.chunks.filter(({ from }) => !mine(gone).some((g) => g.from === from));
          full.chunks = byFrom([...left, ...mine(fresh)]);
          const bytes = text(mine(gone)) - text(mine(fresh));
          shrink(n, bytes);
          return { n, bytes };
        });
        return freed;
      }),
    addExperiment: (row) =>
      call('addExperiment', () => {
        const id = row.id ?? ++lastExperiment;
        control.experiments = control.experiments.filter((one) => one.id !== id);
        control.experiments.push({ ...row, id, steps: row.steps.slice(0, HISTORY.steps) });
        control.experiments.splice(0, control.experiments.length - HISTORY.experiments);
        return id;
      }),
    experiments: (origin) =>
      call('experiments', () =>
        control.experiments.filter((row) => origin === null || row.origin === origin),
      ),
    removeExperiments: (origin) =>
      call('removeExperiments', () => {
        control.experiments = control.experiments.filter((row) => row.origin !== origin);
      }),
    clear: () =>
      call('clear', () => {
        records.clear();
        control.experiments = [];
      }),
    generation: () => control.generation,
  };
  return { store, control };
};
