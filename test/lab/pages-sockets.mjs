/**
 * Pages that reconnect, the wrong way and the right way.
 *
 * @type {readonly import('./pages.mjs').LabPage[]}
 */
export const SOCKET_PAGES = [
  {
    path: '/pages/storm-zero.html',
    fault: 'reconnect-storm',
    seconds: 5,
    note: 'Tries a refused port again at once.',
  },
  {
    path: '/pages/storm-fixed-second.html',
    fault: 'reconnect-storm',
    seconds: 15,
    note: 'Tries a refused port every second, for ever.',
  },
  {
    path: '/pages/storm-flap.html',
    fault: 'reconnect-storm',
    seconds: 5,
    note: 'Is accepted, closed after 200 ms, and connects again at once.',
  },
  {
    path: '/pages/storm-path.html',
    fault: 'reconnect-storm',
    seconds: 5,
    note: 'Like storm-zero, with a random path segment in each try.',
  },
  {
    path: '/pages/storm-eventsource.html',
    fault: 'reconnect-storm',
    seconds: 5,
    note: 'Makes a new EventSource in onerror at once.',
  },
  {
    path: '/pages/storm-worker.html',
    fault: 'reconnect-storm',
    seconds: 5,
    onlyIn: 'chrome',
    note: 'A dedicated worker tries a refused port again every 50 ms.',
  },
  {
    path: '/pages/backoff-worker.html',
    fault: null,
    twinOf: '/pages/storm-worker.html',
    seconds: 20,
    note: 'A dedicated worker is refused for ever and waits twice as long after each try.',
  },
  {
    path: '/pages/storm-hosts.html',
    fault: 'reconnect-storm',
    // In a hidden tab of Firefox it takes longer than a suite should wait.
    onlyIn: 'chrome',
    seconds: 8,
    note: 'Goes round three names of a refused port, one every 100 ms.',
  },
  {
    path: '/pages/requests.html',
    fault: null,
    twinOf: '/pages/storm-flap.html',
    seconds: 10,
    note: 'One socket for each request: asks, is answered, and the server closes it.',
  },
  {
    path: '/pages/backoff.html',
    fault: null,
    mayAlso: ['endpoint-unreachable'],
    twinOf: '/pages/storm-zero.html',
    seconds: 20,
    note: 'Refused for ever, waits twice as long after each try.',
  },
  {
    path: '/pages/restart.html',
    fault: null,
    twinOf: '/pages/storm-fixed-second.html',
    seconds: 10,
    disrupts: true,
    note: 'Tries every second while the server restarts once, for 2 s.',
  },
  {
    path: '/pages/five-sockets.html',
    fault: null,
    twinOf: '/pages/storm-flap.html',
    seconds: 8,
    note: 'Five different endpoints, all open and talking.',
  },
  {
    path: '/pages/five-refused.html',
    fault: null,
    mayAlso: ['endpoint-unreachable'],
    twinOf: '/pages/storm-zero.html',
    seconds: 8,
    note: 'Five different endpoints, each tried once and refused.',
  },
  {
    path: '/pages/rooms.html',
    fault: null,
    twinOf: '/pages/storm-path.html',
    seconds: 12,
    note: 'A person looks through twelve chat rooms, one socket each.',
  },
  {
    path: '/pages/sse-healthy.html',
    fault: null,
    twinOf: '/pages/storm-eventsource.html',
    seconds: 6,
    note: 'One EventSource with an event a second.',
  },
  {
    path: '/pages/strict-mode.html',
    fault: null,
    twinOf: '/pages/storm-zero.html',
    seconds: 5,
    note: 'Opens, aborts while connecting, opens again: as React StrictMode does.',
  },
];
