/** The page itself: its main thread and its memory. */

/** @type {readonly import('../case.mjs').Pair[]} */
export const PAGE = [
  {
    name: 'socket.io-blocking-reply',
    library: 'socket.io-client',
    fault: 'main-thread-stall',
    page: 'blocking',
    before: ({ order }) => order('socket.io-client', 'refuse', { times: 0 }),
    seconds: 25,
    alone: true,
  },
  {
    name: 'partysocket-history',
    library: 'partysocket',
    fault: 'memory-growth',
    page: 'partysocket?way=history',
    seconds: 130,
    // Firefox does not tell how much memory a page uses.
    browsers: ['chrome'],
  },
];
