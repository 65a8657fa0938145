import fc from 'fast-check';

/*
 * What a page may put where a number, a name or a list is expected: first the values that programs trip
 * over, then anything at all.
 */

/** Text that is markup, a link, a mention, a formula, or turns the text around it. */
export const NASTY_TEXT = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '<!--',
  ']]>',
  '&lt;b&gt; &#64;',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/x.png)',
  '[ref]: https://evil.example',
  'https://evil.example/path_with_(brackets)',
  'www.evil.example',
  'me@evil.example',
  'mailto:me@evil.example',
  '@octocat',
  '#123',
  'GH-1 owner/repo#1',
  'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef',
  '`code` ``two`` ```three```',
  '```\nout of the fence\n```',
  '~~~',
  '| a | b |',
  '\\| \\\\| |',
  '\n\n# heading\n\n- list\n1. one\n> quote\n---',
  '=HYPERLINK("https://evil.example")',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '$x^2$ $$y$$',
  '\u202egnp.exe',
  '\u2066\u2069\u200e\u200f\u061c',
  '\u200b\u200d\ufeff\u00ad',
  '\u0000\u001b[31m\u0085\u2028\u2029',
  '\ud800',
  'x\udc00x',
  '\u{e0041}\u{e0042}',
  'Z\u0301\u0301\u0301\u0301\u0301',
  'ws://user:pass@h/x?token=secret#frag',
  'x'.repeat(513),
  'x'.repeat(2049),
  '\u{1f600}'.repeat(300),
] as const;

const NASTY_NUMBERS = [
  0,
  -0,
  -1,
  0.5,
  1e-300,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  2 ** 53 - 1,
  -(2 ** 53),
  1e308,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
] as const;

export const nastyText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY_TEXT) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom(...NASTY_TEXT), { maxLength: 4 })
      .map((all) => all.join(' ')),
  },
);
export const nastyNumber = fc.oneof(fc.constantFrom(...NASTY_NUMBERS), fc.double());

/** Anything that JSON can say, the names of prototypes among its keys. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    nastyNumber,
    nastyText,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('__proto__', 'constructor', 'length', 'toJSON'), nastyText),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

const LONG = Array.from({ length: 5000 }, (_, i) => i);

/**
 * A value that is made when it is used: the library that draws values must not look at one that throws when
 * it is looked at.
 */
export class Made {
  readonly make: () => unknown;
  constructor(make: () => unknown) {
    this.make = make;
  }
}
/** The value itself. */
export const made = (value: unknown): unknown => (value instanceof Made ? value.make() : value);

/** What only a value that was never serialised can be. */
const MAKERS: (() => unknown)[] = [
  () => undefined,
  () => Symbol('s'),
  () => 10n ** 40n,
  () => () => 'called',
  () => new Date(Number.NaN),
  () => new Map([[{}, 1]]),
  () => /x/g,
  () => new Uint8Array(2000),
  () => structuredClone(new ArrayBuffer(8)),
  () => {
    const buffer = new ArrayBuffer(8);
    structuredClone(buffer, { transfer: [buffer] });
    return new Proxy(buffer, {});
  },
  () => {
    const value: Record<string, unknown> = {};
    value.self = value;
    return value;
  },
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  () =>
    new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('a trap of the page');
        },
      },
    ),
  () => ({
    get rows() {
      throw new Error('a getter of the page');
    },
  }),
  () => ({
    toJSON() {
      throw new Error('toJSON of the page');
    },
  }),
  () => ({ toJSON: () => undefined }),
  () => ({ toJSON: () => ({ rows: LONG }) }),
  () => ({ [Symbol.toPrimitive]: () => ({}), valueOf: 1, toString: 1 }),
  () => Object.create(null),
  () => new Array(1e5),
  () => LONG,
  () => Array.from({ length: 3000 }).reduce<unknown>((inner) => [inner], 'bottom'),
];

/** Anything at all, to be taken with `made`. */
export const anyThing: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...MAKERS).map((make) => new Made(make)) },
  { weight: 1, arbitrary: anyJson },
  {
    weight: 1,
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withObjectString: true,
      withTypedArray: true,
      withSparseArray: true,
      maxDepth: 3,
    }),
  },
);
