import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertiesWith } from './all';
import { bridgeCode } from './bridge-code.mjs';

const PROPERTIES = propertiesWith(await bridgeCode());

/** All cases of `npm test` together; `npm run fuzz` plays a million. */
const CASES = Number(process.env.WHYLAG_FUZZ_CASES ?? 10_000);
/** A failure names its seed: it is played again with `WHYLAG_FUZZ_SEED`. */
const SEED = Number(process.env.WHYLAG_FUZZ_SEED ?? 0) || Date.now() % 2 ** 31;

const shares = PROPERTIES.reduce((sum, { share }) => sum + share, 0);
const casesOf = (share: number): number => Math.ceil((CASES * share) / shares);

describe(`whatever a page says (seed ${SEED})`, () => {
  test.each(PROPERTIES)('$id: $what', ({ share, property }) => {
    const cases = casesOf(share);
    const result = fc.check(property, { numRuns: cases, seed: SEED });
    if (result.failed)
      throw new Error(`${result.errorInstance}\n${fc.defaultReportMessage(result)}`);
    expect(result.numRuns).toBe(cases);
  });

  test('there are as many cases as are said', () => {
    const cases = PROPERTIES.reduce((sum, { share }) => sum + casesOf(share), 0);
    expect(cases).toBeGreaterThanOrEqual(CASES);
  });
});
