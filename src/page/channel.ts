import type { PageCommand, PageMessage } from '../protocol/facts';
import { ASK, DOWN, OFFER, UP } from '../protocol/handshake';
import { accessor, apply, construct, listen, method, type Native, protoOf } from './natives';

/**
 * The private line to the bridge (see `protocol/handshake.ts`). Both scripts run before the page's
 * own, so no listener of the page can be there yet, and no listener of ours stays on `document`
 * once the bridge has taken the port. `heard` gets the bridge's commands; the function that comes
 * back says something to the bridge.
 */
export const openChannel = (
  heard: (command: PageCommand) => void,
): ((message: PageMessage) => void) => {
  const line = new MessageChannel().port2;
  const Message = MessageEvent;
  const dispatch = method(protoOf('EventTarget'), 'dispatchEvent') as Native;
  const dataOf = accessor<PageCommand>(Message.prototype, 'data');
  listen(line, DOWN, (e) => heard(dataOf(e) as PageCommand));

  const offer = (): boolean =>
    !document.dispatchEvent(new Message(OFFER, { ports: [line], cancelable: true }));
  if (!offer()) {
    const once = { __proto__: null, once: true } as AddEventListenerOptions;
    const again = (): void => {
      apply(dispatch, document, [
        construct(Message, [OFFER, { __proto__: null, ports: [line], cancelable: true }]),
      ]);
    };
    listen(document, ASK, again, once);
  }
  return (data) => {
    // Without a prototype: a getter that a page puts on `Object.prototype` would be read as an option.
    apply(dispatch, line, [construct(Message, [UP, { __proto__: null, data }])]);
  };
};
