/**
 * Pages whose agent or main thread is slow, and those that only look like it. A leak of memory is shown by no
 * page here: it takes minutes to tell one from the collector's sawtooth.
 *
 * @type {readonly import('./pages.mjs').LabPage[]}
 */
export const TREND_PAGES = [
  {
    path: '/pages/turns.html?waits=300,700,1300,1900,2500',
    fault: 'slow-turns',
    seconds: 10,
    note: 'Five turns, each answered later than the one before.',
  },
  {
    path: '/pages/turns.html?waits=1900,500,1300,700,900,1100,600',
    fault: null,
    twinOf: '/pages/turns.html?waits=300,700,1300,1900,2500',
    seconds: 11,
    note: 'Seven turns, answered now sooner, now later.',
  },
  {
    path: '/pages/turns.html?player=stuck',
    fault: 'turn-stalled',
    seconds: 15,
    front: true,
    sound: true,
    note: 'Plays an answer and never says so: the server waits without an end.',
  },
  {
    path: '/pages/turns.html?player=good&waits=300,300',
    fault: null,
    twinOf: '/pages/turns.html?player=stuck',
    seconds: 14,
    front: true,
    sound: true,
    note: 'Plays two answers and says so each time.',
  },
  {
    path: '/pages/blocks.html?ms=2600',
    fault: 'main-thread-stall',
    seconds: 7,
    front: true,
    note: 'Holds its main thread for 2.6 s, once.',
  },
  {
    path: '/pages/blocks.html?ms=300&pause=200',
    fault: null,
    twinOf: '/pages/blocks.html?ms=2600',
    seconds: 9,
    front: true,
    note: 'Holds its main thread for 300 ms of each half second, always.',
  },
];
