/** Answers from its cache, and fills it, one file after another, when a page leaves. */

/**
 * @typedef {Event & { waitUntil: (end: Promise<unknown>) => void }} Farewell
 * @typedef {Event & { request: Request, respondWith: (answer: Promise<Response>) => void }} Asked
 */
const cachingWorker = /** @type {EventTarget & { skipWaiting: () => void }} */ (
  /** @type {unknown} */ (self)
);

const FILES = ['page.css', 'socket.js', 'sound.js', 'worker.js', 'chat.html', 'plain.html'];
const ROUNDS = 12;

const fill = async () => {
  const cache = await caches.open('pages');
  for (let round = 0; round < ROUNDS; round++)
    for (const file of FILES) await cache.add(`${file}?round=${round}`).catch(() => {});
};

cachingWorker.addEventListener('install', () => cachingWorker.skipWaiting());
cachingWorker.addEventListener('fetch', (event) => {
  const asked = /** @type {Asked} */ (event);
  asked.respondWith(caches.match(asked.request).then((kept) => kept ?? fetch(asked.request)));
});
cachingWorker.addEventListener('message', (event) =>
  /** @type {Farewell} */ (event).waitUntil(fill()),
);
