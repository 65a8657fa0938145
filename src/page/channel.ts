import type { PageCommand, PageMessage } from '../protocol/facts';
import { ASK, DOWN, OFFER, UP } from '../protocol/handshake';
import { apply, construct, method, type Native, on, reader } from './natives';

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
  const dispatch = method(EventTarget.prototype, 'dispatchEvent') as Native;
  const remove = method(EventTarget.prototype, 'removeEventListener') as Native;
  const dataOf = reader<PageCommand>(Message.prototype, 'data');
  on(line, DOWN, (e) => heard(dataOf(e) as PageCommand));

  const offer = (): boolean =>
    !document.dispatchEvent(new Message(OFFER, { ports: [line], cancelable: true }));
  if (!offer()) {
    const again = (): void => {
      apply(remove, document, [ASK, again]);
      apply(dispatch, document, [construct(Message, [OFFER, { ports: [line], cancelable: true }])]);
    };
    on(document, ASK, again);
  }
  return (data) => {
    apply(dispatch, line, [construct(Message, [UP, { data }])]);
  };
};
