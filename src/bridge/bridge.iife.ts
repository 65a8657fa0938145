/*
 * The bridge: in every frame, in the extension's own world.
 *
 *   page script ──private port──> bridge ──runtime port──> background
 *
 * 1. takes the private port from the page script (`protocol/handshake.ts`);
 * 2. bounds what comes, numbers it and forwards it as text; the runtime port is opened by the first fact,
 *    so a page that uses nothing that is watched never wakes the background;
 * 3. says when its page is gone (closed, navigated, put into the back/forward cache);
 * 4. tells the page script to stop when the extension was reloaded or removed, or its site is paused.
 */
import type { BridgeIdentity, BridgeWord, Who } from '../protocol/facts';
import { LIMITS, PORT } from '../protocol/facts';
import { ASK, DOWN, isLate, OFFER, UP } from '../protocol/handshake';
import type { PageCommand } from '../protocol/page-facts';
import { watchMainThread } from './main-thread';
import { usedBytes } from './memory';
import { modelFiles } from './model-files';

type Api = typeof import('webextension-polyfill');
const api = ((globalThis as { browser?: Api }).browser ??
  (globalThis as { chrome?: unknown }).chrome) as Api;

const load = Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join(
  '-',
);

let page: MessagePort | null = null;
let background: ReturnType<Api['runtime']['connect']> | null = null;
let unwatch: (() => void) | null = null;
/** Number of the last batch: 0 while the background has never heard of this page. */
let seq = 0;

/** The command that the page script is answering: it does so within the call. */
let asked: PageCommand | null = null;
const command = (what: PageCommand): void => {
  // A page that is rendered before anybody goes there is not the one that its tab shows: it speaks from then on.
  if ((document as { prerendering?: boolean }).prerendering) return;
  asked = what;
  page?.dispatchEvent(new MessageEvent(DOWN, { data: what }));
  asked = null;
};

/** The scripts came too late to see everything, or were told to stop. */
let late = isLate();

/** Nothing of this page is told any more, and nobody says so when it is unloaded. */
const end = (): void => {
  command('stop');
  unwatch?.();
  page = null;
  background = null;
  seq = 0;
  late = true;
};

/** After a reload of the extension this script is an orphan: it goes quiet, and so does the page script. */
const alive = (): boolean => {
  try {
    if (api.runtime.id) return true;
  } catch {
    // Firefox throws where Chromium gives `undefined`.
  }
  end();
  return false;
};

const connect = (): typeof background => {
  if (background || !alive()) return background;
  try {
    const port = api.runtime.connect({ name: PORT });
    port.onMessage.addListener((what: unknown) => {
      if (what === 'flush' || what === 'full') command(what);
      else if (what === 'stop') {
        end();
        port.disconnect();
      }
    });
    port.onDisconnect.addListener(() => {
      // Reading it keeps Chromium from printing it in the page's console.
      void api.runtime.lastError;
      // The background went to sleep, or its extension is gone: the next fact tells which.
      if (background === port) background = null;
    });
    background = port;
  } catch {
    alive();
  }
  return background;
};

const send = (message: BridgeWord): void => {
  try {
    connect()?.postMessage(message);
  } catch {
    background = null;
    alive();
  }
};

/** The page has audio nodes that a voice detector could be made of: a row of that kind (`TallyRow`) says so. */
let listens = false;
const NODE = '"node"';

const forward = (batch: unknown): void => {
  if (batch === null) {
    // The answer to a command: nothing has changed.
    if (background) send({ type: 'idle', load });
    return;
  }
  // Text is plain data, and its length is known: whatever the page may have put there, it hurts nobody.
  const text = JSON.stringify(batch);
  if (text.length > LIMITS.text) return;
  // A page that uses nothing that is watched is not watched either.
  unwatch ??= watchMainThread((main) => send({ type: 'main', load, main, usedBytes: usedBytes() }));
  listens ||= text.includes(NODE);
  send({
    type: 'batch',
    load,
    url: location.href.slice(0, LIMITS.rawUrl),
    seq: ++seq,
    full: asked === 'full',
    text,
    files: listens ? modelFiles() : [],
    usedBytes: usedBytes(),
  });
};

const takePort = (event: Event): void => {
  const port = (event as MessageEvent).ports?.[0];
  if (page || !port) return;
  event.preventDefault();
  document.removeEventListener(OFFER, takePort);
  page = port;
  port.addEventListener(UP, (e) => {
    e.preventDefault();
    try {
      forward((e as MessageEvent).data);
    } catch {
      // Not a batch: nothing that the page script says.
    }
  });
  command('flush');
};
if (!late) {
  document.addEventListener(OFFER, takePort);
  document.dispatchEvent(new Event(ASK));
  document.addEventListener('prerenderingchange', () => command('flush'));
}

addEventListener('pagehide', () => {
  command('flush');
  if (background || seq === 0) {
    if (background) send({ type: 'gone', load });
    return;
  }
  try {
    // Without a port the background sleeps: a one-time message wakes it.
    api.runtime.sendMessage({ type: 'gone', load }).catch(() => {});
  } catch {
    alive();
  }
});
addEventListener('pageshow', (event) => {
  if (event.persisted && seq > 0) {
    background = null;
    command('full');
  }
});

api.runtime.onMessage.addListener(((
  message: Who | null,
  _sender: unknown,
  answer: (identity: BridgeIdentity) => void,
) => {
  if (message?.type !== 'who') return undefined;
  const missed = message.seq !== null && message.seq !== seq;
  // What the page has gathered and not told yet goes first.
  command(missed ? 'full' : 'flush');
  answer({ load, seq, late });
  return undefined;
}) as Parameters<Api['runtime']['onMessage']['addListener']>[0]);
