import { createElement, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import useWebSocketExport from 'react-use-websocket';
import { bad, growing, met, tell, way, wsUrl } from './kit.js';

/** It comes as CommonJS: some bundlers hand over the module, some its default. */
const useWebSocket = /** @type {typeof import('react-use-websocket').default} */ (
  /** @type {any} */ (useWebSocketExport).default ?? useWebSocketExport
);

const APP = wsUrl('/ws/app');
const REMOUNT_MS = 1500;
const grows = growing();
let made = 0;
let live = 0;
/** Rooms may be a set that a person opens; none of this size goes on to grow for so long. */
const SET = { rooms: 20, ms: 30_000 };
const began = Date.now();
/** @type {WebSocket | undefined} */
let newest;
/** Ends what the page repeats. */
let stop = () => {};

/** @param {{ url: string, cleans: boolean }} props a socket of its own, with or without an end */
function Feed({ url, cleans }) {
  useEffect(() => {
    const socket = new WebSocket(url);
    newest = socket;
    made++;
    live++;
    if (way !== 'rooms') grows(live);
    else if (live >= SET.rooms && Date.now() - began >= SET.ms) met();
    if (!cleans) return undefined;
    return () => {
      live--;
      socket.close();
    };
  }, [url, cleans]);
  return null;
}

/** @param {{ share: boolean }} props */
function Provider({ share }) {
  const { lastMessage } = useWebSocket(APP, { share });
  return createElement('p', null, lastMessage?.data ?? '');
}

/** @param {{ intervalMs: number | undefined }} props */
function Reconnecting({ intervalMs }) {
  useWebSocket(APP, {
    shouldReconnect: () => true,
    ...(intervalMs === undefined ? {} : { reconnectInterval: intervalMs, reconnectAttempts: 1e6 }),
  });
  return null;
}

/** A person goes from room to room, each time when the last one is there. @param {{ roomOf: (n: number) => string }} props */
function Rooms({ roomOf }) {
  const [n, setN] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (newest?.readyState === WebSocket.OPEN) setN((/** @type {number} */ before) => before + 1);
    }, REMOUNT_MS);
    stop = () => clearInterval(timer);
    return stop;
  }, []);
  return createElement(Feed, { key: n, url: wsUrl(roomOf(n)), cleans: !bad });
}

/** @type {Record<string, () => unknown>} */
const PAGES = {
  strict: () => createElement(StrictMode, null, createElement(Feed, { url: APP, cleans: !bad })),
  providers: () =>
    createElement(
      'main',
      null,
      ...['header', 'list', 'footer'].map((key) => createElement(Provider, { key, share: !bad })),
    ),
  hurry: () => createElement(Reconnecting, { intervalMs: bad ? 100 : undefined }),
  second: () => createElement(Reconnecting, { intervalMs: 1000 }),
  remount: () => createElement(Rooms, { roomOf: () => '/ws/app' }),
  rooms: () => createElement(Rooms, { roomOf: (/** @type {number} */ n) => `/ws/room/${n}` }),
};

const page = PAGES[way];
if (!page) throw new Error(`no page "${way}"`);
createRoot(/** @type {HTMLElement} */ (document.getElementById('stage'))).render(page());
tell({
  stop: () => stop(),
  held: () => (made ? { webSocket: { created: made, live } } : {}),
});
