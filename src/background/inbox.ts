import type { Runtime } from '../adapters/browser';
import { asBridgeMessage, asRequest } from '../protocol/guards';
import type { Request } from '../protocol/messages';

interface Parts {
  /** The extension's own id and the address that its pages begin with. */
  id: string;
  home: string;
  ask(request: Request): Promise<unknown>;
  /** A page without a line has said that it goes. */
  gone(tabId: number, load: string): void;
}

/** Who sends, as the browser says. */
export type Sender = Pick<Runtime.MessageSender, 'id' | 'url'> & {
  tab?: { id?: number | undefined } | undefined;
};

/**
 * One-time messages. Only the extension's own pages ask; all that a content script, whose address is its
 * page's, may say here is that its page goes. What is neither is not answered.
 */
export const createInbox =
  ({ id, home, ask, gone }: Parts) =>
  (value: unknown, sender: Sender): Promise<unknown> | undefined => {
    if (sender.id !== id) return undefined;
    if (sender.url?.startsWith(home)) {
      const request = asRequest(value);
      return request ? ask(request) : undefined;
    }
    const message = asBridgeMessage(value);
    const tabId = sender.tab?.id;
    if (message?.type === 'gone' && tabId !== undefined) gone(tabId, message.load);
    return undefined;
  };
