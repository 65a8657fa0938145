import { beforeEach, expect, test } from 'vitest';
import { createStoredWorld } from '../../src/background/stored-world';
import { createTab, createWorld, type TabState } from '../../src/core/state';
import { aFinding, aSample, T0 } from '../core/facts';

let written: string[] = [];
const kept: Record<string, unknown> = {};
const store = {
  load: async () => kept,
  save: (key: string, value: () => unknown) => {
    written.push(key);
    kept[key] = structuredClone(value());
  },
  remove: (key: string) => {
    delete kept[key];
  },
  whenFull: () => {},
  clear: async () => {},
};
let tab: TabState;
beforeEach(() => {
  written = [];
  for (const key of Object.keys(kept)) delete kept[key];
  tab = createTab(7);
});
const taken = (): string[] => written.splice(0);

test('a look that gives nothing new writes nothing but the timeline, every five seconds', () => {
  const stored = createStoredWorld(store, createWorld('chromium'), '1');
  stored.saveLook(tab, T0);
  expect(taken()).toEqual(['tab:7', 'timeline:7']);
  for (let s = 1; s <= 10; s++) {
    tab.timeline.push(aSample({ at: T0 + s * 1000 }));
    stored.saveLook(tab, T0 + s * 1000);
  }
  expect(taken()).toEqual(['timeline:7', 'timeline:7']);
});

test('a finding that begins, goes on and ends, a turn, and blocked time are written at once', () => {
  const stored = createStoredWorld(store, createWorld('chromium'), '1');
  stored.saveLook(tab, T0);
  taken();
  const changes: (() => void)[] = [
    () => tab.findings.push(aFinding('reconnect-storm')),
    () => Object.assign(tab.findings[0] ?? {}, { evidence: { attempts: 5 } }),
    () => Object.assign(tab.findings[0] ?? {}, { until: T0 }),
    () =>
      tab.turns.push({
        startedAt: T0,
        firstResponseMs: 1,
        firstAudioMs: null,
        totalMs: null,
        profile: 'generic',
        interrupted: false,
        conversation: 1,
      }),
    () => {
      tab.blockedSeenMs = 50;
    },
  ];
  for (const [i, change] of changes.entries()) {
    change();
    stored.saveLook(tab, T0 + i);
    expect(taken()).toEqual(['tab:7']);
    stored.saveLook(tab, T0 + i);
    expect(taken()).toEqual([]);
  }
});

test('what was written is known to the next background, whole', async () => {
  const stored = createStoredWorld(store, createWorld('chromium'), '1');
  tab.findings.push(aFinding('reconnect-storm'));
  tab.timeline.push(aSample());
  stored.saveLook(tab, T0);
  const world = createWorld('chromium');
  await createStoredWorld(store, world, '1').load();
  expect(world.tabs[7]).toEqual(tab);
});

test('a tab that was forgotten is written anew when it is looked at again', () => {
  const stored = createStoredWorld(store, createWorld('chromium'), '1');
  stored.saveLook(tab, T0);
  stored.forget(7);
  taken();
  stored.saveLook(tab, T0 + 1);
  expect(taken()).toEqual(['tab:7', 'timeline:7']);
});
