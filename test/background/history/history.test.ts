import { describe, expect, test } from 'vitest';
import { createHistory } from '../../../src/background/history/history';
import { createPastTabs } from '../../../src/background/history/past-tabs';
import { clockJumped } from '../../../src/core/clock';
import { foldBatch, foldClosed } from '../../../src/core/fold';
import { unpack } from '../../../src/core/history/pack';
import { HISTORY } from '../../../src/core/history/shape';
import { NoRoom, type Obstacle, Unavailable } from '../../../src/core/history/store';
import { takeSample } from '../../../src/core/sample';
import { createWorld, type TabState } from '../../../src/core/state';
import { aBatch, aFinding, aKind, aTab, T0 } from '../../core/facts';
import { memoryStore } from '../../history/memory-store';

/** A background with its history; `restart` is the same with the memory of the one before. */
const setUp = (memory = memoryStore(), clock = { now: T0 }) => {
  const { store, control } = memory;
  const world = createWorld('chromium');
  const notices: string[] = [];
  const history = createHistory({
    store,
    world,
    now: () => clock.now,
    keepNotice: (notice) => notices.push(notice),
  });
  const past = createPastTabs(history, world, () => clock.now);
  const open = (tabId: number, over: Partial<TabState> = {}): TabState => {
    const tab = { ...aTab({ isPrivate: false, ...over }), tabId };
    foldBatch(tab, 0, `load-${tabId}`, tab.url, said(tabId, 1), clock.now);
    world.tabs[tabId] = tab;
    return tab;
  };
  const said = (tabId: number, seq: number) =>
    aBatch({ seq, at: clock.now, full: true, kinds: [aKind('webSocket', { open: tabId })] });
  const speak = (tab: TabState): void => {
    const seq = (tab.loads[0]?.lastSeq ?? 0) + 1;
    foldBatch(tab, 0, `load-${tab.tabId}`, tab.url, said(tab.tabId, seq), clock.now);
    takeSample(tab, clock.now);
  };
  /** So many seconds in which each open tab speaks, or those named. */
  const run = async (seconds: number, only?: number[]): Promise<void> => {
    for (let i = 0; i < seconds; i++) {
      clock.now += 1000;
      for (const tab of Object.values(world.tabs))
        if (tab.open && (only?.includes(tab.tabId) ?? true)) speak(tab);
      history.beat();
      await history.settled();
    }
  };
  const quiet = async (): Promise<void> => {
    for (let i = 0; i < 50; i++) await history.settled();
  };
  return {
    ...memory,
    notices,
    clock,
    world,
    history,
    past,
    open,
    speak,
    run,
    quiet,
    store,
    control,
  };
};
const restarted = (before: ReturnType<typeof setUp>, runId: string) => {
  const next = setUp({ store: before.store, control: before.control }, before.clock);
  next.history.start(runId);
  return next;
};
const started = () => {
  const all = setUp();
  all.history.start('one');
  return all;
};
const rows = ({ control }: { control: ReturnType<typeof memoryStore>['control'] }) =>
  [...control.records.values()].map(({ record }) => record);

describe('what is written', () => {
  test('every open tab, each second, in one transaction at a time', async () => {
    const { open, run, control } = started();
    open(1);
    open(2);
    await run(5);
    expect(control.calls.filter((name) => name === 'write')).toHaveLength(5);
    expect(control.mostUnderWay).toBe(1);
    expect(
      [...control.records.values()].map(({ state }) => unpack(state?.samples ?? '').length),
    ).toEqual([5, 5]);
  });

  test('nothing before it is known which run of the browser this is', async () => {
    const { open, run, control } = setUp();
    open(1);
    await run(2);
    expect(control.calls).toEqual([]);
  });

  test('a slow store is not asked for more while it writes, and gets all of it then', async () => {
    const { open, run, quiet, speak, clock, control, history } = started();
    const tab = open(1);
    await run(1);
    await quiet();
    const writes = () => control.calls.filter((name) => name === 'write').length;
    const { wait } = control;
    const slow = new Promise<() => void>((begun) => {
      control.wait = () => new Promise((done) => begun(() => done(null)));
    });
    clock.now += 1000;
    speak(tab);
    history.beat();
    const goOn = await slow;
    control.wait = wait;
    for (let i = 0; i < 5; i++) {
      clock.now += 1000;
      speak(tab);
      history.beat();
    }
    goOn();
    await history.settled();
    expect(writes()).toBe(2);
    await run(1);
    expect(writes()).toBe(3);
    const [full] = [...control.records.values()];
    expect(unpack(full?.state?.samples ?? '')).toEqual(tab.timeline);
  });

  test.each([
    ['a private tab', { isPrivate: true }],
    ['a tab of which nobody knows yet', { isPrivate: null }],
    ['a tab that shows a paused site', { url: '' }],
  ])('silent: %s is not', async (_name, over) => {
    const { open, run, control, world } = started();
    open(1, over);
    await run(3);
    foldClosed(world.tabs[1] as TabState, T0);
    await run(3);
    expect([...control.records]).toEqual([]);
    expect(control.calls).not.toContain('write');
  });
});

describe('after the background was stopped', () => {
  test('a tab goes on in its record', async () => {
    const first = started();
    const tab = first.open(1);
    await first.run(3);
    const second = restarted(first, 'one');
    second.world.tabs[1] = structuredClone(tab);
    await second.run(3);
    expect(rows(second)).toMatchObject([{ tabId: 1, run: 'one', open: 1 }]);
    const [full] = [...second.control.records.values()];
    expect(unpack(full?.state?.samples ?? '')).toHaveLength(6);
  });

  test('a tab that was closed is not written again', async () => {
    const first = started();
    const tab = first.open(1);
    await first.run(3);
    foldClosed(tab, first.clock.now);
    await first.run(1);
    const second = restarted(first, 'one');
    second.world.tabs[1] = structuredClone(tab);
    const before = second.control.calls.length;
    await second.run(3);
    expect(second.control.calls.slice(before)).not.toContain('write');
    expect(rows(second)).toHaveLength(1);
  });
});

describe('after the browser was killed', () => {
  const killed = async () => {
    const first = started();
    first.open(1, { findings: [aFinding('vad-leak')] });
    await first.run(3);
    const at = first.clock.now;
    const second = restarted(first, 'two');
    return { ...second, at };
  };

  test('its tabs are closed since their last word and answer to numbers that no tab has', async () => {
    const { past, at, quiet, run, open } = await killed();
    open(1, { url: 'https://other.example/', origin: 'https://other.example' });
    await run(1);
    await quiet();
    expect(await past.summaries()).toMatchObject([
      { tabId: -2, open: false, url: 'https://voice.example/app', findings: [] },
    ]);
    const tab = await past.tab(-2);
    expect(tab).toMatchObject({ open: false, closedAt: at });
    expect(tab?.findings).toMatchObject([{ id: 'vad-leak', until: at }]);
    expect(tab?.timeline).toHaveLength(3);
  });

  test('they are so at once, before anything was put in order', async () => {
    const { past, at } = await killed();
    expect(await past.summaries()).toMatchObject([{ tabId: -2, open: false }]);
    expect((await past.list({ type: 'history' })).records).toMatchObject([
      { tabId: -2, open: false },
    ]);
    expect((await past.tab(-2))?.findings).toMatchObject([{ until: at }]);
  });

  test('their records are closed for good', async () => {
    const after = await killed();
    await after.run(1);
    await after.quiet();
    expect(rows(after)).toMatchObject([{ run: 'one', open: 0, lastAt: after.at }]);
    const [full] = [...after.control.records.values()];
    expect(full?.findings).toMatchObject([{ until: after.at }]);
    expect(full?.state?.samples).not.toBe('');
  });

  test('a number of this run does not name a tab of the last one, nor the other way round', async () => {
    const { past, open, run } = await killed();
    open(2);
    await run(1);
    expect(await past.tab(2)).toMatchObject({ tabId: 2 });
    expect(await past.tab(1)).toBeNull();
    expect(await past.tab(-3)).toBeNull();
    expect(await past.tab(-1)).toBeNull();
  });
});

describe('a store that fails', () => {
  const failing = (error: () => Error, calls: RegExp) => {
    const all = started();
    all.control.fail = (name) => {
      if (calls.test(name)) throw error();
    };
    return all;
  };

  test('loses nothing: what could not be written is written when it works again', async () => {
    const all = failing(() => new Error('disk'), /./);
    all.open(1);
    await all.run(70);
    expect(all.history.health.now().trouble).toBe('unreadable');
    all.control.fail = () => {};
    await all.run(1);
    const [full] = [...all.control.records.values()];
    const stored = [...(full?.chunks ?? []).map(({ text }) => text), full?.state?.samples ?? ''];
    expect(stored.flatMap(unpack)).toHaveLength(71);
    expect(all.history.health.now().trouble).toBeNull();
  });

  test.each<Obstacle>(['newer', 'blocked', 'unreadable'])(
    'says %s and has no past tabs',
    async (obstacle) => {
      const all = failing(() => new Unavailable(obstacle), /./);
      all.open(1);
      await all.run(2);
      expect(await all.past.summaries()).toEqual([]);
      expect(await all.past.tab(-2)).toBeNull();
      expect(await all.past.state()).toMatchObject({
        records: 0,
        trouble: obstacle,
        trimmed: false,
      });
    },
  );

  test('over quota: the oldest goes, the newest is written, and the person is told once', async () => {
    const all = started();
    for (const tabId of [1, 2, 3]) {
      const tab = all.open(tabId);
      // More than the newest takes, several times.
      await all.run(150);
      foldClosed(tab, all.clock.now);
      await all.run(1);
    }
    for (const row of rows(all)) row.bytes = 1_000_000;
    all.open(4);
    let isFull = true;
    all.control.fail = (name) => {
      if (name === 'remove') isFull = false;
      if (name === 'write' && isFull) throw new NoRoom();
    };
    await all.run(1);
    expect(rows(all).map(({ tabId }) => tabId)).toEqual([2, 3, 4]);
    expect(all.history.health.now()).toEqual({ trouble: null, trimmed: true });
    expect(all.notices).toEqual(['trimmed']);
    // A background that is started anew has still to tell it.
    const next = restarted(all, 'one');
    next.history.start('one', 'trimmed');
    expect(next.history.health.now().trimmed).toBe(true);
    all.history.health.told();
    isFull = true;
    await all.run(1);
    expect(rows(all).map(({ tabId }) => tabId)).toEqual([3, 4]);
    expect(all.history.health.now()).toEqual({ trouble: null, trimmed: false });
    expect(all.notices).toEqual(['trimmed', 'told']);
  });

  test('over quota with nothing older to remove: said, and tried again', async () => {
    const all = failing(() => new NoRoom(), /write/);
    all.open(1);
    await all.run(3);
    expect(all.history.health.now()).toEqual({ trouble: 'full', trimmed: false });
    all.control.fail = () => {};
    await all.run(1);
    expect(rows(all)).toHaveLength(1);
    expect(all.history.health.now().trouble).toBeNull();
  });

  test('that was deleted under us begins anew, and mixes no tabs', async () => {
    const all = started();
    all.open(1);
    all.open(2);
    await all.run(2);
    // As where the browser has thrown away all of it: the numbers begin anew, too.
    all.control.records.clear();
    all.control.last = 0;
    all.control.generation++;
    await all.run(2, [1]);
    all.open(3);
    await all.run(1, [1, 3]);
    await all.run(2, [2]);
    expect(rows(all).map(({ n, tabId }) => [n, tabId])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });
});

describe('what is kept', () => {
  test('gets coarser with age: every ten seconds after ten minutes, every minute after six hours', async () => {
    const all = started();
    const tab = all.open(1);
    await all.run(1800);
    const steps = () => {
      const [full] = [...all.control.records.values()];
      return (full?.chunks ?? []).map(({ step, text }) => [step, unpack(text).length]);
    };
    const counts = steps();
    expect(counts.filter(([step]) => step === 10_000).length).toBeGreaterThanOrEqual(1);
    const seconds = counts
      .filter(([step]) => step === 1000)
      .reduce((sum, [, n]) => sum + (n ?? 0), 0);
    expect(seconds).toBeGreaterThanOrEqual(540);
    expect(seconds).toBeLessThanOrEqual(1260);
    foldClosed(tab, all.clock.now);
    all.clock.now += 8 * 3_600_000;
    for (let i = 0; i < 3; i++) {
      await all.run(61);
      await all.quiet();
    }
    expect(steps().every(([step]) => step === 60_000)).toBe(true);
    const [full] = [...all.control.records.values()];
    const samples = (full?.chunks ?? []).flatMap(({ text }) => unpack(text));
    expect(samples.length).toBeGreaterThanOrEqual(30);
    expect(samples.length).toBeLessThanOrEqual(34);
    expect(full?.state?.bytes).toBe(
      [...(full?.chunks ?? []), ...(full?.findings ?? [])].reduce(
        (sum, { text }) => sum + text.length,
        0,
      ),
    );
  });

  test('is gone after a week', async () => {
    const all = started();
    foldClosed(all.open(1), all.clock.now);
    await all.run(1);
    delete all.world.tabs[1];
    all.clock.now += HISTORY.ms + 61_000;
    await all.run(1);
    await all.quiet();
    expect(rows(all)).toEqual([]);
  });

  test('of a tab that is open for longer is no older than that', async () => {
    const all = started();
    all.open(1);
    await all.run(61);
    const [full] = [...all.control.records.values()];
    for (const chunk of full?.chunks ?? []) chunk.step = 60_000;
    all.clock.now += HISTORY.ms + 1000;
    await all.run(2);
    await all.quiet();
    expect(full?.chunks.filter(({ from }) => from < all.clock.now - HISTORY.ms)).toEqual([]);
    expect(rows(all)).toMatchObject([{ open: 1 }]);
  });
});

describe('forgetting', () => {
  test('a site: its tabs go, others lose its frames and the time that they showed it', async () => {
    const all = started();
    all.open(1);
    const other = all.open(2, { url: 'https://other.example/', origin: 'https://other.example' });
    foldBatch(other, 5, 'frame', 'https://voice.example/widget', aBatch(), T0);
    all.open(3, { url: 'https://third.example/', origin: 'https://third.example' });
    await all.run(1);
    delete all.world.tabs[1];
    other.loads = other.loads.filter(({ id }) => id !== 'frame');
    const experiment = { kind: 'reopen', url: '', startedAt: T0, endedAt: null };
    for (const site of ['voice', 'other'])
      await all.store.addExperiment({
        ...experiment,
        origin: `https://${site}.example`,
        settings: {},
        steps: [],
      });
    const isOut = (origin: string) => origin === 'https://voice.example';
    await all.history.forgetSites({ top: isOut, frame: isOut });
    expect(await all.store.experiments(null)).toMatchObject([{ origin: 'https://other.example' }]);
    expect(rows(all).map(({ tabId }) => tabId)).toEqual([2, 3]);
    expect(JSON.stringify([...all.control.records])).not.toContain('voice.example');
    await all.run(2);
    expect(rows(all).map(({ tabId }) => tabId)).toEqual([2, 3]);
    expect(JSON.stringify([...all.control.records])).not.toContain('voice.example');
  });

  test('all but one site, where only that is observed: frames of others stay in its tabs', async () => {
    const all = started();
    all.open(1);
    const chosen = all.open(2, { url: 'https://other.example/', origin: 'https://other.example' });
    foldBatch(chosen, 5, 'frame', 'https://voice.example/widget', aBatch(), T0);
    await all.run(1);
    const top = (origin: string) => origin !== 'https://other.example';
    await all.history.forgetSites({ top, frame: () => false });
    expect(rows(all)).toMatchObject([
      { tabId: 2, frames: expect.arrayContaining(['https://voice.example']) },
    ]);
  });

  test('everything: nothing is left, and open tabs begin new records', async () => {
    const all = started();
    const tab = all.open(1);
    foldClosed(all.open(2), T0);
    await all.run(2);
    expect(await all.history.clear()).toEqual({ records: 2 });
    expect([...all.control.records]).toEqual([]);
    delete all.world.tabs[2];
    tab.timeline = [];
    await all.run(1);
    expect(rows(all)).toMatchObject([{ n: 3, tabId: 1 }]);
  });
});

test.each([-3_600_000, 2000])(
  'a clock that is set by %i ms: nothing is stored twice, and nothing is left out',
  async (by) => {
    const all = started();
    const tab = all.open(1);
    tab.findings.push(aFinding('socket-leak', { since: all.clock.now }));
    await all.run(20);
    all.clock.now += by;
    expect(clockJumped(all.world, { at: all.clock.now, by })).toBe(true);
    all.history.jumped(by);
    await all.run(20);
    foldClosed(tab, all.clock.now);
    await all.run(1);
    const [record] = [...all.control.records.values()];
    const samples = record?.chunks.flatMap(({ text }) => unpack(text)) ?? [];
    expect(samples.map(({ at }) => at)).toEqual(tab.timeline.map(({ at }) => at));
    expect(samples).toHaveLength(40);
    expect(record?.findings).toHaveLength(1);
  },
);

test('a tab with another number goes on in its record', async () => {
  const all = started();
  const tab = all.open(1);
  await all.run(2);
  delete all.world.tabs[1];
  all.world.tabs[9] = { ...tab, tabId: 9 };
  all.history.moved(1, 9);
  all.history.beat();
  await all.history.settled();
  expect(rows(all)).toMatchObject([{ n: 1, tabId: 9 }]);
});

describe('an answer', () => {
  test('lists records of one site, or those before a time, and says that there are more', async () => {
    const all = started();
    for (const tabId of [1, 2, 3]) {
      const origin = `https://${tabId === 2 ? 'b' : 'a'}.example`;
      foldClosed(all.open(tabId, { url: `${origin}/`, origin }), all.clock.now);
      await all.run(1);
    }
    const ids = async (ask: object) => {
      const { records, more } = await all.past.list({ type: 'history', ...ask });
      return [records.map(({ tabId }) => tabId), more];
    };
    expect(await ids({})).toEqual([[3, 2, 1], false]);
    expect(await ids({ most: 2 })).toEqual([[3, 2], true]);
    expect(await ids({ origin: 'https://a.example' })).toEqual([[3, 1], false]);
    expect(await ids({ before: rows(all)[2]?.lastAt })).toEqual([[2, 1], false]);
  });

  test('gives a span’s samples, findings and turns, thinned to what was asked for', async () => {
    const all = started();
    all.open(1, { findings: [aFinding('vad-leak', { since: T0 + 5000 })] });
    await all.run(100);
    const span = (from: number, to: number, most?: number) =>
      all.past.span({ type: 'span', tabId: 1, from: T0 + from, to: T0 + to, most });
    const whole = await span(0, 1e6);
    expect(whole).toMatchObject({ thinnedTo: null, findings: [{ id: 'vad-leak' }] });
    expect(whole.samples).toHaveLength(100);
    expect((await span(10_000, 20_000)).samples).toHaveLength(11);
    expect((await span(0, 4000)).findings).toEqual([]);
    const few = await span(0, 1e6, 10);
    expect(few.thinnedTo).toBe(20_000);
    expect(few.samples.length).toBeLessThanOrEqual(10);
    await expect(all.past.span({ type: 'span', tabId: 7, from: 0, to: 1 })).rejects.toThrow(
      /kept nothing/,
    );
  });
});
