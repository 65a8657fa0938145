/**
 * Pages that hold too many connections, or send more than goes through them, and those that do not.
 *
 * @type {readonly import('./pages.mjs').LabPage[]}
 */
export const CONNECTION_PAGES = [
  {
    path: '/pages/duplicate-sockets.html',
    fault: 'duplicate-sockets',
    seconds: 4,
    note: 'A component opens a socket each time it is shown, three times, and closes none.',
  },
  {
    path: '/pages/twin-sockets.html',
    fault: 'duplicate-sockets',
    seconds: 8,
    note: 'Mounted twice as by React StrictMode, never closed: both sockets carry the same.',
  },
  {
    path: '/pages/rooms-side-by-side.html',
    fault: null,
    twinOf: '/pages/duplicate-sockets.html',
    seconds: 16,
    note: 'Eight rooms on one path, opened over 10 s: their queries differ.',
  },
  {
    path: '/pages/socket-leak.html',
    fault: 'socket-leak',
    mayAlso: ['duplicate-sockets'],
    seconds: 11,
    note: 'A new socket for each question, none is closed.',
  },
  {
    path: '/pages/send-backlog.html',
    fault: 'send-backlog',
    seconds: 14,
    note: 'Sends 4 MB a second to a server that does not read.',
  },
  {
    path: '/pages/upload.html',
    fault: null,
    twinOf: '/pages/send-backlog.html',
    seconds: 14,
    note: 'Sends 40 MB at once; the server reads them 3 s later.',
  },
  {
    path: '/pages/six-streams.html',
    fault: 'connection-pool-exhaustion',
    seconds: 5,
    note: 'Six EventSources over HTTP/1.1 are open, the seventh hangs.',
  },
  {
    path: '/pages/five-streams.html',
    fault: null,
    twinOf: '/pages/six-streams.html',
    seconds: 6,
    note: 'Five EventSources over HTTP/1.1.',
  },
  {
    path: '/pages/unreachable.html',
    fault: 'endpoint-unreachable',
    seconds: 36,
    note: 'Refused every six seconds, for ever.',
  },
  {
    path: '/pages/gives-up.html',
    fault: null,
    twinOf: '/pages/unreachable.html',
    seconds: 36,
    note: 'Refused four times within 7 s, then it gives up.',
  },
];
