import fc from 'fast-check';
import { T0 } from '../core/facts';
import { anyJson, anyThing, nastyNumber, nastyText } from './hostile-values';
import { mutated } from './mutated';
import { honestWord, pageBatch, shortened } from './page-batches';

/* What a forged bridge may say: nearly right, as text that is nearly JSON, or anything at all. */

/** Short, because most of what is wrong with a value is so by its kind. */
const leaf = fc.oneof(nastyNumber, nastyText, fc.constantFrom(null, true, [], {}), anyJson);

const badBatch = fc
  .tuple(mutated(pageBatch, leaf), fc.boolean())
  .map(([batch, short]) => JSON.stringify(short ? shortened(batch) : batch) ?? 'null');

/** Text that was cut, or has something in it that was not there. */
const brokenText = fc.tuple(honestWord, fc.nat(), nastyText, fc.boolean()).map(
  ([
    {
      word: { text },
    },
    at,
    more,
    cut,
  ]) => {
    const place = at % (text.length + 1);
    return cut ? text.slice(0, place) : text.slice(0, place) + more + text.slice(place);
  },
);

const mainWord = fc.record({
  type: fc.constant('main'),
  load: fc.constantFrom('abc-1', 'abc-2'),
  usedBytes: fc.option(fc.nat()),
  main: fc.record({
    byFrames: fc.boolean(),
    hidden: fc.boolean(),
    loadedAt: fc.option(fc.constant(T0)),
    blockedMs: fc.nat(100_000),
    longestMs: fc.nat(100_000),
    blocks: fc.array(
      fc.record({
        n: fc.nat(50),
        at: fc.nat(600_000).map((ms) => T0 + ms),
        durationMs: fc.nat(40_000),
        script: fc.option(nastyText.map((text) => text.slice(0, 160))),
      }),
      { maxLength: 4 },
    ),
  }),
});

/** Right, if nobody has changed anything: a hostile page may say what an honest one would. */
export const plainWord: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: honestWord.map(({ word }) => word) },
  { weight: 1, arbitrary: mainWord },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('idle', 'gone'),
      load: fc.constantFrom('abc-1', 'abc-2', 'abc-3'),
    }),
  },
);

export const hostileWord: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(honestWord, badBatch).map(([{ word }, text]) => ({ ...word, text })),
  },
  { weight: 2, arbitrary: mutated(plainWord, leaf) },
  {
    weight: 1,
    arbitrary: fc.tuple(honestWord, brokenText).map(([{ word }, text]) => ({ ...word, text })),
  },
  { weight: 1, arbitrary: anyThing },
);
