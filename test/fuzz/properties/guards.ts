import fc from 'fast-check';
import { received } from '../../../src/background/received';
import { bounded } from '../../../src/protocol/bounds';
import { LIMITS } from '../../../src/protocol/facts';
import { asBridgeIdentity, asBridgeMessage, asRequest } from '../../../src/protocol/guards';
import { anyThing, made } from '../hostile-values';
import { assertUnpolluted, oddNumbers, weightOf } from '../measure';
import { honestWord } from '../page-batches';
import { hostileWord } from '../page-words';
import { fuzzed } from '../property';
import { OWN } from '../stage';

/**
 * The most that one batch can be, in characters of JSON: its lists are bounded by `LIMITS`, and a character
 * may be written as six.
 */
const MESSAGE =
  6 * LIMITS.endpoints * (LIMITS.url + 400) +
  6 * LIMITS.sites * (LIMITS.stack + 100) +
  6 * LIMITS.types * (LIMITS.type + 150) +
  LIMITS.tries * 300 +
  6 * LIMITS.nodes * (LIMITS.shape + 80) +
  20_000;

export const forged = fuzzed({
  id: 'forged words',
  what: 'A forged word is taken in as plain bounded data or refused; nothing throws.',
  share: 60,
  property: fc.property(hostileWord, (word) => {
    const message = received(made(word), OWN);
    assertUnpolluted();
    if (!message) return;
    if (weightOf(message) > MESSAGE) throw new Error(`It weighs ${weightOf(message)}.`);
    const odd = oddNumbers(message);
    if (odd.length) throw new Error(odd.join());
    // What was taken in is taken in again as it is.
    if (JSON.stringify(asBridgeMessage(message)) !== JSON.stringify(message))
      throw new Error('It is another message the second time.');
  }),
});

export const anyShape = fuzzed({
  id: 'any shape',
  what: 'Anything at all is no message, no identity and no request, or a right one; nothing throws.',
  share: 15,
  property: fc.property(anyThing, (drawn) => {
    const value = made(drawn);
    for (const guard of [asBridgeMessage, asBridgeIdentity, asRequest]) {
      const taken = guard(value);
      if (taken && JSON.stringify(guard(taken)) !== JSON.stringify(taken))
        throw new Error(`${guard.name} takes it differently the second time.`);
    }
    received(value, OWN);
    weightOf(bounded(value));
    assertUnpolluted();
  }),
});

/** … which must not be true because everything is refused. */
export const honest = fuzzed({
  id: 'honest words',
  what: 'What the page script itself may say is taken whole, however odd the page’s own texts are.',
  share: 15,
  property: fc.property(honestWord, ({ batch, word }) => {
    const message = received(word, OWN);
    if (message?.type !== 'batch') throw new Error('It was refused.');
    const taken = message.batch;
    const tallies = batch.rows.filter((row) => !('url' in row)) as {
      kind: string;
      detail: string;
      created: number;
    }[];
    const endpoints = batch.rows.filter((row) => 'url' in row) as { attempts: number }[];
    const kinds = tallies.filter(({ kind, detail }) => kind !== 'node' && detail === '');
    const sites = tallies.filter(({ kind, detail }) => kind !== 'node' && detail !== '');
    const nodes = tallies.filter(({ kind }) => kind === 'node');
    const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
    const pairs: [unknown, unknown][] = [
      [taken.seq, word.seq],
      [taken.at, batch.at],
      [taken.dropped, batch.dropped],
      [taken.kinds.map(({ created }) => created), kinds.map(({ created }) => created)],
      [taken.endpoints.map(({ attempts }) => attempts), endpoints.map(({ attempts }) => attempts)],
      [taken.sites.map(({ count }) => count), sites.map(({ created }) => created)],
      [sum(taken.nodes.map(({ created }) => created)), sum(nodes.map(({ created }) => created))],
      [taken.tries.map(({ n }) => n), batch.tries.map(({ n }) => n)],
      [taken.types.map(({ bytes }) => bytes), batch.types.map(({ bytes }) => bytes)],
      [
        new Set(taken.types.map(({ type }) => type)).size,
        new Set(batch.types.map(({ type }) => type)).size,
      ],
      [taken.audio?.scheduled.pending, batch.sound?.pending],
    ];
    for (const [is, was] of pairs)
      if (JSON.stringify(is) !== JSON.stringify(was))
        throw new Error(`${JSON.stringify(is)} instead of ${JSON.stringify(was)}`);
    for (const secret of ['secret', 'pw@', 'token='])
      if (JSON.stringify(message).includes(secret)) throw new Error(`"${secret}" was kept.`);
  }),
});
