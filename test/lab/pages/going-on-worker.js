/** Keeps itself awake once a page has spoken, whether or not there is a page any more. */

/** @typedef {Event & { data: 'requests' | 'sockets', waitUntil: (end: Promise<unknown>) => void }} Said */
const goingOnWorker = /** @type {EventTarget & { skipWaiting: () => void }} */ (
  /** @type {unknown} */ (self)
);

const ways = {
  requests: () => void fetch('/lab/counts?path=/page-ws').catch(() => {}),
  sockets() {
    const socket = new WebSocket(`ws://${location.host}/service-worker-ws`);
    socket.onopen = () => socket.close();
  },
};

goingOnWorker.addEventListener('install', () => goingOnWorker.skipWaiting());
goingOnWorker.addEventListener('message', (event) => {
  const { data, waitUntil } = /** @type {Said} */ (event);
  waitUntil.call(event, new Promise(() => setInterval(ways[data], 1000)));
});
