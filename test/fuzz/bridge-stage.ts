import { OFFER } from '../../src/protocol/handshake';

/* A frame for the bridge to run in, whose every answer a case may choose; what it throws comes through. */

/** Events without a browser: a listener that throws is seen by whoever dispatches. */
export class Emitter {
  private readonly heard = new Map<string, Set<(event: never) => void>>();
  addEventListener(type: string, listener: (event: never) => void): void {
    const all = this.heard.get(type) ?? new Set();
    this.heard.set(type, all.add(listener));
  }
  removeEventListener(type: string, listener: (event: never) => void): void {
    this.heard.get(type)?.delete(listener);
  }
  dispatchEvent(event: { type: string; preventDefault?: () => void }): boolean {
    event.preventDefault ??= () => {};
    for (const listener of this.heard.get(event.type) ?? []) listener(event as never);
    return true;
  }
  listeners(type: string): number {
    return this.heard.get(type)?.size ?? 0;
  }
}

/** The runtime's port, whose other end is the background: text as the browser would send it. */
const createLine = (sent: string[]) => {
  const heard: ((what: unknown) => void)[] = [];
  const ended: (() => void)[] = [];
  return {
    port: {
      postMessage: (message: unknown) => void sent.push(JSON.stringify(message)),
      disconnect: () => {},
      onMessage: { addListener: (listener: (what: unknown) => void) => void heard.push(listener) },
      onDisconnect: { addListener: (listener: () => void) => void ended.push(listener) },
    },
    say: (what: unknown) => {
      for (const listener of heard) listener(what);
    },
    end: () => {
      for (const listener of ended) listener();
    },
  };
};

class Observer {
  static supportedEntryTypes = ['long-animation-frame'];
  observe(): void {}
  disconnect(): void {}
}

/** Runs the bridge's code in a frame of its own. */
export const createBridge = (code: string) => {
  const sent: string[] = [];
  const lines: ReturnType<typeof createLine>[] = [];
  const asked: ((message: unknown, sender: unknown, answer: (one: unknown) => void) => unknown)[] =
    [];
  const document = Object.assign(new Emitter(), { readyState: 'loading' });
  const frame = new Emitter();
  const chrome = {
    runtime: {
      id: 'whylag',
      connect: () => {
        const line = createLine(sent);
        lines.push(line);
        return line.port;
      },
      sendMessage: async (message: unknown) => void sent.push(JSON.stringify(message)),
      onMessage: { addListener: (listener: (typeof asked)[number]) => void asked.push(listener) },
    },
  };
  const globals = {
    document,
    location: { href: `https://voice.example/${'x'.repeat(9000)}`, protocol: 'https:' },
    addEventListener: frame.addEventListener.bind(frame),
    removeEventListener: frame.removeEventListener.bind(frame),
    navigator: { serviceWorker: { getRegistrations: async () => [] } },
    PerformanceObserver: Observer,
    AbortSignal: { timeout: () => new Emitter() },
    browser: undefined,
    chrome,
    globalThis: { chrome },
  };
  const names = Object.keys(globals);
  new Function(...names, code)(...names.map((name) => globals[name as keyof typeof globals]));
  return {
    sent,
    document,
    frame,
    line: () => lines.at(-1),
    who: (message: unknown) =>
      new Promise((answer) => {
        for (const listener of asked) if (listener(message, {}, answer) !== true) answer(undefined);
      }),
    /** Hands the bridge a port, as a page would that forges the handshake. */
    offer(port: unknown): void {
      const event = { type: OFFER, ports: [port], preventDefault: () => {} };
      document.dispatchEvent(event);
    },
  };
};
