import { ASK, DOWN, OFFER, UP } from '../protocol/handshake';
import type { PageCommand, PageMessage } from '../protocol/page-facts';
import { dataOf, listen, uncurry } from './natives';

const dispatch = uncurry(EventTarget.prototype.dispatchEvent);
const Message = MessageEvent;
/** Without a prototype: a getter that a page puts on `Object.prototype` would be read as an option. */
const say = (target: EventTarget, type: string, init: object): unknown =>
  dispatch(target, new Message(type, { __proto__: null, ...init } as MessageEventInit));

/** Our end of the private line to the bridge (see `protocol/handshake.ts`). */
const line = new MessageChannel().port2;

/** Says something to the bridge; whether nobody took it: Firefox ends a bridge with its extension, without a word. */
export const post = (data: PageMessage): unknown => say(line, UP, { data, cancelable: true });

/**
 * Offers the line to the bridge, whose commands `heard` gets. Both scripts run before the page's own, so no
 * listener of the page can be there yet, and no listener of ours stays on `document` once the bridge has
 * taken the port.
 */
export const openChannel = (heard: (command: PageCommand) => void): void => {
  listen(line, DOWN, (e) => heard(dataOf(e) as PageCommand));
  const offer = (): unknown => say(document, OFFER, { ports: [line], cancelable: true });
  if (offer())
    listen(document, ASK, offer, { __proto__: null, once: true } as AddEventListenerOptions);
};
