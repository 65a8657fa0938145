import fc from 'fast-check';
import { received } from '../../../src/background/received';
import { LIMITS } from '../../../src/protocol/facts';
import { createBridge, Emitter } from '../bridge-stage';
import { anyThing, made } from '../hostile-values';
import { assertUnpolluted } from '../measure';
import { pageBatch, shortened } from '../page-batches';
import { fuzzed } from '../property';
import { OWN } from '../stage';

const said = fc.oneof(
  { weight: 3, arbitrary: anyThing },
  { weight: 2, arbitrary: pageBatch.map(shortened) },
  { weight: 1, arbitrary: fc.constant({ rows: 'x'.repeat(LIMITS.text) }) },
);
const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('up' as const), data: said }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('told' as const), data: anyThing }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('asked' as const), data: anyThing }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('offered' as const), data: anyThing }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constantFrom('pagehide' as const, 'cut' as const, 'full' as const),
    }),
  },
);
/** A batch as text, escaped once more, with the page's address and what stands around it. */
const MESSAGE = 2 * LIMITS.text + 6 * LIMITS.rawUrl + 1000;

/** `code` is the bridge as one script (`bridge-code.mjs`). */
export const bridgeProperty = (code: string) =>
  fuzzed({
    id: 'bridge',
    what: 'A page that has forged the port can post what it likes: the bridge throws nothing and sends one bounded message for each.',
    share: 8,
    property: fc.property(fc.array(event, { maxLength: 6 }), (events) => {
      const bridge = createBridge(code);
      const port = new Emitter();
      bridge.offer(port);
      if (port.listeners('up') !== 1) throw new Error('The port was not taken.');
      for (const one of events) {
        const before = bridge.sent.length;
        if (one.what === 'up') port.dispatchEvent({ type: 'up', data: made(one.data) } as never);
        else if (one.what === 'told') bridge.line()?.say(made(one.data));
        else if (one.what === 'full') bridge.line()?.say('full');
        else if (one.what === 'cut') bridge.line()?.end();
        else if (one.what === 'asked') void bridge.who(made(one.data)).catch(() => {});
        else if (one.what === 'offered') bridge.offer(made(one.data));
        else bridge.frame.dispatchEvent({ type: 'pagehide' });
        const sent = bridge.sent.slice(before);
        if (sent.length > 1) throw new Error(`${sent.length} messages for one.`);
        for (const text of sent) {
          if (text.length > MESSAGE) throw new Error(`A message of ${text.length} characters.`);
          received(JSON.parse(text), OWN);
        }
      }
      assertUnpolluted();
    }),
  });
