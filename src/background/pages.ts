import { browser, type Runtime } from '../adapters/browser';
import { originOf } from '../core/address';
import type { BridgeCommand, BridgeIdentity, BridgeMessage, Who } from '../protocol/facts';
import { PORT } from '../protocol/facts';
import { asBridgeIdentity } from '../protocol/guards';
import { createAllowance } from './allowance';
import { received } from './received';
import { within } from './within';

/** Whose document speaks: its own origin, and the one of the page that its tab showed when it began to. */
export interface From {
  frame: string;
  top: string;
  /** In a private window. */
  isPrivate: boolean;
}

interface Line {
  port: Runtime.Port;
  tabId: number;
  frameId: number;
  from: From;
  load: string | null;
  /** Those who wait for this line's next word. */
  waiting: (() => void)[];
}

export interface Pages {
  /** Asks every frame of the tab (of all tabs with `null`) what is new; done when all answered or after `ms`. */
  flush(tabId: number | null, ms: number): Promise<void>;
  /** Asks one page load to say everything again. */
  full(load: string): void;
  /** Ends what a document tells, for good. */
  stop(from: From): void;
  /** The same for every document that `isOut` holds for. */
  stopAll(isOut: (from: From) => boolean): void;
  /**
   * Who is in a tab's frame (with `null` every frame hears it, and one answers), `null` where no script of ours is there. A blocked page answers when it
   * comes to itself, however late: never wait for it alone. With the number of the last batch that is
   * known, a page that has said more says everything again.
   */
  who(tabId: number, frameId: number | null, seq: number | null): Promise<BridgeIdentity | null>;
  isConnected(load: string): boolean;
  connected(): number;
}

interface Heard {
  message(tabId: number, frameId: number, message: BridgeMessage, from: From): void;
  /** The document behind this load is unloaded, or in the back/forward cache. */
  lost(tabId: number, load: string): void;
  /** A message was refused by the guards. */
  refused(tabId: number, from: From): void;
}

/** How our scripts are named in a stack of Chromium's. */
const OWN = browser.runtime.getURL('');

/** A bridge that says nonsense this often is not one of ours, or no longer: it is told to stop, and its line is cut. */
const REFUSALS = 20;

const lengthOf = (word: unknown): number => {
  const text = (word as { text?: unknown } | null)?.text;
  return typeof text === 'string' ? text.length : 0;
};

/** The lines to the bridges. Listeners are registered in this call: make it at the top level. */
export const listenToPages = (heard: Heard): Pages => {
  const lines = new Set<Line>();

  const answered = (line: Line): void => {
    const { waiting } = line;
    line.waiting = [];
    for (const done of waiting) done();
  };

  browser.runtime.onConnect.addListener((port) => {
    const tabId = port.sender?.tab?.id;
    const frameId = port.sender?.frameId;
    if (port.name !== PORT || port.sender?.id !== browser.runtime.id) return;
    if (tabId === undefined || frameId === undefined) return;
    const { origin, url = '', tab }: Runtime.MessageSender & { origin?: string } = port.sender;
    // The origin of a frame without an address (`about:blank`) is its opener's.
    const isPrivate = tab?.incognito === true;
    const from = { frame: origin ?? originOf(url), top: originOf(tab?.url ?? ''), isPrivate };
    const line: Line = { port, tabId, frameId, from, load: null, waiting: [] };
    const isAllowed = createAllowance(Date.now);
    let refusals = 0;
    let over = false;
    lines.add(line);
    port.onMessage.addListener((value) => {
      // What was on its way when the line was cut.
      if (over) return;
      const isTooMuch = !isAllowed(lengthOf(value));
      const message = isTooMuch ? null : received(value, OWN);
      if (!message) {
        heard.refused(tabId, from);
        if (!isTooMuch && ++refusals < REFUSALS) return;
        over = true;
        // Without it the bridge would open another line with its next word.
        say(line, 'stop');
        port.disconnect();
        cut(line);
        return;
      }
      line.load = message.load;
      heard.message(tabId, frameId, message, from);
      answered(line);
    });
    port.onDisconnect.addListener(() => {
      void browser.runtime.lastError;
      cut(line);
    });
  });

  /** Nothing comes over a line any more; the end that cuts it is not told. */
  const cut = (line: Line): void => {
    if (!lines.delete(line)) return;
    if (line.load) heard.lost(line.tabId, line.load);
    answered(line);
  };

  const say = (line: Line, what: BridgeCommand): boolean => {
    try {
      line.port.postMessage(what);
      return true;
    } catch {
      lines.delete(line);
      return false;
    }
  };

  return {
    async flush(tabId, ms) {
      const answers: Promise<void>[] = [];
      for (const line of lines) {
        if (tabId !== null && line.tabId !== tabId) continue;
        if (say(line, 'flush')) answers.push(new Promise((done) => line.waiting.push(done)));
      }
      // A blocked page does not answer: what is known is given then.
      if (answers.length > 0) await within(Promise.all(answers), ms);
    },
    full(load) {
      for (const line of lines) if (line.load === load) say(line, 'full');
    },
    stop(from) {
      for (const line of lines) if (line.from === from) say(line, 'stop');
    },
    stopAll(isOut) {
      for (const line of lines) if (isOut(line.from)) say(line, 'stop');
    },
    who(tabId, frameId, seq) {
      const who: Who = { type: 'who', seq };
      const to = frameId === null ? {} : { frameId };
      return browser.tabs.sendMessage(tabId, who, to).then(asBridgeIdentity, () => null);
    },
    isConnected: (load) => [...lines].some((line) => line.load === load),
    connected: () => lines.size,
  };
};
