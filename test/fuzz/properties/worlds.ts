import fc from 'fast-check';
import type { TabState } from '../../../src/core/state';
import { T0 } from '../../core/facts';
import { breaches } from '../contract';
import { assertUnpolluted, oddNumbers, weightOf } from '../measure';
import { honestWord } from '../page-batches';
import { hostileWord, plainWord } from '../page-words';
import { fuzzed } from '../property';
import { createStage, type Happening, happen, hear, look, toldOf } from '../stage';

const engine = fc.constantFrom('chromium' as const, 'firefox' as const);
const step = fc.nat(5000);
const frameId = fc.constantFrom(0, 0, 0, 1, 2);

const saidIn = (tabId: number, word: fc.Arbitrary<unknown>): fc.Arbitrary<Happening> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        what: fc.constant('word' as const),
        tabId: fc.constant(tabId),
        frameId,
        word,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        what: fc.constant('handshake' as const),
        tabId: fc.constant(tabId),
        url: fc.constantFrom(
          'wss://voice.example/client-ws?token=secret',
          'ws://h:1/a/1',
          'ws://w/x',
        ),
        id: fc.constantFrom('1', '2', '3'),
        opened: fc.constantFrom(null, null, true, false),
      }),
    },
  );
const happeningIn = (tabId: number, word: fc.Arbitrary<unknown>): fc.Arbitrary<Happening> =>
  fc.oneof(
    { weight: 7, arbitrary: saidIn(tabId, word) },
    { weight: 1, arbitrary: fc.constant({ what: 'look' as const }) },
  );
const timed = (one: fc.Arbitrary<Happening>, most: number) =>
  fc.array(fc.tuple(step, one), { minLength: 1, maxLength: most });

/** Some MB at the very worst; what a fuzzed tab has said is a thousandth of that. */
const TAB = 300_000;
const MARKDOWN = 60_000;

const check = (tab: TabState, report: unknown, markdown: string, secrets: string[]): void => {
  const wrong = [...breaches(report), ...oddNumbers(report)];
  if (weightOf(tab) > TAB) wrong.push(`the tab weighs ${weightOf(tab)}`);
  if (markdown.length > MARKDOWN) wrong.push(`the Markdown has ${markdown.length} characters`);
  for (const secret of secrets)
    if (JSON.stringify([tab, report]).includes(secret)) wrong.push(`"${secret}" was kept`);
  if (wrong.length) throw new Error(wrong.join('; '));
  assertUnpolluted();
};

/** Text that was broken by hand may have what looks like a secret where no address is. */
const playIn = (hostile: fc.Arbitrary<unknown>, secrets: string[]) =>
  fc.property(engine, timed(happeningIn(1, hostile), 8), (kind, events) => {
    const stage = createStage(kind);
    let now = T0;
    for (const [ms, one] of events) {
      now += ms;
      happen(stage, one, now);
    }
    now += 1000;
    look(stage, now);
    const { report, markdown } = toldOf(stage, 1, now);
    check(stage.world.tabs[1] as TabState, report, markdown, secrets);
  });

export const reports = fuzzed({
  id: 'hostile tabs',
  what: 'After hostile words the report keeps to the contract: numbers finite and not negative, state bounded.',
  share: 12,
  property: playIn(
    fc.oneof({ weight: 2, arbitrary: hostileWord }, { weight: 1, arbitrary: plainWord }),
    [],
  ),
});

export const plain = fuzzed({
  id: 'odd pages',
  what: 'The same for pages that only do odd things in an odd order.',
  share: 6,
  property: playIn(plainWord, ['secret', 'pw@', 'token=']),
});

export const neighbours = fuzzed({
  id: 'neighbours',
  what: 'What one tab says, however hostile, changes nothing in another: state, report and findings are the same.',
  share: 4,
  property: fc.property(
    engine,
    timed(saidIn(1, hostileWord), 5),
    timed(
      happeningIn(
        2,
        honestWord.map(({ word }) => word),
      ),
      5,
    ),
    (kind, theirs, mine) => {
      const play = (all: readonly (readonly [number, Happening])[]) => {
        const stage = createStage(kind);
        for (const [at, one] of all) happen(stage, one, at);
        look(stage, T0 + 60_000);
        return stage;
      };
      const at = (events: readonly (readonly [number, Happening])[], offset: number) =>
        events.map(([, one], i) => [T0 + i * 1000 + offset, one] as const);
      const without = play(at(mine, 0));
      const both = play([...at(theirs, 500), ...at(mine, 0)].sort((a, b) => a[0] - b[0]));
      const [alone, beside] = [without, both].map((stage) =>
        JSON.stringify([stage.world.tabs[2], toldOf(stage, 2, T0 + 60_000)]),
      );
      if (alone !== beside) throw new Error('The other tab has changed.');
      assertUnpolluted();
    },
  ),
});

/** What a tab has counted since it was first observed. */
const totalsOf = (tab: TabState | undefined): number[] =>
  tab
    ? [
        ...tab.loads.flatMap(({ kinds }) => Object.values(kinds).map(({ created }) => created)),
        ...tab.loads.flatMap(({ endpoints }) => Object.values(endpoints).map((e) => e.attempts)),
      ]
    : [];

export const repeats = fuzzed({
  id: 'repeats',
  what: 'A batch that is said again, or late, changes no count; the same order gives the same state.',
  share: 4,
  property: fc.property(
    engine,
    fc.array(honestWord, { minLength: 1, maxLength: 4 }),
    fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
    (kind, all, again) => {
      const words = all.map(({ word }, i) => ({ ...word, load: 'abc-1', full: false, seq: i + 1 }));
      const stage = createStage(kind);
      for (const word of words) hear(stage, { tabId: 1, frameId: 0, word }, T0);
      const before = JSON.stringify(totalsOf(stage.world.tabs[1]));
      const state = JSON.stringify(stage.world);
      for (const n of again)
        hear(stage, { tabId: 1, frameId: 0, word: words[n % words.length] }, T0 + 1);
      if (JSON.stringify(totalsOf(stage.world.tabs[1])) !== before)
        throw new Error('A count has changed.');
      if (JSON.stringify(stage.world) !== state) throw new Error('The state has changed.');
    },
  ),
});
