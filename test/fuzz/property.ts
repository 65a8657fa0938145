import type { IProperty } from 'fast-check';

/** One thing that holds whatever a page says. */
export interface Fuzzed {
  id: string;
  /** What holds, in a sentence. */
  what: string;
  /** Its part of all cases. */
  share: number;
  property: IProperty<unknown>;
}

export const fuzzed = <T>(one: Omit<Fuzzed, 'property'> & { property: IProperty<T> }): Fuzzed =>
  one as unknown as Fuzzed;
