/**
 * Service workers: what they do shows when their page is closed.
 *
 * @type {readonly import('./pages.mjs').LabPage[]}
 */
export const WORKER_PAGES = [
  {
    path: '/pages/going-on.html',
    fault: 'orphan-service-worker',
    closed: true,
    seconds: 14,
    note: 'Its service worker asks the server every second, with and without the page (by=sockets: opens one each second).',
  },
  {
    path: '/pages/caching.html',
    fault: null,
    twinOf: '/pages/going-on.html',
    closed: true,
    seconds: 20,
    note: 'Its service worker answers from its cache, fills it when the page is closed, and sleeps.',
  },
];
